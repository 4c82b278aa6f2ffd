// A copy of a value in a document, for showing.
#pragma once

#include "backends/predicate/form.h"

namespace tamis::predicate {

// Of a scalar.
Value value_of(const Datum& datum);

// What is nested deeper than this is left out.
constexpr int kShownDepth = 20;

template <DocumentForm Form>
Value materialize(Form& form, const typename Form::Node& node, int deepest = kShownDepth) {
  const Datum datum = form.datum(node);
  typename Form::Node child;
  if (datum.type == BsonType::Array) {
    Array array;
    if (deepest > 0)
      for (auto elements = form.elements(node); elements.next(child);)
        array.push_back(materialize(form, child, deepest - 1));
    return array;
  }
  if (datum.type != BsonType::Object && datum.type != BsonType::JavaScriptWithScope)
    return value_of(datum);
  Object object;
  std::string_view name;
  const bool scoped = datum.type == BsonType::JavaScriptWithScope;
  if (deepest > 0)
    for (auto members = form.members(scoped ? form.scope(node) : node); members.next(name, child);)
      object.push_back({std::string(name), materialize(form, child, deepest - 1)});
  if (scoped) return JavaScriptWithScope{std::string(datum.text), std::move(object)};
  return object;
}

}  // namespace tamis::predicate
