#include "backends/predicate/document/slot_code.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tamis::predicate {
namespace {

constexpr std::size_t kMostMoves = 64;
constexpr std::size_t kMostGrowth = 4;
constexpr std::size_t kMostMarks = 65'536;

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

}  // namespace

TextSlots::TextSlots(std::span<const Literal> literals) {
  std::vector<Slot> short_texts;
  std::vector<std::uint16_t> marks;
  for (const Literal& literal : literals) {
    if (!is_text_or_symbol(literal)) continue;
    if (is_long(literal))
      marks.push_back(text_mark(literal.datum.text));
    else
      short_texts.push_back(slot_of(make_text(BsonType::String, literal.datum.text)));
  }
  usable_ = place(short_texts);
  if (marks.empty()) return;
  long_.resize(std::clamp(std::bit_ceil(16 * marks.size()), std::size_t{64}, kMostMarks) / 64);
  for (const std::uint16_t mark : marks) {
    const std::size_t bit = mark & (long_.size() * 64 - 1);
    long_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
}

bool TextSlots::place(std::span<const Slot> texts) {
  const std::size_t least = std::bit_ceil(3 * texts.size() + 1);
  for (std::size_t size = least; size <= kMostGrowth * least; size *= 2) {
    short_.assign(size, Slot());
    if (std::ranges::all_of(texts, [this](const Slot& text) { return insert(text); })) return true;
  }
  short_ = {};
  return false;
}

// Where another text stands, that goes to its other place, and so on.
bool TextSlots::insert(Slot text) {
  if (has_short(text)) return true;
  std::size_t at = places_of(text).front();
  for (std::size_t moves = 0; moves < kMostMoves; ++moves) {
    std::swap(text, short_[at]);
    if (text.type == kMissing) return true;
    const auto [first, second] = places_of(text);
    at = at == first ? second : first;
  }
  return false;
}

bool TextSlots::may_have_long(const Slot& text) const {
  if (long_.empty()) return false;
  const std::size_t bit = text.head & (long_.size() * 64 - 1);
  return ((long_[bit / 64] >> (bit % 64)) & 1U) != 0;
}

// A name that no document has yet gets its number too, so that the numbers stand for good.
void SlotCode::look_up(const Code& code, FieldNames::Data& names) {
  names_ = nullptr;  // until it is done: memory may run out
  ids_.clear();
  for (const Key& key : code.keys) ids_.push_back(names.number(key.name));
  places_ = MemberPlaces(names, ids_);
  members_.clear();
  for (const NameId id : ids_) members_.push_back(places_.number(id));
  if (tests_.empty())
    for (const TestCode& test : code.tests) tests_.push_back(test_of(test));
  steps_.resize(code.instrs.size());
  add_step(code, 0, true);
  fetcher_.plan(steps_.front());
  names_ = names.shared_from_this();
}

void SlotCode::add_step(const Code& code, std::size_t number, bool at_root) {
  const Instr& instr = code.instrs[number];
  SlotStep& step = steps_[number];
  step.instr = &instr;
  step.first_child = steps_.data() + instr.first;
  step.code = code.tests.data() + instr.test;
  step.test = tests_.data() + instr.test;
  step.key = code.keys.data() + instr.key;
  step.members = members_.data() + instr.key;
  step.at_root = at_root;
  step.enter_arrays = instr.enter_arrays;
  const bool stays = instr.op != PlanOp::Any && instr.op != PlanOp::Element;
  for (std::size_t i = 0; i < instr.child_count; ++i)
    add_step(code, instr.first + i, at_root && stays);
  choose_asks(step);
}

}  // namespace tamis::predicate
