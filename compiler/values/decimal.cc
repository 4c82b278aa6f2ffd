#include "compiler/values/decimal.h"

#include <array>
#include <cassert>

namespace tamis::values {
namespace {

constexpr int kExponentBias = 6176;
constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

constexpr std::array<UInt128, 39> make_powers() {
  std::array<UInt128, 39> powers{};
  UInt128 power = 1;
  for (UInt128& slot : powers) {
    slot = power;
    power *= 10;
  }
  return powers;
}

constexpr std::array<UInt128, 39> kPowers = make_powers();

}  // namespace

UInt128 power_of_ten(int exponent) {
  assert(exponent >= 0 && exponent < static_cast<int>(kPowers.size()));
  return kPowers[static_cast<std::size_t>(exponent)];
}

int digit_count(UInt128 n) {
  int digits = 1;
  while (digits < static_cast<int>(kPowers.size()) && n >= power_of_ten(digits)) ++digits;
  return digits;
}

DecimalParts unpack(const Decimal128& decimal) {
  DecimalParts parts;
  parts.negative = (decimal.high & kSign) != 0;
  const std::uint64_t combination = (decimal.high >> 58U) & 0x1fU;
  if (combination == 0x1fU) {
    parts.kind = DecimalClass::NaN;
  } else if (combination == 0x1eU) {
    parts.kind = DecimalClass::Infinity;
  } else if ((combination >> 3U) == 3U) {
    // The large form can only hold coefficients above 10^34 - 1: a zero with an exponent.
    parts.exponent = static_cast<std::int32_t>((decimal.high >> 47U) & 0x3fffU) - kExponentBias;
  } else {
    parts.exponent = static_cast<std::int32_t>((decimal.high >> 49U) & 0x3fffU) - kExponentBias;
    const std::uint64_t high = decimal.high & ((std::uint64_t{1} << 49U) - 1);
    const UInt128 coefficient = (UInt128{high} << 64U) | decimal.low;
    if (coefficient < power_of_ten(kDecimalDigits)) parts.coefficient = coefficient;
  }
  return parts;
}

Decimal128 pack(const DecimalParts& parts) {
  Decimal128 decimal;
  switch (parts.kind) {
    case DecimalClass::NaN:
      decimal.high = std::uint64_t{0x1f} << 58U;
      break;
    case DecimalClass::Infinity:
      decimal.high = std::uint64_t{0x1e} << 58U;
      break;
    case DecimalClass::Finite:
      assert(parts.coefficient < power_of_ten(kDecimalDigits));
      assert(parts.exponent >= kDecimalMinExponent && parts.exponent <= kDecimalMaxExponent);
      decimal.low = static_cast<std::uint64_t>(parts.coefficient);
      decimal.high = static_cast<std::uint64_t>(parts.coefficient >> 64U) |
                     (static_cast<std::uint64_t>(parts.exponent + kExponentBias) << 49U);
      break;
  }
  if (parts.negative) decimal.high |= kSign;
  return decimal;
}

}  // namespace tamis::values
