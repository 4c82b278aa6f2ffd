// The bounds of one lane in order, each with a rule that it finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

// Sorted, in chunks of bounded size. A chunk knows the rules of all before it, so that however many
// bounds hold, those of one chunk are looked at.
class BoundList {
 public:
  // Once for a bound and a rule. `all`: how many rules there are.
  void insert(double bound, std::uint32_t rule, std::size_t all);
  void erase(double bound, std::uint32_t rule) noexcept;  // that are there
  // Before either: there are many chunks to wait for.
  void fetch(double bound, std::uint32_t rule) const;

  // The rules that a bound below `limit` finds.
  template <class Taker>
  void give_below(double limit, Taker& taker) const {
    if (chunks_.empty()) return;
    const Chunk& last = chunks_[count_below(lows_, limit)];
    taker.take(last.before);
    taker.take(std::span(last.rules).first(count_below(last.bounds, limit)));
  }

 private:
  // In the order of bounds, and of rules with the same.
  struct Chunk {
    std::vector<double> bounds;
    std::vector<std::uint32_t> rules;  // of the bounds
    Bits before;
    std::uint32_t low_rule = 0;  // the least that the chunk is for, with the bound that is

    std::ptrdiff_t place_of(double bound, std::uint32_t rule) const;
  };

  // Of bounds in order. All are compared, which takes less time than guessing wrong half of the
  // ways of a binary search.
  static std::size_t count_below(std::span<const double> bounds, double limit);
  std::size_t chunk_of(double bound, std::uint32_t rule) const;
  void split(std::size_t number);

  std::vector<Chunk> chunks_;  // the first is for whatever is below the others, and may be empty
  std::vector<double> lows_;   // of all but the first, the least bound that the chunk is for
};

}  // namespace tamis::predicate::set
