// Code asked of a Document. Paths through objects and lists of them, and the tests that decide for
// nearly all values, are here; what is rare is left to the Evaluator, which knows all of it.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>

#include "backends/predicate/document/slot_code.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/evaluate.h"

namespace tamis::predicate {

class SlotEvaluator {
 public:
  SlotEvaluator(const Code& code, const SlotCode& slots, const Bindings& bindings)
      : code_(code), slots_(slots), bindings_(bindings) {}

  // Of the names that `slots` fits.
  bool matches(const Document& document) {
    document_ = &document;
    root_ = document.root();
    root_values_ = document.root_values();
    return holds(code_.instrs.front(), root_);
  }

 private:
  static constexpr Slot kNothing{};

  bool holds(const Instr& instr, const Slot* slot) {
    switch (instr.op) {
      case PlanOp::Test:
        return test(instr.test, slot);
      case PlanOp::Any:
        return any(instr, slot);
      case PlanOp::And:
        return std::ranges::all_of(children_of(instr),
                                   [&](const Instr& child) { return holds(child, slot); });
      case PlanOp::Or:
        return std::ranges::any_of(children_of(instr),
                                   [&](const Instr& child) { return holds(child, slot); });
      case PlanOp::Not:
        return !holds(children_of(instr).front(), slot);
      case PlanOp::Element:
        return slot->type == BsonType::Array && any_element(slot, children_of(instr).front());
      case PlanOp::True:
        return true;
      case PlanOp::False:
        return false;
    }
    return false;
  }

  std::span<const Instr> children_of(const Instr& instr) const {
    return {code_.instrs.data() + instr.first, instr.child_count};
  }

  // What is asked most often is asked at once.
  bool ask(const Instr& question, const Slot* slot) {
    return question.op == PlanOp::Test ? test(question.test, slot) : holds(question, slot);
  }

  bool any_element(const Slot* array, const Instr& question) {
    for (const Slot& element : std::span(array->rest(), array->count))
      if (ask(question, &element)) return true;
    return false;
  }

  // ── paths ──────────────────────────────────────────────────────────────────────────────────────

  // A path on its way.
  struct Way {
    const Instr& any;
    const Instr& question;
    const Slot* start;
    const Key* end;
  };

  bool any(const Instr& instr, const Slot* slot) {
    assert(slot != nullptr);
    const Key* const key = code_.keys.data() + instr.key;
    const Way way{instr, code_.instrs[instr.first], slot, key + instr.key_count};
    if (key == way.end) return arrive(way, slot);
    const Slot* child = nullptr;
    if (root_values_ != nullptr && slot == root_)
      child = root_member(*key);
    else if (slot->type == BsonType::Object)
      child = member(slot, *key);
    else
      return rest(way);
    if (child == nullptr) return ask(way.question, &kNothing);
    return key + 1 == way.end ? arrive(way, child) : past_name(way, child, key + 1);
  }

  bool past_name(const Way& way, const Slot* slot, const Key* key) {
    for (; key != way.end; ++key) {
      if (slot->type == BsonType::Array) return in_array(way, slot, key);
      if (slot->type == BsonType::Object)
        slot = member(slot, *key);
      else
        slot = nullptr;
      if (slot == nullptr) return ask(way.question, &kNothing);
    }
    return arrive(way, slot);
  }

  bool in_array(const Way& way, const Slot* array, const Key* key) {
    if (key->index >= 0 || key->name.empty()) return rest(way);
    for (const Slot& element : std::span(array->rest(), array->count)) {
      if (element.type != BsonType::Object) continue;
      const Slot* const child = member(&element, *key);
      if (child == nullptr ? ask(way.question, &kNothing) : past_name(way, child, key + 1))
        return true;
    }
    return false;
  }

  bool arrive(const Way& way, const Slot* slot) {
    return (slot->type == BsonType::Array && way.any.enter_arrays &&
            any_element(slot, way.question)) ||
           ask(way.question, slot);
  }

  // What needs every rule there is for paths.
  bool rest(const Way& way) {
    NumberedSlotForm form = this->form();
    return Evaluator<NumberedSlotForm>(code_, bindings_, form)
        .holds(way.any, {way.start, form.datum(way.start)});
  }

  // Without looking at what is in the root.
  const Slot* root_member(const Key& key) const {
    const NameId id = slots_.ids()[&key - code_.keys.data()];
    const std::uint32_t place = place_among_16(document_->root_names().data(), id);
    return place < Document::kIndexed ? root_values_ + place : nullptr;
  }

  const Slot* member(const Slot* object, const Key& key) const {
    const NameId id = slots_.ids()[&key - code_.keys.data()];
    if (id != kSpelled) return object->member(id);
    const Slot* found = nullptr;
    return form().member(object, key, found) ? found : nullptr;
  }

  NumberedSlotForm form() const { return {*document_->names(), code_, slots_.ids()}; }

  // ── tests ──────────────────────────────────────────────────────────────────────────────────────

  bool test(std::uint32_t number, const Slot* slot) {
    const TestCode& code = code_.tests[number];
    const SlotTest& test = slots_.tests()[number];
    if (slot->type == kMissing) return code.missing;
    switch (test.way) {
      case SlotTest::Way::Same:
        if (slot->words() == test.operand.words()) return true;
        if (slot->type != BsonType::Symbol) return false;
        break;
      case SlotTest::Way::Text:
        if (slot->type == BsonType::String)
          return slot->detail == Slot::kFar && slot->head == test.operand.head &&
                 slot->text() == code.literal.datum.text;
        if (slot->type != BsonType::Symbol) return false;
        break;
      case SlotTest::Way::Number:
        if (slot->type == BsonType::Double) return number_holds(code.op, slot->number, test.number);
        if (is_whole(slot->type) && slot->is_exact_as_double())
          return number_holds(code.op, static_cast<double>(slot->integer), test.number);
        if (family_of(slot->type) != family_of(BsonType::Double)) return false;
        break;
      case SlotTest::Way::Date:
        if (slot->type != BsonType::Date) return false;
        return order_holds(code.op, three_way(slot->integer, bindings_[code.literal].integer));
      case SlotTest::Way::Among:
        if (slot->type == BsonType::String) {
          if (slot->detail != Slot::kFar) return test.texts.has_short(*slot);
          if (!test.texts.may_have_long(*slot)) return false;
        } else if (test.only_texts && slot->type != BsonType::Symbol) {
          return false;
        }
        break;
      case SlotTest::Way::General:
        return general(code, slot);
    }
    return rest(code, slot);
  }

  bool general(const TestCode& code, const Slot* slot) {
    switch (code.op) {
      case TestOp::Exists:
        return true;
      case TestOp::Size:
        return slot->type == BsonType::Array && std::int64_t{slot->count} == code.a;
      case TestOp::Regex:
        if (slot->type == BsonType::String) return code.regex->search(slot->text());
        break;
      default:
        break;
    }
    return rest(code, slot);
  }

  // What needs every rule there is for values.
  bool rest(const TestCode& test, const Slot* slot) {
    NumberedSlotForm form = this->form();
    return Evaluator<NumberedSlotForm>(code_, bindings_, form).test(test, {slot, form.datum(slot)});
  }

  static bool is_whole(BsonType type) { return type == BsonType::Int32 || type == BsonType::Int64; }

  // False of NaN, which the operand is not.
  static bool number_holds(TestOp op, double number, double operand) {
    switch (op) {
      case TestOp::Lt:
        return number < operand;
      case TestOp::Lte:
        return number <= operand;
      case TestOp::Gt:
        return number > operand;
      case TestOp::Gte:
        return number >= operand;
      default:
        return number == operand;
    }
  }

  const Code& code_;
  const SlotCode& slots_;
  const Bindings& bindings_;
  const Document* document_ = nullptr;
  const Slot* root_ = nullptr;
  const Slot* root_values_ = nullptr;
};

}  // namespace tamis::predicate
