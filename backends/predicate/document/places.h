// Places in documents that are asked together: as many as there are bits.
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

// Those that are not asked may be anything.
using Places = std::array<const Slot*, kMostPlaces>;

// Calls each(i) for those asked.
template <class Each>
void each_of(Bits asked, Each each) {
  for (; asked != 0; asked &= asked - 1) each(static_cast<std::size_t>(std::countr_zero(asked)));
}

// Those of which holds(slot) is true.
template <class Holds>
Bits those_of(const Places& places, Bits asked, Holds holds) {
  Bits found = 0;
  each_of(asked, [&](std::size_t i) { found |= Bits{holds(*places[i])} << i; });
  return found;
}

inline Bits those_of_type(BsonType type, const Places& places, Bits asked) {
  return those_of(places, asked, [&](const Slot& slot) { return slot.type == type; });
}

}  // namespace tamis::predicate
