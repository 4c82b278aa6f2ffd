// A set of keys that is made once: by hash, one slot after another, and never far.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {

// What a type needs to be a key: a hash, and a value that is none and stands in free slots.
template <class Key>
struct KeyTraits;

template <>
struct KeyTraits<std::string_view> {
  static constexpr std::string_view kFree{};
  static bool is_free(std::string_view slot) { return slot.data() == nullptr; }
  static std::uint64_t hash(std::string_view key) { return hash_bytes(0, key); }
};

template <>
struct KeyTraits<std::int64_t> {
  static constexpr std::int64_t kFree = std::numeric_limits<std::int64_t>::min();
  static bool is_free(std::int64_t slot) { return slot == kFree; }
  static std::uint64_t hash(std::int64_t key) {
    return mix_hash(0, static_cast<std::uint64_t>(key));
  }
};

// Whoever chooses keys that collide has them refused, so that looking up stays short.
template <class Key>
class ProbedSet {
 public:
  ProbedSet() = default;
  // Room for that many keys.
  explicit ProbedSet(std::size_t count) : slots_(std::bit_ceil(2 * count), Traits::kFree) {}

  // Without room.
  bool empty() const { return slots_.empty(); }

  // False if the key cannot be in a set: then the set is of no use.
  bool insert(Key key) {
    if (Traits::is_free(key)) return false;
    const std::uint64_t hash = Traits::hash(key);
    for (std::size_t probe = 0; probe < kLongestProbe; ++probe) {
      Key& slot = slots_[(hash + probe) & (slots_.size() - 1)];
      if (!Traits::is_free(slot)) continue;
      slot = key;
      return true;
    }
    return false;
  }

  bool contains(Key key) const {
    const std::uint64_t hash = Traits::hash(key);
    for (std::size_t probe = 0; probe < kLongestProbe; ++probe) {
      const Key& slot = slots_[(hash + probe) & (slots_.size() - 1)];
      if (Traits::is_free(slot)) return false;
      if (slot == key) return true;
    }
    return false;
  }

 private:
  using Traits = KeyTraits<Key>;
  static constexpr std::size_t kLongestProbe = 32;

  std::vector<Key> slots_;  // a power of two of them
};

}  // namespace tamis::predicate
