// A copy of a value in a document.
#pragma once

#include <limits>

#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

// Of a scalar.
Value value_of(const Datum& datum);

// How many levels of containers to copy; what is nested deeper is left out.
constexpr int kShownLevels = 20;
constexpr int kAllLevels = std::numeric_limits<int>::max();

template <DocumentForm Form>
Value materialize(Form& form, const typename Form::Node& node, const Datum& datum, int levels) {
  typename Form::Node child;
  if (datum.type == BsonType::Array) {
    Array array;
    if (levels > 0)
      for (auto elements = form.elements(node); elements.next(child);)
        array.push_back(materialize(form, child, form.datum(child), levels - 1));
    return array;
  }
  if (datum.type != BsonType::Object && datum.type != BsonType::JavaScriptWithScope)
    return value_of(datum);
  Object object;
  std::string_view name;
  const bool scoped = datum.type == BsonType::JavaScriptWithScope;
  if (levels > 0)
    for (auto members = form.members(scoped ? form.scope(node) : node); members.next(name, child);)
      object.push_back(
          {std::string(name), materialize(form, child, form.datum(child), levels - 1)});
  if (scoped) return JavaScriptWithScope{std::string(datum.text), std::move(object)};
  return object;
}

template <DocumentForm Form>
Value materialize(Form& form, const typename Form::Node& node, int levels = kShownLevels) {
  return materialize(form, node, form.datum(node), levels);
}

}  // namespace tamis::predicate
