// The formulas of rules, one behind the other, in memory of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "backends/predicate/set/formula.h"

namespace tamis::predicate::set {

class FormulaStore {
 public:
  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  FormulaView operator[](Place place) const {
    return std::span(words_).subspan(place.begin, place.size);
  }
  std::span<std::uint32_t> operator[](Place place) {
    return std::span(words_).subspan(place.begin, place.size);
  }
  Place add(FormulaView formula) {
    const Place place{static_cast<std::uint32_t>(words_.size()),
                      static_cast<std::uint32_t>(formula.size())};
    words_.insert(words_.end(), formula.begin(), formula.end());
    return place;
  }
  void drop(Place place) noexcept { dropped_ += place.size; }

  // Gives the formulas of all rules other places, without gaps, if half of the words were dropped.
  template <class Rules>
  void tidy(Rules& rules) {
    if (2 * dropped_ <= words_.size()) return;
    FormulaStore kept;
    kept.words_.reserve(words_.size());
    for (auto& rule : rules) rule.formula = kept.add((*this)[rule.formula]);
    *this = std::move(kept);
  }

 private:
  std::vector<std::uint32_t> words_;
  std::size_t dropped_ = 0;
};

}  // namespace tamis::predicate::set
