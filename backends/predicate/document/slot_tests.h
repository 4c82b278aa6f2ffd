// The tests of a Code, asked of slots: what decides for nearly all values is here, and mostly
// without a branch; what is rare is left to the Evaluator, which knows all of it.
#pragma once

#include <functional>

#include "backends/predicate/document/slot_asking.h"

namespace tamis::predicate {

// By every rule there is for values.
bool test_by_all_rules(const SlotStep& step, const SlotAsking& asking, const Slot& slot);

struct SlotQuestion {
  const SlotAsking& asking;
  const SlotStep& step;

  const SlotTest& test() const { return *step.test; }
  const TestCode& code() const { return *step.code; }
  bool by_all_rules(const Slot& slot) const { return test_by_all_rules(step, asking, slot); }
  bool missing(const Slot& slot) const { return code().missing & (slot.type == kMissing); }
};

namespace slot_tests {

struct Same {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    if (slot.type == BsonType::Symbol) return ask.by_all_rules(slot);
    const bool missing = ask.missing(slot);
    return slot.is_same(ask.test().operand) | missing;
  }
};

struct Text {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    if (slot.type == BsonType::Symbol) return ask.by_all_rules(slot);
    return slot.type == BsonType::String && slot.detail == Slot::kFar &&
           slot.head == ask.test().operand.head && slot.text() == ask.code().literal.datum.text;
  }
};

// False of NaN, which the operand is not.
template <class Order>
struct Number {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    const bool whole = (slot.type == BsonType::Int32) | (slot.type == BsonType::Int64);
    if (slot.type == BsonType::Decimal128 || (whole && !slot.is_exact_as_double()))
      return ask.by_all_rules(slot);
    const double number = whole ? static_cast<double>(slot.integer) : slot.number;
    const bool is_number = whole | (slot.type == BsonType::Double);
    const bool missing = ask.missing(slot);
    return (is_number & Order()(number, ask.test().number)) | missing;
  }
};

template <class Order>
struct Date {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    const std::int64_t operand = ask.asking.bindings[ask.code().literal].integer;
    return (slot.type == BsonType::Date) & Order()(slot.integer, operand);
  }
};

struct Among {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    if (slot.type == kMissing) return ask.code().missing;
    if (slot.type == BsonType::String) {
      if (slot.detail != Slot::kFar) return ask.test().texts.has_short(slot);
      if (!ask.test().texts.may_have_long(slot)) return false;
    } else if (ask.test().only_texts && slot.type != BsonType::Symbol) {
      return false;
    }
    return ask.by_all_rules(slot);
  }
};

// Looks at no slot.
struct Exists {
  bool operator()(const SlotQuestion& /*ask*/, const Slot& slot) const {
    return &slot != &kNothing;
  }
};

struct Container {
  bool operator()(const SlotQuestion& /*ask*/, const Slot& slot) const {
    return slot.is_container();
  }
};

struct Size {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    return slot.type == BsonType::Array && std::int64_t{slot.count} == ask.code().a;
  }
};

struct Regex {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    return slot.type == BsonType::String ? ask.code().regex->search(slot.text())
                                         : ask.by_all_rules(slot);
  }
};

struct AllRules {
  bool operator()(const SlotQuestion& ask, const Slot& slot) const {
    return ask.by_all_rules(slot);
  }
};

template <template <class> class Holds, class Use>
auto with_order(TestOp op, Use use) {
  switch (op) {
    case TestOp::Lt:
      return use(Holds<std::less<>>());
    case TestOp::Lte:
      return use(Holds<std::less_equal<>>());
    case TestOp::Gt:
      return use(Holds<std::greater<>>());
    case TestOp::Gte:
      return use(Holds<std::greater_equal<>>());
    default:
      return use(Holds<std::equal_to<>>());
  }
}

template <class Use>
auto with_general(TestOp op, Use use) {
  switch (op) {
    case TestOp::Exists:
      return use(Exists());
    case TestOp::Container:
      return use(Container());
    case TestOp::Size:
      return use(Size());
    case TestOp::Regex:
      return use(Regex());
    default:
      return use(AllRules());
  }
}

}  // namespace slot_tests

// Gives use() what tells of a slot whether the test holds of it: (const SlotQuestion&, const Slot&)
// -> bool.
template <class Use>
auto with_slot_test(const SlotTest& test, const TestCode& code, Use use) {
  switch (test.way) {
    case SlotTest::Way::Same:
      return use(slot_tests::Same());
    case SlotTest::Way::Text:
      return use(slot_tests::Text());
    case SlotTest::Way::Number:
      return slot_tests::with_order<slot_tests::Number>(code.op, use);
    case SlotTest::Way::Date:
      return slot_tests::with_order<slot_tests::Date>(code.op, use);
    case SlotTest::Way::Among:
      return use(slot_tests::Among());
    case SlotTest::Way::General:
      break;
  }
  return slot_tests::with_general(code.op, use);
}

}  // namespace tamis::predicate
