// The tests of a Code, asked of slots: what decides for nearly all values is here, and mostly
// without a branch; what is rare is left to the Evaluator, which knows all of it.
#pragma once

#include <functional>
#include <limits>

#include "backends/predicate/document/prefetch.h"
#include "backends/predicate/document/slot_code.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/evaluate.h"

namespace tamis::predicate {

template <std::size_t N>
class SlotTests {
 public:
  SlotTests(const Code& code, const SlotCode& slots, const Bindings& bindings)
      : code_(code), slots_(slots), bindings_(bindings) {}

  // Those of which the test holds. `names` are those that `slots` fits.
  Bits ask(std::uint32_t number, const Places<N>& places, Bits asked,
           const FieldNames::Data& names) const {
    const TestCode& code = code_.tests[number];
    const SlotTest& test = slots_.tests()[number];
    const Rest rest{*this, code, names};
    switch (test.way) {
      case SlotTest::Way::Same:
        return same(test, rest, places, asked);
      case SlotTest::Way::Text:
        return text(test, rest, places, asked);
      case SlotTest::Way::Number:
        return with_order(code.op, [&](auto holds) {
          return number_of(test.number, holds, rest, places, asked);
        });
      case SlotTest::Way::Date:
        return with_order(code.op, [&](auto holds) { return date(holds, code, places, asked); });
      case SlotTest::Way::Among:
        return among(test, rest, places, asked);
      case SlotTest::Way::General:
        return general(rest, places, asked);
    }
    return 0;
  }

 private:
  // What needs every rule there is for values.
  struct Rest {
    bool operator()(const Slot& slot) const {
      if (slot.type == kMissing) return code.missing;
      NumberedSlotForm form(names, tests.code_, tests.slots_.ids());
      return Evaluator<NumberedSlotForm>(tests.code_, tests.bindings_, form)
          .test(code, {&slot, form.datum(&slot)});
    }
    bool missing(const Slot& slot) const { return code.missing & (slot.type == kMissing); }

    const SlotTests& tests;
    const TestCode& code;
    const FieldNames::Data& names;
  };

  Bits same(const SlotTest& test, const Rest& rest, const Places<N>& places, Bits asked) const {
    return those_of(places, asked, [&](const Slot& slot) -> bool {
      if (slot.type == BsonType::Symbol) return rest(slot);
      const bool missing = rest.missing(slot);
      return slot.is_same(test.operand) | missing;
    });
  }

  Bits text(const SlotTest& test, const Rest& rest, const Places<N>& places, Bits asked) const {
    return those_of(places, asked, [&](const Slot& slot) {
      if (slot.type == BsonType::Symbol) return rest(slot);
      return slot.type == BsonType::String && slot.detail == Slot::kFar &&
             slot.head == test.operand.head && slot.text() == rest.code.literal.datum.text;
    });
  }

  // False of NaN, which the operand is not.
  template <class Order>
  Bits number_of(double operand, Order holds, const Rest& rest, const Places<N>& places,
                 Bits asked) const {
    return those_of(places, asked, [&](const Slot& slot) -> bool {
      const bool whole = is_whole(slot.type);
      if (slot.type == BsonType::Decimal128 || (whole && !slot.is_exact_as_double()))
        return rest(slot);
      const double number = whole ? static_cast<double>(slot.integer) : slot.number;
      const bool is_number = whole | (slot.type == BsonType::Double);
      const bool missing = rest.missing(slot);
      return (is_number & holds(number, operand)) | missing;
    });
  }

  template <class Order>
  Bits date(Order holds, const TestCode& code, const Places<N>& places, Bits asked) const {
    const std::int64_t operand = bindings_[code.literal].integer;
    return those_of(places, asked, [&](const Slot& slot) -> bool {
      return (slot.type == BsonType::Date) & holds(slot.integer, operand);
    });
  }

  Bits among(const SlotTest& test, const Rest& rest, const Places<N>& places, Bits asked) const {
    return those_of(places, asked, [&](const Slot& slot) {
      if (slot.type == kMissing) return rest.code.missing;
      if (slot.type == BsonType::String) {
        if (slot.detail != Slot::kFar) return test.texts.has_short(slot);
        if (!test.texts.may_have_long(slot)) return false;
      } else if (test.only_texts && slot.type != BsonType::Symbol) {
        return false;
      }
      return rest(slot);
    });
  }

  Bits general(const Rest& rest, const Places<N>& places, Bits asked) const {
    const TestCode& code = rest.code;
    switch (code.op) {
      case TestOp::Exists:
        return exists(places, asked);
      case TestOp::Container:
        return those_of(places, asked, [](const Slot& slot) { return slot.is_container(); });
      case TestOp::Size:
        return those_of(places, asked, [&](const Slot& slot) {
          return slot.type == BsonType::Array && std::int64_t{slot.count} == code.a;
        });
      case TestOp::Regex:
        prefetch_rests(places, asked);
        return those_of(places, asked, [&](const Slot& slot) {
          return slot.type == BsonType::String ? code.regex->search(slot.text()) : rest(slot);
        });
      default:
        return those_of(places, asked, rest);
    }
  }

  // Looks at no slot.
  static Bits exists(const Places<N>& places, Bits asked) {
    Bits found = 0;
    each_of<N>(asked, [&](std::size_t i) { found |= Bits{places[i] != &kNothing} << i; });
    return found;
  }

  static bool is_whole(BsonType type) {
    return (type == BsonType::Int32) | (type == BsonType::Int64);
  }

  template <class Ask>
  static Bits with_order(TestOp op, Ask ask) {
    switch (op) {
      case TestOp::Lt:
        return ask(std::less<>());
      case TestOp::Lte:
        return ask(std::less_equal<>());
      case TestOp::Gt:
        return ask(std::greater<>());
      case TestOp::Gte:
        return ask(std::greater_equal<>());
      default:
        return ask(std::equal_to<>());
    }
  }

  const Code& code_;
  const SlotCode& slots_;
  const Bindings& bindings_;
};

}  // namespace tamis::predicate
