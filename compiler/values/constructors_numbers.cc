// Numbers of each type.
#include <bit>

#include "compiler/values/constructor.h"
#include "compiler/values/numbers.h"

namespace tamis::values {
namespace {

// The low and the high half: as js-bson has it, each of 32 bits with or without a sign.
std::optional<std::uint64_t> halves(Call& call) {
  const auto low = call.whole(0, kInt32Min, kUint32Max);
  if (!low) return std::nullopt;
  const auto high = call.whole(1, kInt32Min, kUint32Max);
  if (!high) return std::nullopt;
  return (static_cast<std::uint64_t>(*high) << 32U) |
         (static_cast<std::uint64_t>(*low) & 0xffffffffU);
}

}  // namespace

Made make_int32(Call& call) {
  if (!call.is_text(0)) {
    const auto number = call.whole(0, kInt32Min, kInt32Max);
    if (!number) return std::nullopt;
    return static_cast<std::int32_t>(*number);
  }
  const auto number = parse_int32(call.at(0).text);
  if (!number) return call.wrong(0, "not a whole number of at most 32 bits");
  return *number;
}

Made make_int64(Call& call) {
  if (call.count() == 2) {
    const auto bits = halves(call);
    if (!bits) return std::nullopt;
    return std::bit_cast<std::int64_t>(*bits);
  }
  if (!call.is_text(0)) {
    const auto number = call.whole(0, kInt64Min, kInt64Max);
    if (!number) return std::nullopt;
    return *number;
  }
  const auto number = parse_int64(call.at(0).text);
  if (!number) return call.wrong(0, "not a whole number of at most 64 bits");
  return *number;
}

Made make_double(Call& call) {
  if (call.is_text(0)) {
    const auto number = parse_double(call.at(0).text);
    if (!number) return call.wrong(0, "not a number");
    return *number;
  }
  Made number = call.value(0);
  if (!number) return std::nullopt;
  if (const auto* small = number->get_if<std::int32_t>()) return static_cast<double>(*small);
  if (const auto* large = number->get_if<std::int64_t>()) return static_cast<double>(*large);
  if (number->is(BsonType::Double)) return number;
  return call.wrong(0);
}

// A number is taken as it is written, digit for digit.
Made make_decimal(Call& call) {
  if (!call.is_text(0) && call.at(0).kind != SyntaxKind::Number) {
    Made number = call.value(0);
    if (!number || number->is(BsonType::Decimal128)) return number;
    if (const auto* small = number->get_if<std::int32_t>()) return to_decimal(*small);
    if (const auto* large = number->get_if<std::int64_t>()) return to_decimal(*large);
    return call.wrong(0);
  }
  const auto number = Decimal128::parse(call.at(0).text);
  if (!number) return call.wrong(0, "not a number of at most 34 digits");
  return *number;
}

}  // namespace tamis::values
