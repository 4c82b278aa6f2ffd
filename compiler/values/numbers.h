// Numbers of BSON's four types compared by their exact value, without allocating.
//
//   compare_number(std::int64_t{9007199254740993}, 9007199254740992.0) > 0
//
// NaN equals NaN, of double or decimal, and is below every other number; -0.0 equals 0. The result
// is -1, 0 or 1.
#pragma once

#include <cstdint>
#include <optional>

#include <tamis/value.h>

namespace tamis::values {

int compare_number(std::int64_t a, std::int64_t b);
int compare_number(double a, double b);
int compare_number(std::int64_t a, double b);
int compare_number(const Decimal128& a, const Decimal128& b);
int compare_number(std::int64_t a, const Decimal128& b);
int compare_number(double a, const Decimal128& b);
inline int compare_number(double a, std::int64_t b) {
  return -compare_number(b, a);
}
inline int compare_number(const Decimal128& a, std::int64_t b) {
  return -compare_number(b, a);
}
inline int compare_number(const Decimal128& a, double b) {
  return -compare_number(b, a);
}

bool is_nan(const Decimal128& decimal);
bool is_nan(const Value& value);  // of what is no number: no

// The nearest double, ties to even; beyond its range an infinity.
double to_double(const Decimal128& decimal);

// The exact decimal; every int64 has one.
Decimal128 to_decimal(std::int64_t n);

// The same value as an int64, when it is a whole number in its range.
std::optional<std::int64_t> to_int64_exact(double number);
std::optional<std::int64_t> to_int64_exact(const Decimal128& decimal);

// Toward zero, when the result is in range: `$mod` and `$size` read numbers so. Not for NaN and
// infinities, which give nullopt.
std::optional<std::int64_t> to_int64_truncated(double number);
std::optional<std::int64_t> to_int64_truncated(const Decimal128& decimal);

// Whether `number` is a whole multiple of `of`, which is above 0. NaN and infinities are multiples
// of nothing, and zero is one of an infinity.
bool is_multiple(const Decimal128& number, const Decimal128& of);

// Equal for numbers that compare_number() calls equal.
std::uint64_t hash_number(double number);
std::uint64_t hash_number(std::int64_t number);
std::uint64_t hash_number(const Decimal128& number);

}  // namespace tamis::values
