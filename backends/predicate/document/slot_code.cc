#include "backends/predicate/document/slot_code.h"

#include <algorithm>
#include <bit>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {
namespace {

constexpr std::size_t kLongestProbe = 32;
constexpr std::size_t kMostMarks = 65'536;

std::uint64_t hash(const Slot& slot) {
  const auto [low, high] = slot.words();
  return mix_hash(low, std::rotl(high, 29));
}

bool is_text(const Literal& literal) {
  return literal.datum.type == BsonType::String;
}

// Which strings may equal.
bool is_text_or_symbol(const Literal& literal) {
  return is_text(literal) || literal.datum.type == BsonType::Symbol;
}

bool is_long(const Literal& literal) {
  return literal.datum.text.size() > Slot::kInline;
}

bool is_same_when_slots_are(const Literal& literal) {
  switch (literal.datum.type) {
    case BsonType::String:
      return !is_long(literal);
    case BsonType::Bool:
    case BsonType::ObjectId:
    case BsonType::Null:
      return true;
    default:
      return false;
  }
}

Slot slot_of(const Datum& scalar) {
  Slot slot;
  slot.set(scalar);
  return slot;
}

SlotTest order_test(const TestCode& code) {
  SlotTest test;
  const Datum& operand = code.literal.datum;
  switch (operand.type) {
    case BsonType::Int32:
    case BsonType::Int64:
      if (!slot_of(operand).is_exact_as_double()) break;
      test.way = SlotTest::Way::Number;
      test.number = static_cast<double>(operand.integer);
      break;
    case BsonType::Double:
      if (is_nan(operand)) break;
      test.way = SlotTest::Way::Number;
      test.number = operand.number;
      break;
    case BsonType::Date:
      test.way = SlotTest::Way::Date;
      break;
    default:
      break;
  }
  return test;
}

SlotTest test_of(const TestCode& code) {
  SlotTest test;
  switch (code.op) {
    case TestOp::Eq:
      if (is_same_when_slots_are(code.literal)) {
        test.way = SlotTest::Way::Same;
        test.operand = slot_of(code.literal.datum);
        return test;
      }
      if (is_text(code.literal)) {
        test.way = SlotTest::Way::Text;
        test.operand.head = text_mark(code.literal.datum.text);
        return test;
      }
      return order_test(code);
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      return order_test(code);
    case TestOp::In:
      test.texts = TextSlots(code.literals());
      if (test.texts.usable()) test.way = SlotTest::Way::Among;
      test.only_texts =
          code.bindings.empty() && std::ranges::all_of(code.literals(), is_text_or_symbol);
      return test;
    default:
      return test;
  }
}

bool looks_at_values(const Code& code) {
  return std::ranges::any_of(code.tests, [](auto& test) { return test.op != TestOp::Exists; }) ||
         std::ranges::any_of(code.instrs, [](auto& instr) { return instr.key_count > 1; });
}

}  // namespace

TextSlots::TextSlots(std::span<const Literal> literals) {
  const auto texts = static_cast<std::size_t>(std::ranges::count_if(literals, is_text_or_symbol));
  const auto longs =
      static_cast<std::size_t>(std::ranges::count_if(literals, [](const Literal& literal) {
        return is_text_or_symbol(literal) && is_long(literal);
      }));
  if (texts > longs) short_.resize(std::bit_ceil(2 * (texts - longs)));
  if (longs > 0)
    long_.resize(std::clamp(std::bit_ceil(16 * longs), std::size_t{64}, kMostMarks) / 64);
  for (const Literal& literal : literals) {
    if (!is_text_or_symbol(literal)) continue;
    if (is_long(literal)) {
      const std::size_t bit = text_mark(literal.datum.text) & (long_.size() * 64 - 1);
      long_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    } else {
      usable_ = usable_ && insert(slot_of(make_text(BsonType::String, literal.datum.text)));
    }
  }
}

bool TextSlots::insert(const Slot& text) {
  const std::size_t mask = short_.size() - 1;
  std::size_t at = hash(text) & mask;
  for (std::size_t probes = 0; short_[at].type != kMissing; at = (at + 1) & mask)
    if (++probes > kLongestProbe) return false;
  short_[at] = text;
  return true;
}

bool TextSlots::has_short(const Slot& text) const {
  if (short_.empty()) return false;
  const std::size_t mask = short_.size() - 1;
  for (std::size_t at = hash(text) & mask; short_[at].type != kMissing; at = (at + 1) & mask)
    if (short_[at].words() == text.words()) return true;
  return false;
}

bool TextSlots::may_have_long(const Slot& text) const {
  if (long_.empty()) return false;
  const std::size_t bit = text.head & (long_.size() * 64 - 1);
  return ((long_[bit / 64] >> (bit % 64)) & 1U) != 0;
}

// A name that no document has yet gets its number too, so that the numbers stand for good.
void SlotCode::look_up(const Code& code, FieldNames::Data& names) {
  ids_.clear();
  for (const Key& key : code.keys) ids_.push_back(names.number(key.name));
  if (tests_.empty())
    for (const TestCode& test : code.tests) tests_.push_back(test_of(test));
  look_at_values_ = looks_at_values(code);
  names_ = names.shared_from_this();
}

}  // namespace tamis::predicate
