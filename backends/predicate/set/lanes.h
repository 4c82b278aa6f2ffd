// Numbers and dates of a path against bounds, by one comparison of doubles for each bound.
//
// A path has eight lanes, four for its numbers and four for its dates: one for each operator. A
// bound holds if it is less than its lane. A value that no double equals counts as the double
// below it or the one above, which is exact, as bounds are doubles:
//
//   $gt   bound       < up of the greatest
//   $gte  bound       < the double after down of the greatest
//   $lt   minus bound < minus down of the least
//   $lte  minus bound < the double after minus up of the least
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "backends/predicate/datum.h"
#include "compiler/plan/plan.h"
#include "compiler/values/numbers.h"

namespace tamis::predicate::set {

constexpr std::uint32_t kLanes = 8;      // of a path
constexpr std::uint32_t kDateLanes = 4;  // where those of dates begin
constexpr double kNoLane = -std::numeric_limits<double>::infinity();

enum Lane : std::uint32_t { kGt, kGte, kLt, kLte };

// The doubles next to a value, which are equal if it is one itself.
struct Neighbours {
  double down;
  double up;
};

// The least double above a number; infinity is its own.
inline double after(double x) {
  if (x == std::numeric_limits<double>::infinity()) return x;
  if (x == 0) return std::numeric_limits<double>::denorm_min();
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return std::bit_cast<double>(x > 0 ? bits + 1 : bits - 1);
}

template <class Number>
Neighbours neighbours_of(Number number, double nearest) {
  const int order = values::compare_number(number, nearest);
  if (order > 0) return {nearest, after(nearest)};
  if (order < 0) return {-after(-nearest), nearest};
  return {nearest, nearest};
}

inline Neighbours neighbours(const Datum& datum) {
  if (datum.type == BsonType::Double) return {datum.number, datum.number};
  if (datum.type == BsonType::Decimal128)
    return neighbours_of(datum.decimal, values::to_double(datum.decimal));
  const auto nearest = static_cast<double>(datum.integer);
  if (std::abs(nearest) < 9007199254740992.0) return {nearest, nearest};
  return neighbours_of(datum.integer, nearest);
}

inline void raise(double& lane, double to) {
  if (lane < to) lane = to;
}

// Takes a number (no NaN) or a date into the four lanes of its kind.
inline void take_value(double* lanes, const Neighbours& value) {
  raise(lanes[kGt], value.up);
  raise(lanes[kGte], after(value.down));
  raise(lanes[kLt], -value.down);
  raise(lanes[kLte], after(-value.up));
}

// Takes any value into the eight lanes of a path.
inline void take_datum(double* lanes, const Datum& datum) {
  if (datum.type == BsonType::Date)
    take_value(lanes + kDateLanes, neighbours(datum));
  else if (TypeSet::numbers().contains(datum.type) && !is_nan(datum))
    take_value(lanes, neighbours(datum));
}

// A comparison that lanes can make: its bound, and its lane among the path's eight.
struct LaneTest {
  double bound;
  std::uint32_t lane;
};
std::optional<LaneTest> lane_test(const Test& test);

}  // namespace tamis::predicate::set
