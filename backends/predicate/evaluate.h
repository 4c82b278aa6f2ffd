// The evaluator: Code asked of a document of any Form. Recursion follows the condition, whose depth
// the compiler limits, and never the document.
#pragma once

#include <algorithm>

#include "backends/predicate/bindings.h"
#include "backends/predicate/compare.h"
#include "backends/predicate/schema_checker.h"
#include "backends/predicate/tests.h"
#include "backends/predicate/walk.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate {

template <DocumentForm Form>
class Evaluator {
 public:
  using Node = typename Form::Node;

  Evaluator(const Code& code, const Bindings& bindings, Form& form)
      : code_(code), bindings_(bindings), form_(form), comparer_(form) {}

  bool matches(Node root) { return holds(code_.instrs.front(), at_root(root)); }

  Place<Form> at_root(Node root) { return {root, form_.root_datum(root)}; }

  bool holds(const Instr& instr, const Place<Form>& place) {
    if (instr.op == PlanOp::Test) return test(code_.tests[instr.test], place);
    const Instr* child = code_.instrs.data() + instr.first;
    const Instr* end = child + instr.child_count;
    const auto is_true = [&](const Instr& each) { return holds(each, place); };
    switch (instr.op) {
      case PlanOp::True:
        return true;
      case PlanOp::False:
        return false;
      case PlanOp::And:
        return std::all_of(child, end, is_true);
      case PlanOp::Or:
        return std::any_of(child, end, is_true);
      case PlanOp::Not:
        return !holds(*child, place);
      case PlanOp::Any:
        return any(instr, *child, place);
      case PlanOp::Element:
        return element(*child, place);
      case PlanOp::Test:
        return test(code_.tests[instr.test], place);
    }
    return false;
  }

  bool test(const TestCode& test, const Place<Form>& place) {
    const Datum& datum = place.datum;
    if (datum.missing()) return test.missing;
    switch (test.op) {
      case TestOp::Eq:
      case TestOp::Lt:
      case TestOp::Lte:
      case TestOp::Gt:
      case TestOp::Gte:
        return order(test, place);
      case TestOp::In:
        return in(test, place);
      case TestOp::Exists:
        return true;
      case TestOp::Type:
        return test.types.contains(datum.type);
      case TestOp::Size:
        return datum.type == BsonType::Array && has_size(place.node, test.a);
      case TestOp::Mod:
        return mod_holds(test, datum);
      case TestOp::Regex:
        return regex_holds(test, datum);
      case TestOp::BitsAllSet:
      case TestOp::BitsAllClear:
      case TestOp::BitsAnySet:
      case TestOp::BitsAnyClear:
        return bits_hold(test, datum);
      case TestOp::Container:
        return datum.is_container();
      case TestOp::Schema:
        return SchemaChecker<Form>(form_).fits(*test.json_schema, place.node, datum);
    }
    return false;
  }

 private:
  struct Asker {
    Evaluator& evaluator;
    const Instr& question;

    bool place(const Place<Form>& place) { return evaluator.holds(question, place); }
    void enter(const Key&) {}
    void enter(std::size_t) {}
    void leave() {}
  };

  bool any(const Instr& instr, const Instr& child, const Place<Form>& place) {
    Asker asker{*this, child};
    const Key* key = code_.keys.data() + instr.key;
    return Walk<Form, Asker>(form_, asker, key + instr.key_count, instr.enter_arrays)
        .from(place, key);
  }

  bool element(const Instr& child, const Place<Form>& place) {
    if (place.datum.type != BsonType::Array) return false;
    auto elements = form_.elements(place.node);
    Node node;
    while (elements.next(node))
      if (holds(child, {node, form_.datum(node)})) return true;
    return false;
  }

  bool order(const TestCode& test, const Place<Form>& place) {
    const Datum& literal = bindings_[test.literal];
    // The same as below, of what is asked most often.
    if (test.op == TestOp::Eq && literal.type == BsonType::String &&
        place.datum.type == BsonType::String)
      return same_text(place.datum.text, literal.text);
    if (family_of(place.datum.type) != family_of(literal.type))
      return order_holds_across(test.op, literal.type);
    if (is_nan(place.datum) || is_nan(literal))
      return test.op != TestOp::Lt && test.op != TestOp::Gt && is_nan(place.datum) &&
             is_nan(literal);
    return order_holds(test.op, comparer_.compare_same_family(place.node, place.datum, literal,
                                                              test.literal.value));
  }

  bool in(const TestCode& test, const Place<Form>& place) {
    if (test.list->contains(comparer_, place.node, place.datum)) return true;
    return std::ranges::any_of(test.bindings, [&](const Literal& literal) {
      return place.datum.type == BsonType::Date &&
             place.datum.integer == bindings_[literal.binding].integer;
    });
  }

  bool has_size(Node array, std::int64_t size) {
    auto elements = form_.elements(array);
    Node node;
    while (elements.next(node))
      if (--size < 0) return false;
    return size == 0;
  }

  const Code& code_;
  const Bindings& bindings_;
  Form& form_;
  Comparer<Form> comparer_;
};

}  // namespace tamis::predicate
