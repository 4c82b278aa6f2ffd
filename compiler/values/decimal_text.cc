// Decimal128 from and to text, as the BSON specification has it: nothing is rounded.
#include <bson/bson.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/values/decimal.h"
#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

using values::DecimalClass;
using values::DecimalParts;
using values::kDecimalDigits;
using values::kDecimalMaxExponent;
using values::kDecimalMinExponent;
using values::power_of_ten;

bool is_word(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// A number on its way in: coefficient × 10^exponent, then `zeros` more zeros.
struct Reading {
  values::UInt128 coefficient = 0;
  std::int64_t exponent = 0;
  std::int64_t zeros = 0;
  bool any_digit = false;

  // False when the digit would need a 35th place. Zeros wait until a digit makes them significant.
  bool take(char digit) {
    any_digit = true;
    if (digit == '0') {
      if (coefficient != 0) ++zeros;
      return true;
    }
    for (; zeros > 0; --zeros) {
      if (coefficient >= power_of_ten(kDecimalDigits - 1)) return false;
      coefficient *= 10;
    }
    if (coefficient >= power_of_ten(kDecimalDigits - 1)) return false;
    coefficient = coefficient * 10 + static_cast<unsigned>(digit - '0');
    return true;
  }

  // Brings the exponent into its range by moving zeros between it and the coefficient.
  bool settle() {
    for (; zeros > 0 && coefficient < power_of_ten(kDecimalDigits - 1); --zeros) coefficient *= 10;
    exponent += zeros;
    if (coefficient == 0)
      exponent = std::clamp<std::int64_t>(exponent, kDecimalMinExponent, kDecimalMaxExponent);
    for (; exponent > kDecimalMaxExponent; --exponent) {
      if (coefficient >= power_of_ten(kDecimalDigits - 1)) return false;
      coefficient *= 10;
    }
    for (; exponent < kDecimalMinExponent; ++exponent) {
      if (coefficient % 10 != 0) return false;
      coefficient /= 10;
    }
    return true;
  }
};

// The exponent after `e`; huge ones are cut to what no coefficient can bring back into range.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 40U;
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || !std::ranges::all_of(text, values::is_digit)) return std::nullopt;
  std::int64_t exponent = kHuge;
  std::from_chars(text.data(), text.data() + text.size(), exponent);
  exponent = std::min(exponent, kHuge);
  return negative ? -exponent : exponent;
}

std::optional<DecimalParts> read_finite(std::string_view text) {
  Reading reading;
  bool after_point = false;
  while (!text.empty() && text.front() != 'e' && text.front() != 'E') {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!values::is_digit(c) || !reading.take(c)) return std::nullopt;
    if (after_point) --reading.exponent;
  }
  if (!reading.any_digit) return std::nullopt;
  if (!text.empty()) {
    const auto exponent = read_exponent(text.substr(1));
    if (!exponent) return std::nullopt;
    reading.exponent += *exponent;
  }
  if (!reading.settle()) return std::nullopt;
  return DecimalParts{.kind = DecimalClass::Finite,
                      .negative = false,
                      .exponent = static_cast<std::int32_t>(reading.exponent),
                      .coefficient = reading.coefficient};
}

}  // namespace

std::optional<Decimal128> Decimal128::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (is_word(text, "nan")) return values::pack({.kind = DecimalClass::NaN});
  std::optional<DecimalParts> parts;
  if (is_word(text, "infinity") || is_word(text, "inf"))
    parts = DecimalParts{.kind = DecimalClass::Infinity};
  else
    parts = read_finite(text);
  if (!parts) return std::nullopt;
  parts->negative = negative;
  return values::pack(*parts);
}

std::string Decimal128::to_string() const {
  const bson_decimal128_t raw{.low = low, .high = high};
  std::array<char, BSON_DECIMAL128_STRING> text{};
  bson_decimal128_to_string(&raw, text.data());
  return text.data();
}

}  // namespace tamis
