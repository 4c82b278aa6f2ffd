// What one thread remembers of a place while the rules of a level are judged.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "backends/predicate/bindings.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

using Bits = std::vector<std::uint64_t>;

inline bool bit(const Bits& bits, std::uint32_t number) {
  return ((bits[number / 64] >> (number % 64)) & 1U) != 0;
}
inline void set_bit(Bits& bits, std::uint32_t number) {
  bits[number / 64] |= std::uint64_t{1} << (number % 64);
}

struct LevelScratch {
  // The relative dates of a lazy test; another test may have its number later.
  struct Moment {
    std::uint64_t serial = 0;
    Bindings bindings;
  };

  Bits marks;
  std::vector<double> lanes;
  Bits lazy_known, lazy_held;  // by lazy atom: was asked, and the answer
  Bits seen;                   // by rule: judged already
  std::vector<std::uint32_t> seen_rules;
  std::vector<Moment> moments;                          // by lazy atom
  std::vector<std::unique_ptr<LevelScratch>> elements;  // by field

  // Ready for another place. Allocates only when the level has grown.
  void reset(const Level& level);
  LevelScratch& of_elements(std::uint32_t field);
  const Bindings& bind(std::uint32_t lazy, const LazyTest& test, const Context& context);
};

}  // namespace tamis::predicate::set
