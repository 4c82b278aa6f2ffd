// The rules that are found by one mark: a list of their numbers, or, where they are many of all
// that there are, a bit for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

class Postings {
 public:
  // A rule that is not there. `all`: how many rules there are.
  void insert(std::uint32_t rule, std::size_t all);
  void erase(std::uint32_t rule);  // that is there

  template <class Taker>
  void give(Taker& taker) const {
    if (!bits_.empty()) return taker.take(bits_);
    for (const std::uint32_t rule : list_) taker.take(rule);
  }

 private:
  void make_bits();
  void make_list();

  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> list_;
  Bits bits_;  // in place of the list, if there are any
};

}  // namespace tamis::predicate::set
