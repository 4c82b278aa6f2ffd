// Choices: where a generator's decisions come from, a seed or a fuzzer's bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

namespace tamis::equivalence {

// Bytes that have run out choose 0 for ever, so 0 must be the choice that ends a generator.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : state_(seed) {}
  explicit Choices(std::span<const std::uint8_t> bytes) : from_bytes_(true), bytes_(bytes) {}

  // From 0, below `count`, which is positive and, from bytes, at most 65,536.
  std::size_t below(std::size_t count) {
    return from_bytes_ ? next_bytes(count) : static_cast<std::size_t>(next_random() % count);
  }
  // True once in `count` times, and never when bytes have run out.
  bool once_in(std::size_t count) { return below(count) == count - 1; }

  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::size_t next_bytes(std::size_t count) {
    if (count < 2 || bytes_.empty()) return 0;
    std::size_t number = bytes_.front();
    bytes_ = bytes_.subspan(1);
    if (count > 256 && !bytes_.empty()) {
      number = number << 8U | bytes_.front();
      bytes_ = bytes_.subspan(1);
    }
    return number % count;
  }

  // SplitMix64: the same numbers on every machine.
  std::uint64_t next_random() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  bool from_bytes_ = false;
  std::span<const std::uint8_t> bytes_;
  std::uint64_t state_ = 0;
};

}  // namespace tamis::equivalence
