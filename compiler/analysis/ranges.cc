#include "compiler/analysis/ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "compiler/values/numbers.h"

namespace tamis::analysis {
namespace {

constexpr TypeSet kWhole{BsonType::Int32, BsonType::Int64};

// Below zero if the lower end of `a` lets in more than that of `b`.
int compare_low(const Range& a, const Range& b) {
  if (!a.low || !b.low) return (a.low ? 1 : 0) - (b.low ? 1 : 0);
  const int order = compare(*a.low, *b.low);
  return order != 0 ? order : (a.low_open ? 1 : 0) - (b.low_open ? 1 : 0);
}

// Below zero if the upper end of `a` lets in less than that of `b`.
int compare_high(const Range& a, const Range& b) {
  if (!a.high || !b.high) return (b.high ? 1 : 0) - (a.high ? 1 : 0);
  const int order = compare(*a.high, *b.high);
  return order != 0 ? order : (b.high_open ? 1 : 0) - (a.high_open ? 1 : 0);
}

bool is_empty(const Range& range) {
  if (!range.low || !range.high) return false;
  const int order = compare(*range.low, *range.high);
  return order > 0 || (order == 0 && (range.low_open || range.high_open));
}

bool is_infinite(const Value& number, int sign) {
  return compare_numbers(number, Value(sign * std::numeric_limits<double>::infinity())) == 0;
}

// The least (`up`) or greatest whole number on the inner side of an end; nullopt if that is
// outside int64.
std::optional<std::int64_t> whole_end(const Value& end, bool open, bool up) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  if (compare_numbers(end, Value(kLeast)) < 0) return up ? std::optional(kLeast) : std::nullopt;
  if (compare_numbers(end, Value(kMost)) > 0) return up ? std::nullopt : std::optional(kMost);
  std::int64_t whole = 0;
  if (const auto* narrow = end.get_if<std::int32_t>())
    whole = *narrow;
  else if (const auto* wide = end.get_if<std::int64_t>())
    whole = *wide;
  else if (const auto* real = end.get_if<double>())
    whole = values::to_int64_truncated(*real).value_or(0);
  else
    whole = values::to_int64_truncated(end.as<Decimal128>()).value_or(0);
  const int order = compare_numbers(Value(whole), end);
  const bool inside = up ? order > 0 || (order == 0 && !open) : order < 0 || (order == 0 && !open);
  if (inside) return whole;
  if (up) return whole == kMost ? std::nullopt : std::optional(whole + 1);
  return whole == kLeast ? std::nullopt : std::optional(whole - 1);
}

std::optional<std::int64_t> date_end(const Value& end, bool open, bool up) {
  const std::int64_t ms = end.as<Date>().ms;
  if (!open) return ms;
  if (up)
    return ms == std::numeric_limits<std::int64_t>::max() ? std::nullopt : std::optional(ms + 1);
  return ms == std::numeric_limits<std::int64_t>::min() ? std::nullopt : std::optional(ms - 1);
}

struct Steps {
  std::int64_t low, high;
};

// A stretch of a discrete type as whole numbers; nullopt if it holds none.
std::optional<Steps> steps_of(const Range& range, TypeSet types) {
  const bool dates = types == TypeSet{BsonType::Date};
  const bool narrow = types == TypeSet{BsonType::Int32};
  Steps steps{narrow ? INT32_MIN : std::numeric_limits<std::int64_t>::min(),
              narrow ? INT32_MAX : std::numeric_limits<std::int64_t>::max()};
  const auto end_of = dates ? date_end : whole_end;
  if (range.low) {
    const auto low = end_of(*range.low, range.low_open, true);
    if (!low) return std::nullopt;
    steps.low = std::max(steps.low, *low);
  }
  if (range.high) {
    const auto high = end_of(*range.high, range.high_open, false);
    if (!high) return std::nullopt;
    steps.high = std::min(steps.high, *high);
  }
  return steps.low <= steps.high ? std::optional(steps) : std::nullopt;
}

Value step_value(std::int64_t step, TypeSet types) {
  if (types == TypeSet{BsonType::Date}) return Date{step};
  if (types.contains(BsonType::Int32) && step >= INT32_MIN && step <= INT32_MAX)
    return static_cast<std::int32_t>(step);
  return step;
}

bool is_discrete(TypeSet types) {
  return types.within(kWhole) || types == TypeSet{BsonType::Date};
}

// Beyond the family's own first and last value.
bool is_beyond(const Range& range, TypeSet types) {
  if (types.intersects(TypeSet::numbers())) {
    if (range.low && range.low_open && !range.high && is_infinite(*range.low, 1)) return true;
    const Value nan(std::numeric_limits<double>::quiet_NaN());
    return range.high && range.high_open && !range.low && compare(*range.high, nan) == 0;
  }
  const auto* text = range.high ? range.high->get_if<std::string>() : nullptr;
  return text != nullptr && text->empty() && range.high_open && !range.low;
}

}  // namespace

bool Range::is_point() const {
  return low && high && !low_open && !high_open && compare(*low, *high) == 0;
}

Range point(Value value) {
  Range range;
  range.low = value;
  range.high = std::move(value);
  return range;
}

Ranges intersection(const Ranges& a, const Ranges& b) {
  Ranges both;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Range& from = compare_low(a[i], b[j]) >= 0 ? a[i] : b[j];
    const bool a_ends = compare_high(a[i], b[j]) <= 0;
    const Range& to = a_ends ? a[i] : b[j];
    Range range{from.low, to.high, from.low_open, to.high_open};
    if (!is_empty(range)) both.push_back(std::move(range));
    ++(a_ends ? i : j);
  }
  return both;
}

Ranges complement(const Ranges& ranges) {
  Ranges rest;
  Range gap;
  for (const Range& range : ranges) {
    if (range.low) {
      gap.high = range.low;
      gap.high_open = !range.low_open;
      if (!is_empty(gap)) rest.push_back(gap);
    }
    if (!range.high) return rest;
    gap = Range{range.high, std::nullopt, !range.high_open, false};
  }
  rest.push_back(std::move(gap));
  return rest;
}

bool contains(const Ranges& ranges, const Value& value) {
  return std::ranges::any_of(ranges, [&](const Range& range) {
    if (range.low) {
      const int order = compare(value, *range.low);
      if (order < 0 || (order == 0 && range.low_open)) return false;
    }
    if (!range.high) return true;
    const int order = compare(value, *range.high);
    return order < 0 || (order == 0 && !range.high_open);
  });
}

Ranges tightened(const Ranges& ranges, TypeSet types) {
  Ranges kept;
  if (types == TypeSet{BsonType::Bool}) {
    for (const bool truth : {false, true})
      if (contains(ranges, Value(truth))) kept.push_back(point(truth));
    return kept.size() == 2 ? everything() : kept;
  }
  for (const Range& range : ranges) {
    if (is_beyond(range, types)) continue;
    if (!is_discrete(types)) {
      kept.push_back(range);
      continue;
    }
    const auto steps = steps_of(range, types);
    if (!steps) continue;
    Range whole;
    if (range.low) whole.low = step_value(steps->low, types);
    if (range.high) whole.high = step_value(steps->high, types);
    kept.push_back(std::move(whole));
  }
  return kept;
}

std::optional<std::vector<Value>> points(const Ranges& ranges, TypeSet types, std::size_t most) {
  std::vector<Value> all;
  for (const Range& range : ranges) {
    if (range.is_point()) {
      all.push_back(*range.low);
    } else {
      if (!is_discrete(types) || !range.low || !range.high) return std::nullopt;
      const auto steps = steps_of(range, types);
      if (!steps) continue;
      const auto count =
          static_cast<std::uint64_t>(steps->high) - static_cast<std::uint64_t>(steps->low);
      if (count >= most) return std::nullopt;
      for (std::uint64_t i = 0; i <= count; ++i)
        all.push_back(step_value(steps->low + static_cast<std::int64_t>(i), types));
    }
    if (all.size() > most) return std::nullopt;
  }
  return all;
}

}  // namespace tamis::analysis
