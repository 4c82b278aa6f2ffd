// Numbers of things, by the hashes of what tells these apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate::set {

class HashSlots {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  // The number with that hash of which is_it(number) says so, or kNone.
  template <class Is>
  std::uint32_t find(std::uint64_t hash, Is&& is_it) const {
    if (slots_.empty()) return kNone;
    const std::uint32_t folded = fold(hash);
    std::size_t at = home(folded);
    while (slots_[at].number != kNone && (slots_[at].hash != folded || !is_it(slots_[at].number)))
      at = home(at + 1);
    return slots_[at].number;
  }
  // The first with that hash, which is the one that is sought but for rare collisions, or kNone.
  std::uint32_t find_likely(std::uint64_t hash) const {
    return find(hash, [](std::uint32_t) { return true; });
  }
  // Before one is looked for.
  void fetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[home(fold(hash))]);
  }
  std::size_t size() const { return count_; }
  void make_room();                                               // for one more
  void insert(std::uint64_t hash, std::uint32_t number);          // that is not there
  void erase(std::uint64_t hash, std::uint32_t number) noexcept;  // that is there
  // Another number in its place.
  void renumber(std::uint64_t hash, std::uint32_t number, std::uint32_t other) noexcept;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = kNone;
  };

  // What differs in few bits, wherever they are, differs in the last ones, too.
  static std::uint32_t fold(std::uint64_t hash) {
    return static_cast<std::uint32_t>(mix_hash(0, hash));
  }
  std::size_t home(std::size_t hash) const { return hash & (slots_.size() - 1); }
  static void place(Slot slot, std::vector<Slot>& slots);
  std::size_t place_of(std::uint64_t hash, std::uint32_t number) const;

  std::size_t count_ = 0;
  std::vector<Slot> slots_;  // none, or a power of two, at most half of them taken
};

}  // namespace tamis::predicate::set
