#include "compiler/values/numbers.h"

#include <array>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "compiler/values/decimal.h"

namespace tamis::values {
namespace {

constexpr double kTwo63 = 9223372036854775808.0;
constexpr UInt128 kInt64MinMagnitude = UInt128{1} << 63U;

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

UInt128 magnitude(std::int64_t n) {
  return n < 0 ? UInt128{0} - static_cast<UInt128>(n) : static_cast<UInt128>(n);
}

DecimalParts parts_of(std::int64_t n) {
  return {
      .kind = DecimalClass::Finite, .negative = n < 0, .exponent = 0, .coefficient = magnitude(n)};
}

int compare_magnitudes(const DecimalParts& a, const DecimalParts& b) {
  if (a.exponent == b.exponent) return three_way(a.coefficient, b.coefficient);
  const int order =
      three_way(digit_count(a.coefficient) + a.exponent, digit_count(b.coefficient) + b.exponent);
  if (order != 0) return order;
  // The leading digits stand in the same place, so the exponents differ by at most 33 and the
  // scaled coefficient has as many digits as the other.
  const int shift = a.exponent - b.exponent;
  return shift > 0 ? three_way(a.coefficient * power_of_ten(shift), b.coefficient)
                   : three_way(a.coefficient, b.coefficient * power_of_ten(-shift));
}

int sign_of(const DecimalParts& parts) {
  if (parts.kind == DecimalClass::Finite && parts.coefficient == 0) return 0;
  return parts.negative ? -1 : 1;
}

int compare_parts(const DecimalParts& a, const DecimalParts& b) {
  if (a.kind == DecimalClass::NaN || b.kind == DecimalClass::NaN)
    return three_way(a.kind != DecimalClass::NaN, b.kind != DecimalClass::NaN);
  const int sign = sign_of(a);
  if (sign != sign_of(b)) return three_way(sign, sign_of(b));
  if (sign == 0) return 0;
  if (a.kind == DecimalClass::Infinity || b.kind == DecimalClass::Infinity)
    return sign * three_way(a.kind == DecimalClass::Infinity, b.kind == DecimalClass::Infinity);
  return sign * compare_magnitudes(a, b);
}

// Nearest double of a finite decimal's magnitude.
double magnitude_to_double(const DecimalParts& parts) {
  if (parts.coefficient == 0) return 0.0;
  std::array<char, 64> text{};
  char* end = text.data() + kDecimalDigits + 5;
  char* begin = end;
  for (UInt128 rest = parts.coefficient; rest != 0; rest /= 10)
    *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
  *end++ = 'e';
  end = std::to_chars(end, text.data() + text.size(), parts.exponent).ptr;
  double nearest = 0.0;
  if (std::from_chars(begin, end, nearest).ec == std::errc{}) return nearest;
  return digit_count(parts.coefficient) + parts.exponent > 0
             ? std::numeric_limits<double>::infinity()
             : 0.0;
}

// Exact order of a positive finite double and the decimal whose nearest double it is. Their sizes
// are alike, so the exponent is within -358..309 and both sides stay below 2^1280.
int compare_neighbours(double a, const DecimalParts& b) {
  using Wide = boost::multiprecision::number<
      boost::multiprecision::cpp_int_backend<1280, 1280, boost::multiprecision::unsigned_magnitude,
                                             boost::multiprecision::unchecked, void>>;
  int binary_exponent = 0;
  const double fraction = std::frexp(a, &binary_exponent);
  Wide left = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
  binary_exponent -= 53;
  Wide right = static_cast<std::uint64_t>(b.coefficient >> 64U);
  right = (right << 64) | static_cast<std::uint64_t>(b.coefficient);

  Wide& scaled_by_two = binary_exponent >= 0 ? left : right;
  scaled_by_two <<= static_cast<unsigned>(std::abs(binary_exponent));
  Wide& scaled_by_ten = b.exponent >= 0 ? right : left;
  for (int power = std::abs(b.exponent); power > 0; power -= 18)
    scaled_by_ten *= static_cast<std::uint64_t>(power_of_ten(std::min(power, 18)));
  return left.compare(right) < 0 ? -1 : (left.compare(right) > 0 ? 1 : 0);
}

// Of finite ones, none of them zero.
bool divides(const DecimalParts& divisor, const DecimalParts& number) {
  using Wide = boost::multiprecision::uint256_t;
  const int shift = number.exponent - divisor.exponent;
  if (shift >= 0) {
    const Wide of(divisor.coefficient);
    const Wide scale = boost::multiprecision::powm(Wide(10), Wide(shift), of);
    return Wide(number.coefficient) % of * scale % of == 0;
  }
  // A greater number is no divisor.
  if (digit_count(divisor.coefficient) - shift > digit_count(number.coefficient)) return false;
  return number.coefficient % (divisor.coefficient * power_of_ten(-shift)) == 0;
}

}  // namespace

int compare_number(std::int64_t a, std::int64_t b) {
  return three_way(a, b);
}

int compare_number(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return three_way(!std::isnan(a), !std::isnan(b));
  return three_way(a, b);
}

int compare_number(std::int64_t a, double b) {
  if (std::isnan(b)) return 1;
  if (b >= kTwo63) return -1;
  if (b < -kTwo63) return 1;
  const double whole = std::trunc(b);
  const int order = three_way(a, static_cast<std::int64_t>(whole));
  return order != 0 ? order : three_way(whole, b);
}

int compare_number(const Decimal128& a, const Decimal128& b) {
  return compare_parts(unpack(a), unpack(b));
}

int compare_number(std::int64_t a, const Decimal128& b) {
  return compare_parts(parts_of(a), unpack(b));
}

int compare_number(double a, const Decimal128& b) {
  const DecimalParts parts = unpack(b);
  if (std::isnan(a) || parts.kind == DecimalClass::NaN)
    return three_way(!std::isnan(a), parts.kind != DecimalClass::NaN);
  if (const auto whole = to_int64_exact(a)) return compare_parts(parts_of(*whole), parts);
  const int sign = std::signbit(a) ? -1 : 1;
  if (sign != sign_of(parts)) return three_way(sign, sign_of(parts));
  if (parts.kind == DecimalClass::Infinity) return std::isinf(a) ? 0 : -sign;
  if (std::isinf(a)) return sign;
  // Rounding keeps order, so only the decimal's own nearest double needs the exact look.
  const double size = std::abs(a);
  const int order = three_way(size, magnitude_to_double(parts));
  return sign * (order != 0 ? order : compare_neighbours(size, parts));
}

bool is_nan(const Decimal128& decimal) {
  return unpack(decimal).kind == DecimalClass::NaN;
}

bool is_nan(const Value& value) {
  if (const auto* number = value.get_if<double>()) return std::isnan(*number);
  const auto* decimal = value.get_if<Decimal128>();
  return decimal != nullptr && is_nan(*decimal);
}

double to_double(const Decimal128& decimal) {
  const DecimalParts parts = unpack(decimal);
  double size = 0.0;
  switch (parts.kind) {
    case DecimalClass::NaN:
      return std::numeric_limits<double>::quiet_NaN();
    case DecimalClass::Infinity:
      size = std::numeric_limits<double>::infinity();
      break;
    case DecimalClass::Finite:
      size = magnitude_to_double(parts);
      break;
  }
  return parts.negative ? -size : size;
}

Decimal128 to_decimal(std::int64_t n) {
  return pack(parts_of(n));
}

std::optional<std::int64_t> to_int64_truncated(double number) {
  if (!(number >= -kTwo63 && number < kTwo63)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> to_int64_exact(double number) {
  const auto whole = to_int64_truncated(number);
  return whole && static_cast<double>(*whole) == number ? whole : std::nullopt;
}

std::optional<std::int64_t> to_int64_truncated(const Decimal128& decimal) {
  const DecimalParts parts = unpack(decimal);
  if (parts.kind != DecimalClass::Finite) return std::nullopt;
  UInt128 size = parts.coefficient;
  if (size != 0 && parts.exponent > 0) {
    if (digit_count(size) + parts.exponent > 19) return std::nullopt;
    size *= power_of_ten(parts.exponent);
  } else if (parts.exponent < 0) {
    size = parts.exponent < -kDecimalDigits ? 0 : size / power_of_ten(-parts.exponent);
  }
  if (size > kInt64MinMagnitude || (size == kInt64MinMagnitude && !parts.negative))
    return std::nullopt;
  const auto bits = static_cast<std::uint64_t>(size);
  return std::bit_cast<std::int64_t>(parts.negative ? 0 - bits : bits);
}

std::optional<std::int64_t> to_int64_exact(const Decimal128& decimal) {
  const auto whole = to_int64_truncated(decimal);
  return whole && compare_number(*whole, decimal) == 0 ? whole : std::nullopt;
}

bool is_multiple(const Decimal128& number, const Decimal128& of) {
  const DecimalParts dividend = unpack(number);
  const DecimalParts divisor = unpack(of);
  if (dividend.kind != DecimalClass::Finite || divisor.kind == DecimalClass::NaN) return false;
  if (dividend.coefficient == 0) return true;
  return divisor.kind == DecimalClass::Finite && divides(divisor, dividend);
}

// Equal values have the same nearest double, so its bits are what is hashed.
std::uint64_t hash_number(double number) {
  if (std::isnan(number)) return 0x7ff8000000000001U;
  std::uint64_t bits = std::bit_cast<std::uint64_t>(number == 0.0 ? 0.0 : number);
  bits = (bits ^ (bits >> 32U)) * 0x9e3779b97f4a7c15U;
  return bits ^ (bits >> 29U);
}

std::uint64_t hash_number(std::int64_t number) {
  return hash_number(static_cast<double>(number));
}

std::uint64_t hash_number(const Decimal128& number) {
  return hash_number(to_double(number));
}

}  // namespace tamis::values
