// The rules that are found by one mark: the number of one, a list of their numbers, or, where they
// are many of all that there are, a bit for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
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
    if (many_ == nullptr) {
      taker.take(std::span(&only_, count_));
    } else if (!many_->bits.empty()) {
      taker.take(many_->bits);
    } else {
      taker.take(std::span<const std::uint32_t>(many_->list));
    }
  }

 private:
  struct Many {
    std::vector<std::uint32_t> list;
    Bits bits;  // in place of the list, if there are any

    void make_bits();
    void make_list();
  };

  std::uint32_t count_ = 0;
  std::uint32_t only_ = 0;      // where there is one
  std::unique_ptr<Many> many_;  // where there have been several
};

}  // namespace tamis::predicate::set
