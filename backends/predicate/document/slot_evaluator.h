// Code asked of one Document. Paths through objects and lists of them are here; those that need
// every rule there is are left to the Evaluator.
#pragma once

#include <algorithm>

#include "backends/predicate/document/slot_asking.h"
#include "backends/predicate/document/slot_tests.h"

namespace tamis::predicate {

class SlotEvaluator {
 public:
  // Of the document, where it has a shape, the root itself need not be looked at.
  explicit SlotEvaluator(const SlotAsking& asking, const Document* document = nullptr)
      : asking_(asking),
        tests_(asking.code, asking.slots, asking.bindings),
        document_(document != nullptr && document->root_shape() != kNoShape ? document : nullptr) {}

  bool holds(const Instr& instr, const Slot& place) const {
    const auto children = asking_.children_of(instr);
    const auto is_true = [&](const Instr& child) { return holds(child, place); };
    switch (instr.op) {
      case PlanOp::Test:
        return test_holds(instr, place);
      case PlanOp::Any:
        return any(instr, place);
      case PlanOp::And:
        return std::ranges::all_of(children, is_true);
      case PlanOp::Or:
        return std::ranges::any_of(children, is_true);
      case PlanOp::Not:
        return !holds(children.front(), place);
      case PlanOp::Element:
        return place.type == BsonType::Array && holds_of_any(children.front(), place);
      case PlanOp::True:
        return true;
      case PlanOp::False:
        return false;
    }
    return false;
  }

  // Of an element of the array.
  bool holds_of_any(const Instr& instr, const Slot& array) const {
    for (const Slot& element : array.elements())
      if (holds(instr, element)) return true;
    return false;
  }

  // Whether the rest of the path, from `key`, leads there from an element of the array.
  bool leads_on(const Instr& any, const Slot& array, const Key* key) const {
    for (const Slot& element : array.elements())
      if (element.type == BsonType::Object &&
          past_name(any, asking_.member(element, *key), key + 1))
        return true;
    return false;
  }

 private:
  bool any(const Instr& instr, const Slot& place) const {
    if (instr.key_count == 0) return arrive(instr, place);
    const bool is_root = document_ != nullptr && &place == document_->root();
    if (!instr.by_names || !(is_root || place.type == BsonType::Object))
      return asking_.by_all_rules(instr, place);
    const Key* const key = asking_.first_key(instr);
    return past_name(instr,
                     is_root ? asking_.member_of_root(*document_, asking_.id_of(*key))
                             : asking_.member(place, *key),
                     key + 1);
  }

  // Past the name before `key`, which led to `first`.
  bool past_name(const Instr& any, const Slot& first, const Key* key) const {
    const Slot* place = &first;
    for (; key != asking_.end_of_keys(any); ++key) {
      if (place->type == BsonType::Array) return leads_on(any, *place, key);
      place = place->type == BsonType::Object ? &asking_.member(*place, *key) : &kNothing;
    }
    return arrive(any, *place);
  }

  bool arrive(const Instr& any, const Slot& place) const {
    const Instr& question = asking_.code.instrs[any.first];
    if (any.enter_arrays && place.type == BsonType::Array && holds_of_any(question, place))
      return true;
    return question.op == PlanOp::Test ? test_holds(question, place) : holds(question, place);
  }

  bool test_holds(const Instr& instr, const Slot& place) const {
    return tests_.ask(instr.test, {&place}, first_bits(1), *asking_.names) != 0;
  }

  const SlotAsking& asking_;
  SlotTests<1> tests_;
  const Document* document_;
};

}  // namespace tamis::predicate
