// The rules that are found by one mark: the number of one, a list of their numbers, or, where they
// are many of all that there are, a bit for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

class Postings {
 public:
  // A rule that is not there. `all`: how many rules there are.
  void insert(std::uint32_t rule, std::size_t all);
  void erase(std::uint32_t rule) noexcept;     // that is there
  void erase_all(const Bits& rules) noexcept;  // that are there or not
  // Before one comes.
  void fetch(std::uint32_t rule) const {
    if (const auto* bits = std::get_if<Bits>(&rules_))
      fetch_bit(*bits, rule);
    else if (const auto* list = std::get_if<List>(&rules_))
      __builtin_prefetch(list->data() + list->size());
  }
  // Before all are looked at. Behind the first line of a list the processor sees it read in order.
  void fetch_first() const {
    if (const auto* list = std::get_if<List>(&rules_)) __builtin_prefetch(list->data());
  }

  template <class Taker>
  void give(Taker& taker) const {
    if (const auto* bits = std::get_if<Bits>(&rules_))
      taker.take(*bits);
    else if (const auto* list = std::get_if<List>(&rules_))
      taker.take(std::span<const std::uint32_t>(*list));
    else
      taker.take(std::span(std::get_if<std::uint32_t>(&rules_), count_));
  }

 private:
  using List = std::vector<std::uint32_t>;

  void make_bits();
  void make_list();

  std::uint32_t count_ = 0;
  std::variant<std::uint32_t, List, Bits> rules_;  // the first while there is one or none
};

}  // namespace tamis::predicate::set
