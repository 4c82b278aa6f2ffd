// compare(Value, Value) with a place in a document on the left: nothing is copied, and recursion
// goes no deeper than the literal.
#pragma once

#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

template <DocumentForm Form>
class Comparer {
 public:
  using Node = typename Form::Node;

  explicit Comparer(Form& form) : form_(form) {}

  // Negative, zero or positive, over all families.
  int compare(Node node, const Datum& datum, const Datum& literal, const Value* value) {
    const int family = family_of(datum.type) - family_of(literal.type);
    return family != 0 ? family : compare_same_family(node, datum, literal, value);
  }

  int compare_same_family(Node node, const Datum& datum, const Datum& literal, const Value* value) {
    switch (literal.type) {
      case BsonType::Object:
        return compare_members(form_.members(node), value->as<Object>());
      case BsonType::Array:
        return compare_elements(node, value->as<Array>());
      case BsonType::JavaScriptWithScope: {
        const int order = compare_scalars(datum, literal);
        return order != 0 ? order
                          : compare_members(form_.members(form_.scope(node)),
                                            value->as<JavaScriptWithScope>().scope);
      }
      default:
        return compare_scalars(datum, literal);
    }
  }

 private:
  int compare(Node node, const Value& value) {
    return compare(node, form_.datum(node), datum_of(value), &value);
  }

  int compare_elements(Node array, const Array& literal) {
    auto elements = form_.elements(array);
    Node element;
    for (const Value& value : literal) {
      if (!elements.next(element)) return -1;
      if (const int order = compare(element, value); order != 0) return order;
    }
    return elements.next(element) ? 1 : 0;
  }

  // MongoDB's order: for each member the type of its value, then its name, then the value.
  int compare_members(typename Form::Members members, const Object& literal) {
    Node node;
    std::string_view name;
    for (const Member& member : literal) {
      if (!members.next(name, node)) return -1;
      const Datum datum = form_.datum(node);
      const Datum expected = datum_of(member.value);
      int order = family_of(datum.type) - family_of(expected.type);
      if (order == 0) order = name.compare(member.key);
      if (order == 0) order = compare_same_family(node, datum, expected, &member.value);
      if (order != 0) return order;
    }
    return members.next(name, node) ? 1 : 0;
  }

  Form& form_;
};

}  // namespace tamis::predicate
