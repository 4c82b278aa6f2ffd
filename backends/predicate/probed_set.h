// A set of keys that is made once: by hash, one slot after another, and never far.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace tamis::predicate {

// What no key is.
inline bool is_free(std::string_view slot) {
  return slot.data() == nullptr;
}
inline bool is_free(std::int64_t slot) {
  return slot == std::numeric_limits<std::int64_t>::min();
}

// Whoever chooses keys that collide has them refused, so that looking up stays short.
template <class Key>
class ProbedSet {
 public:
  ProbedSet() = default;
  // Room for that many keys, of which `free` is none.
  ProbedSet(std::size_t count, Key free) : slots_(std::bit_ceil(2 * count), free) {}

  bool empty() const { return slots_.empty(); }

  // False if the key cannot be in a set: then the set is of no use.
  bool insert(Key key, std::uint64_t hash) {
    if (is_free(key)) return false;
    for (std::size_t probe = 0; probe < kLongestProbe; ++probe) {
      Key& slot = slots_[(hash + probe) & (slots_.size() - 1)];
      if (!is_free(slot)) continue;
      slot = key;
      return true;
    }
    return false;
  }

  bool contains(Key key, std::uint64_t hash) const {
    for (std::size_t probe = 0; probe < kLongestProbe; ++probe) {
      const Key& slot = slots_[(hash + probe) & (slots_.size() - 1)];
      if (is_free(slot)) return false;
      if (slot == key) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kLongestProbe = 32;

  std::vector<Key> slots_;  // a power of two of them
};

}  // namespace tamis::predicate
