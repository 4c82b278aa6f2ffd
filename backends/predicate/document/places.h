// Places in documents that are asked together: as many as there are bits, or a single one.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "backends/predicate/document/slot.h"

namespace tamis::predicate {

// Bit i stands for the place i.
using Bits = std::uint64_t;
constexpr std::size_t kMostPlaces = 64;

constexpr Bits bit(std::size_t i) {
  return Bits{1} << i;
}

constexpr Bits first_bits(std::size_t count) {
  return count == 0 ? 0 : ~Bits{0} >> (kMostPlaces - count);
}

// What a place is where nothing is.
inline constexpr Slot kNothing{};

// Those that are not asked may be anything.
template <std::size_t N>
using Places = std::array<const Slot*, N>;

// Calls each(i) for those asked.
template <std::size_t N, class Each>
void each_of(Bits asked, Each each) {
  if constexpr (N == 1) {
    if (asked != 0) each(std::size_t{0});
  } else {
    for (; asked != 0; asked &= asked - 1) each(static_cast<std::size_t>(std::countr_zero(asked)));
  }
}

// Those of which holds(slot) is true.
template <std::size_t N, class Holds>
Bits those_of(const Places<N>& places, Bits asked, Holds holds) {
  Bits found = 0;
  each_of<N>(asked, [&](std::size_t i) { found |= Bits{holds(*places[i])} << i; });
  return found;
}

template <std::size_t N>
Bits those_of_type(BsonType type, const Places<N>& places, Bits asked) {
  return those_of(places, asked, [&](const Slot& slot) { return slot.type == type; });
}

}  // namespace tamis::predicate
