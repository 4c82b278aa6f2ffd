#include "backends/predicate/table/intervals.h"

#include <bit>
#include <limits>
#include <numeric>

namespace tamis::predicate::table {
namespace {

using Ordinals = Interval<std::int64_t>;
constexpr Ordinals kNone{1, 0};

// The first ordinal of which `is_there` is true, as it is of all above and of `most`.
template <class IsThere>
std::int64_t first_of(std::int64_t least, std::int64_t most, IsThere is_there) {
  while (least < most) {
    const std::int64_t middle = std::midpoint(least, most);
    if (is_there(middle))
      most = middle;
    else
      least = middle + 1;
  }
  return least;
}

// Values rise with their ordinals.
template <class DatumOf>
Ordinals wanted_ordinals(TestOp op, const Datum& literal, Ordinals all, DatumOf datum_of_ordinal) {
  const auto order = [&](std::int64_t ordinal) {
    return compare_scalars(datum_of_ordinal(ordinal), literal);
  };
  const auto from = [&](auto is_there) -> Ordinals {
    if (!is_there(all.high)) return kNone;
    return {first_of(all.low, all.high, is_there), all.high};
  };
  const auto before = [&](Ordinals above) -> Ordinals {
    if (above.empty()) return all;
    return above.low == all.low ? kNone : Ordinals{all.low, above.low - 1};
  };
  const Ordinals not_below = from([&](std::int64_t o) { return order(o) >= 0; });
  const Ordinals above = from([&](std::int64_t o) { return order(o) > 0; });
  switch (op) {
    case TestOp::Lt:
      return before(not_below);
    case TestOp::Lte:
      return before(above);
    case TestOp::Gt:
      return above;
    case TestOp::Gte:
      return not_below;
    default: {
      const Ordinals not_above = before(above);
      if (not_below.empty() || not_above.empty()) return kNone;
      return {not_below.low, not_above.high};
    }
  }
}

// Doubles below 0 by their distance from it, downward; -0.0 is -1.
double double_of(std::int64_t ordinal) {
  return std::bit_cast<double>(ordinal >= 0 ? ordinal : ordinal ^ INT64_MAX);
}
std::int64_t ordinal_of(double number) {
  const auto bits = std::bit_cast<std::int64_t>(number);
  return bits >= 0 ? bits : bits ^ INT64_MAX;
}

// Beyond, ints over a scale are not told apart.
constexpr std::int64_t kMostScaled = std::int64_t{1} << 53U;

}  // namespace

Interval<std::int64_t> wanted_ints(TestOp op, const Datum& literal, std::int64_t scale) {
  if (scale != 1)
    return wanted_ordinals(op, literal, {-kMostScaled, kMostScaled}, [=](std::int64_t scaled) {
      return make_double(static_cast<double>(scaled) / static_cast<double>(scale));
    });
  const BsonType type = literal.type == BsonType::Date ? BsonType::Date : BsonType::Int64;
  return wanted_ordinals(op, literal, {INT64_MIN, INT64_MAX},
                         [=](std::int64_t number) { return make_integer(type, number); });
}

Interval<double> wanted_doubles(TestOp op, const Datum& literal) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Ordinals wanted =
      wanted_ordinals(op, literal, {ordinal_of(-kInfinity), ordinal_of(kInfinity)},
                      [](std::int64_t ordinal) { return make_double(double_of(ordinal)); });
  if (wanted.empty()) return {1, 0};
  return {double_of(wanted.low), double_of(wanted.high)};
}

}  // namespace tamis::predicate::table
