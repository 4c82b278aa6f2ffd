// Decimal128 taken apart: sign, coefficient and exponent, and back.
//
// A rule's source: IEEE 754-2008, 3.5.2 (binary integer decimal encoding); BSON Decimal128.
#pragma once

#include <cstdint>

#include <tamis/value.h>

namespace tamis::values {

__extension__ using UInt128 = unsigned __int128;

enum class DecimalClass : std::uint8_t { Finite, Infinity, NaN };

// A finite one is (negative ? -1 : 1) × coefficient × 10^exponent; a coefficient is below 10^34
// (bits that say more than that stand for zero, as IEEE has it).
struct DecimalParts {
  DecimalClass kind = DecimalClass::Finite;
  bool negative = false;
  std::int32_t exponent = 0;
  UInt128 coefficient = 0;
};

constexpr std::int32_t kDecimalMinExponent = -6176;
constexpr std::int32_t kDecimalMaxExponent = 6111;
constexpr int kDecimalDigits = 34;

DecimalParts unpack(const Decimal128& decimal);

// The encoding of parts that fit: the exponent within its range, the coefficient below 10^34.
Decimal128 pack(const DecimalParts& parts);

// How many decimal digits `n` has; 1 for 0.
int digit_count(UInt128 n);

// 10^exponent, exponent within 0..38.
UInt128 power_of_ten(int exponent);

}  // namespace tamis::values
