#include "backends/predicate/tests.h"

#include <algorithm>
#include <optional>

#include "compiler/values/numbers.h"

namespace tamis::predicate {
namespace {

std::optional<std::int64_t> truncated(const Datum& datum) {
  switch (datum.type) {
    case BsonType::Int32:
    case BsonType::Int64:
      return datum.integer;
    case BsonType::Double:
      return values::to_int64_truncated(datum.number);
    case BsonType::Decimal128:
      return values::to_int64_truncated(datum.decimal);
    default:
      return std::nullopt;
  }
}

// Little-endian by bit position; what is beyond the end is clear.
bool bit_of(std::string_view bytes, std::uint32_t position) {
  const std::size_t byte = position / 8;
  return byte < bytes.size() &&
         ((static_cast<unsigned char>(bytes[byte]) >> (position % 8)) & 1U) != 0;
}

std::uint64_t low_bits(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 8); ++i)
    bits |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return bits;
}

struct SeenBits {
  bool set = false;    // one of the positions is
  bool clear = false;  // one of them is not
};

SeenBits look_at(const TestCode& test, std::uint64_t low) {
  return {(low & test.mask) != 0, (low & test.mask) != test.mask};
}

void note(SeenBits& seen, bool bit) {
  (bit ? seen.set : seen.clear) = true;
}

}  // namespace

bool mod_holds(const TestCode& test, const Datum& datum) {
  const auto dividend = truncated(datum);
  if (!dividend) return false;
  const std::int64_t remainder = test.a == -1 ? 0 : *dividend % test.a;
  return remainder == test.b;
}

bool bits_hold(const TestCode& test, const Datum& datum) {
  SeenBits seen;
  if (datum.type == BsonType::Binary) {
    seen = look_at(test, low_bits(datum.text));
    for (const std::uint32_t position : test.beyond) note(seen, bit_of(datum.text, position));
  } else {
    const auto number = whole_number(datum);
    if (!number) return false;
    seen = look_at(test, static_cast<std::uint64_t>(*number));
    if (!test.beyond.empty()) note(seen, *number < 0);  // the sign extends upward
  }
  switch (test.op) {
    case TestOp::BitsAllSet:
      return !seen.clear;
    case TestOp::BitsAllClear:
      return !seen.set;
    case TestOp::BitsAnySet:
      return seen.set;
    default:
      return seen.clear;
  }
}

bool regex_holds(const TestCode& test, const Datum& datum) {
  if (datum.type == BsonType::String || datum.type == BsonType::Symbol)
    return test.regex->search(datum.text);
  return datum.type == BsonType::Regex && compare_scalars(datum, test.literal.datum) == 0;
}

bool order_holds_across(TestOp op, BsonType literal) {
  switch (op) {
    case TestOp::Lt:
    case TestOp::Lte:
      return literal == BsonType::MaxKey;
    case TestOp::Gt:
    case TestOp::Gte:
      return literal == BsonType::MinKey;
    default:
      return false;
  }
}

}  // namespace tamis::predicate
