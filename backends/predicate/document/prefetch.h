// Bringing into the caches what many places are asked next. A single one is better asked at once.
#pragma once

#include <algorithm>

#include "backends/predicate/document/places.h"

namespace tamis::predicate {

constexpr std::size_t kCacheLine = 64;

inline void prefetch(const void* memory) {
#ifdef __GNUC__
  __builtin_prefetch(memory);
  __asm__ volatile("");  // or GCC leaves out calls of functions that do nothing else
#else
  static_cast<void>(memory);
#endif
}

// The begin of what a place has further on.
inline void prefetch_rest(const Slot& slot) {
  constexpr std::size_t kFarthest = 8 * kCacheLine;
  const std::size_t size = std::min(slot.rest_size(), kFarthest);
  prefetch(slot.rest_bytes());
  prefetch(slot.rest_bytes() + size);
  for (std::size_t at = kCacheLine; at < size; at += kCacheLine) prefetch(slot.rest_bytes() + at);
}

inline void prefetch_rests(const Places& places, Bits asked) {
  each_of(asked, [&](std::size_t i) {
    if (places[i]->has_rest()) prefetch_rest(*places[i]);
  });
}

}  // namespace tamis::predicate
