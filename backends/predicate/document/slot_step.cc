#include "backends/predicate/document/slot_step.h"

#include "backends/predicate/document/slot_tests.h"

namespace tamis::predicate {
namespace {

template <class Holds>
bool ask_test(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return Holds()(SlotQuestion{asking, *step.test, *step.code}, place);
}

// ── paths ────────────────────────────────────────────────────────────────────────────────────────

bool arrive(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  const SlotStep& question = *any.first_child;
  if (any.instr->enter_arrays && place.type == BsonType::Array &&
      holds_of_any(question, asking, place))
    return true;
  return question.holds(asking, place);
}

// Past the name before `key`, which led to `first`.
bool past_name(const SlotStep& any, const SlotAsking& asking, const Slot& first, const Key* key) {
  const Slot* place = &first;
  for (const Key* const end = any.key + any.instr->key_count; key != end; ++key) {
    if (place->type == BsonType::Array) return leads_on(any, asking, *place, key);
    place = place->type == BsonType::Object ? &asking.member(*place, *key) : &kNothing;
  }
  return arrive(any, asking, *place);
}

bool ask_path_by_all_rules(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  return asking.by_all_rules(*any.instr, place);
}

bool ask_path(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  if (place.type != BsonType::Object) return ask_path_by_all_rules(any, asking, place);
  return past_name(any, asking, asking.member(place, *any.key), any.key + 1);
}

bool ask_path_of_root(const SlotStep& any, const SlotAsking& asking, const Slot& root) {
  if (asking.indexed == nullptr) return ask_path(any, asking, root);
  return past_name(any, asking, asking.member_of_root(*asking.indexed, *any.id), any.key + 1);
}

bool ask_name_of_root(const SlotStep& any, const SlotAsking& asking, const Slot& root) {
  if (asking.indexed == nullptr) return ask_path(any, asking, root);
  return arrive(any, asking, asking.member_of_root(*asking.indexed, *any.id));
}

SlotStep::Ask ask_for_path(const Instr& any, bool at_root) {
  if (any.key_count == 0) return arrive;
  if (!any.by_names) return ask_path_by_all_rules;
  if (!at_root) return ask_path;
  return any.key_count == 1 ? ask_name_of_root : ask_path_of_root;
}

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

// Loops, since an algorithm takes stack of its own at each level.

bool ask_and(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  for (const SlotStep& child : step.children())
    if (!child.holds(asking, place)) return false;
  return true;
}

bool ask_or(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  for (const SlotStep& child : step.children())
    if (child.holds(asking, place)) return true;
  return false;
}

bool ask_not(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return !step.first_child->holds(asking, place);
}

bool ask_element(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return place.type == BsonType::Array && holds_of_any(*step.first_child, asking, place);
}

bool ask_true(const SlotStep&, const SlotAsking&, const Slot&) {
  return true;
}

bool ask_false(const SlotStep&, const SlotAsking&, const Slot&) {
  return false;
}

}  // namespace

SlotStep::Ask ask_for(const SlotStep& step, bool at_root) {
  switch (step.instr->op) {
    case PlanOp::Test:
      return with_slot_test(*step.test, *step.code,
                            [](auto holds) -> SlotStep::Ask { return ask_test<decltype(holds)>; });
    case PlanOp::Any:
      return ask_for_path(*step.instr, at_root);
    case PlanOp::And:
      return ask_and;
    case PlanOp::Or:
      return ask_or;
    case PlanOp::Not:
      return ask_not;
    case PlanOp::Element:
      return ask_element;
    case PlanOp::True:
      return ask_true;
    case PlanOp::False:
      return ask_false;
  }
  return ask_false;
}

bool holds_of_any(const SlotStep& step, const SlotAsking& asking, const Slot& array) {
  for (const Slot& element : array.elements())
    if (step.holds(asking, element)) return true;
  return false;
}

bool leads_on(const SlotStep& any, const SlotAsking& asking, const Slot& array, const Key* key) {
  for (const Slot& element : array.elements())
    if (element.type == BsonType::Object &&
        past_name(any, asking, asking.member(element, *key), key + 1))
      return true;
  return false;
}

}  // namespace tamis::predicate
