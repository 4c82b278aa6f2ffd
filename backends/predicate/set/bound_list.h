// The bounds of one lane in order, each with a rule that it finds.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

// Sorted, in chunks of bounded size. A chunk knows the rules of all before it, so that however many
// bounds hold, those of one chunk are looked at.
class BoundList {
 public:
  // Once for a bound and a rule. `all`: how many rules there are.
  void insert(double bound, std::uint32_t rule, std::size_t all);
  void erase(double bound, std::uint32_t rule);  // that are there

  // The rules that a bound below `limit` finds.
  template <class Taker>
  void give_below(double limit, Taker& taker) const {
    const auto end = std::partition_point(chunks_.begin(), chunks_.end(), [&](const Chunk& chunk) {
      return chunk.bounds.front().bound < limit;
    });
    if (end == chunks_.begin()) return;
    const Chunk& last = *std::prev(end);
    taker.take(last.before);
    for (const Bound& each : last.bounds) {
      if (!(each.bound < limit)) return;
      taker.take(each.rule);
    }
  }

 private:
  struct Bound {
    double bound;
    std::uint32_t rule;
    friend auto operator<=>(const Bound&, const Bound&) = default;
  };
  struct Chunk {
    std::vector<Bound> bounds;
    Bits before;
  };

  std::size_t chunk_of(const Bound& bound) const;
  void split(std::size_t number);

  std::vector<Chunk> chunks_;  // none of them empty
};

}  // namespace tamis::predicate::set
