// Ranges: sets of values of one type family, as sorted stretches of compare()'s order.
#pragma once

#include <optional>
#include <vector>

#include <tamis/type_set.h>
#include <tamis/value.h>

namespace tamis::analysis {

// From `low` to `high`; an end that is not there is the family's own.
struct Range {
  std::optional<Value> low, high;
  bool low_open = false, high_open = false;  // the end itself does not belong to it

  bool is_point() const;
};

// Ascending and apart; none of them is empty as far as the order alone tells.
using Ranges = std::vector<Range>;

inline Ranges everything() {
  return {Range{}};
}
Range point(Value value);

// Each linear in both.
Ranges intersection(const Ranges& a, const Ranges& b);
Ranges complement(const Ranges& ranges);
bool contains(const Ranges& ranges, const Value& value);

// The same values of `types` (of one family), without what no such value can be: ends between two
// whole numbers move to these, and stretches beyond what a type holds go.
Ranges tightened(const Ranges& ranges, TypeSet types);

// The values, if the ends tell them all: points, and short stretches of whole numbers and dates.
std::optional<std::vector<Value>> points(const Ranges& ranges, TypeSet types, std::size_t most);

}  // namespace tamis::analysis
