// The bounds of one lane in order, each with a rule that it finds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
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
      return chunk.bounds.front() < limit;
    });
    if (end == chunks_.begin()) return;
    const Chunk& last = *std::prev(end);
    taker.take(last.before);
    const auto above = std::ranges::lower_bound(last.bounds, limit);
    taker.take(
        std::span(last.rules.begin(), static_cast<std::size_t>(above - last.bounds.begin())));
  }

 private:
  // In the order of bounds, and of rules with the same.
  struct Chunk {
    std::vector<double> bounds;
    std::vector<std::uint32_t> rules;  // of the bounds
    Bits before;

    std::ptrdiff_t place_of(double bound, std::uint32_t rule) const;
    bool begins_behind(double bound, std::uint32_t rule) const {
      return std::pair(bound, rule) < std::pair(bounds.front(), rules.front());
    }
  };

  std::size_t chunk_of(double bound, std::uint32_t rule) const;
  void split(std::size_t number);

  std::vector<Chunk> chunks_;  // none of them empty
};

}  // namespace tamis::predicate::set
