#include "backends/reference/leaf_tests.h"

#include <algorithm>
#include <optional>

#include "backends/reference/search.h"
#include "compiler/values/numbers.h"

namespace tamis::reference {
namespace {

// Of a number; none for NaN, an infinity, or one beyond int64.
std::optional<std::int64_t> truncated(const Value& number) {
  if (const auto* n = number.get_if<std::int32_t>()) return *n;
  if (const auto* n = number.get_if<std::int64_t>()) return *n;
  if (const auto* n = number.get_if<double>()) return values::to_int64_truncated(*n);
  return values::to_int64_truncated(number.as<Decimal128>());
}

// None if a fraction would be lost.
std::optional<std::int64_t> whole(const Value& number) {
  if (const auto* n = number.get_if<double>()) return values::to_int64_exact(*n);
  if (const auto* n = number.get_if<Decimal128>()) return values::to_int64_exact(*n);
  return truncated(number);
}

bool or_equal(MatchOp op) {
  return op == MatchOp::Eq || op == MatchOp::Gte || op == MatchOp::Lte;
}

bool order_holds(MatchOp op, int order) {
  switch (op) {
    case MatchOp::Eq:
      return order == 0;
    case MatchOp::Gt:
      return order > 0;
    case MatchOp::Gte:
      return order >= 0;
    case MatchOp::Lt:
      return order < 0;
    default:
      return order <= 0;
  }
}

bool bit_is_set(std::int64_t number, std::uint32_t position) {
  return ((number >> std::min(position, 63U)) & 1) != 0;  // a negative one goes on with its sign
}

bool bit_is_set(const std::string& bytes, std::uint32_t position) {
  const std::size_t byte = position / 8;
  return byte < bytes.size() && ((static_cast<unsigned char>(bytes[byte]) >> (position % 8)) & 1U);
}

template <class Bits>
bool bits_hold(MatchOp op, const Bits& bits, const std::vector<std::uint32_t>& positions) {
  const auto set = [&](std::uint32_t position) { return bit_is_set(bits, position); };
  switch (op) {
    case MatchOp::BitsAllSet:
      return std::all_of(positions.begin(), positions.end(), set);
    case MatchOp::BitsAllClear:
      return std::none_of(positions.begin(), positions.end(), set);
    case MatchOp::BitsAnySet:
      return std::any_of(positions.begin(), positions.end(), set);
    default:
      return !std::all_of(positions.begin(), positions.end(), set);
  }
}

}  // namespace

bool compares(MatchOp op, Place place, const Value& operand) {
  const bool same = place != nullptr && same_family(*place, operand);
  // Paragraph 15: outside their own family these compare with everything, a missing field too.
  if (!same && operand.is(BsonType::MinKey)) return op == MatchOp::Gt || op == MatchOp::Gte;
  if (!same && operand.is(BsonType::MaxKey)) return op == MatchOp::Lt || op == MatchOp::Lte;
  // Paragraphs 5 and 6.
  if (place == nullptr) return operand.is(BsonType::Null) && or_equal(op);
  // Paragraph 9.
  if (!same) return false;
  // Paragraph 11.
  if (values::is_nan(*place) || values::is_nan(operand))
    return values::is_nan(*place) && values::is_nan(operand) && or_equal(op);
  return order_holds(op, compare(*place, operand));
}

bool is_member(Place place, const Value& member) {
  if (const auto* regex = member.get_if<Regex>()) return is_found(place, *regex);
  return compares(MatchOp::Eq, place, member);
}

bool is_found(Place place, const Regex& regex) {
  if (place == nullptr) return false;
  if (const auto* text = place->get_if<std::string>()) return search(regex, *text);
  if (const auto* symbol = place->get_if<Symbol>()) return search(regex, symbol->text);
  const auto* stored = place->get_if<Regex>();
  return stored != nullptr && *stored == regex;
}

bool has_remainder(Place place, std::int64_t divisor, std::int64_t remainder) {
  if (place == nullptr || !place->is_number()) return false;
  const std::optional<std::int64_t> dividend = truncated(*place);
  if (!dividend) return false;
  // The quotient of the least int64 and -1 has no int64.
  return (divisor == -1 ? 0 : *dividend % divisor) == remainder;
}

bool has_bits(MatchOp op, Place place, const std::vector<std::uint32_t>& positions) {
  if (place == nullptr) return false;
  if (const auto* binary = place->get_if<Binary>()) return bits_hold(op, binary->bytes, positions);
  if (!place->is_number()) return false;
  const std::optional<std::int64_t> number = whole(*place);
  return number && bits_hold(op, *number, positions);
}

}  // namespace tamis::reference
