// The bounds of one lane in order, each with a rule that it finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

// Bounds in order, and of equal ones the rules.
class BoundKeys {
 public:
  std::size_t size() const { return size_; }
  double bound(std::size_t at) const { return bounds()[at]; }
  std::span<const std::uint32_t> rules() const { return {numbers(), size_}; }
  // All are compared, which takes less time than guessing wrong half of the ways of a binary
  // search.
  std::size_t count_below(double limit) const;
  std::size_t count_below(double bound, std::uint32_t rule) const;

  void make_room();  // for one more
  void insert(double bound, std::uint32_t rule) noexcept;
  void erase(std::size_t at) noexcept;
  void erase_all(const Bits& rules) noexcept;
  BoundKeys from(std::size_t first) const;
  void cut(std::size_t size) noexcept;  // to no more than there are
  void fetch() const;

 private:
  // Those from there on, with room for so many.
  BoundKeys copy_from(std::size_t first, std::size_t room) const;
  const double* bounds() const { return reinterpret_cast<const double*>(memory_.get()); }
  double* bounds() { return const_cast<double*>(std::as_const(*this).bounds()); }
  const std::uint32_t* numbers() const {
    return reinterpret_cast<const std::uint32_t*>(bounds() + room_);
  }
  std::uint32_t* numbers() { return const_cast<std::uint32_t*>(std::as_const(*this).numbers()); }

  std::size_t size_ = 0;
  std::size_t room_ = 0;
  // Bounds, and behind them rules. There is room for some more, to be compared together: these
  // bounds are infinity.
  std::unique_ptr<std::byte[]> memory_;
};

// Sorted, in chunks, and these in groups. A group knows the rules of all before it, so that however
// many bounds hold, those of one group are looked at.
class BoundList {
 public:
  // Once for a bound and a rule. `all`: how many rules there are.
  void insert(double bound, std::uint32_t rule, std::size_t all);
  void erase(double bound, std::uint32_t rule) noexcept;  // that are there
  void erase_all(const Bits& rules) noexcept;             // that have bounds here, or none
  // Before one comes: there are many groups to wait for.
  void fetch(double bound, std::uint32_t rule) const;

  // The rules that a bound below `limit` finds.
  template <class Taker>
  void give_below(double limit, Taker& taker) const {
    if (groups_.empty()) return;
    const Group& group = groups_[lows_.count_below(limit)];
    taker.take(group.before);
    const std::size_t last = group.lows.count_below(limit);
    for (std::size_t i = 0; i < last; ++i) taker.take(group.chunks[i].rules());
    const BoundKeys& chunk = group.chunks[last];
    taker.take(chunk.rules().first(chunk.count_below(limit)));
  }

 private:
  // The first chunk, and the first group, is for whatever is below the others.
  struct Group {
    std::vector<BoundKeys> chunks;
    BoundKeys lows;  // of all chunks but the first, the least that the chunk is for
    Bits before;
  };
  struct Place {
    std::size_t group;
    std::size_t chunk;
  };

  Place place_of(double bound, std::uint32_t rule) const {
    const std::size_t group = lows_.count_below(bound, rule + 1);
    return {group, groups_[group].lows.count_below(bound, rule + 1)};
  }
  const BoundKeys& chunk_at(Place place) const { return groups_[place.group].chunks[place.chunk]; }
  BoundKeys& chunk_at(Place place) { return groups_[place.group].chunks[place.chunk]; }
  std::span<Group> behind(Place place) { return std::span(groups_).subspan(place.group + 1); }
  void split(Place place);
  void divide(std::size_t group);
  void drop_if_empty(Place place) noexcept;
  template <class Part>
  static void drop(std::size_t number, std::vector<Part>& parts, BoundKeys& lows) noexcept;

  std::vector<Group> groups_;  // none, or with a chunk each
  BoundKeys lows_;             // of all groups but the first
};

}  // namespace tamis::predicate::set
