// Numbers for what can be made of bytes.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {

// Safe to use from several threads at once. What is Kept has the bytes that it was made of.
template <class Kept>
class Numbering {
 public:
  using Number = std::uint16_t;
  static constexpr Number kNone = std::numeric_limits<Number>::max();

  explicit Numbering(std::size_t most) : most_(most) {}

  // The number of these bytes, which they keep; a new one for new bytes, or kNone, now and always.
  Number number(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (const auto known = numbers_.find(bytes); known != numbers_.end()) return known->second;
    const std::size_t next = size();
    if (next == most_) return kNone;
    auto& block = blocks_[next / kBlock];
    if (!block) block = std::make_unique<Block>();
    Kept& kept = (*block)[next % kBlock];
    kept = Kept(bytes);
    const auto number = static_cast<Number>(next);
    numbers_.emplace(kept, number);
    size_.store(next + 1, std::memory_order_relaxed);
    return number;
  }

  // Needs no lock: whoever has a number was given it after this was put in place, and neither is
  // ever moved.
  const Kept& operator[](Number number) const {
    return (*blocks_[number / kBlock])[number % kBlock];
  }

  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kBlock = 256;
  using Block = std::array<Kept, kBlock>;

  const std::size_t most_;  // no more than kNone
  std::mutex mutex_;        // for what number() changes
  std::map<std::string_view, Number> numbers_;
  std::array<std::unique_ptr<Block>, kNone / kBlock + 1> blocks_;
  std::atomic<std::size_t> size_ = 0;
};

// The numbers that one thread has met, so that it waits for no other to give them again.
template <class Kept>
class KnownNumbers {
 public:
  using Number = typename Numbering<Kept>::Number;

  explicit KnownNumbers(Numbering<Kept>& all) : all_(all) {}

  Number number(std::string_view bytes) {
    if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
    const Number number = all_.number(bytes);
    if (number != Numbering<Kept>::kNone) known_.emplace(all_[number], number);
    return number;
  }

 private:
  struct Hash {
    std::uint64_t seed = random_seed();
    std::size_t operator()(std::string_view bytes) const { return hash_bytes(seed, bytes); }
  };

  Numbering<Kept>& all_;
  std::unordered_map<std::string_view, Number, Hash> known_;
};

}  // namespace tamis::predicate
