// Bits by number, of rules and of atoms. What is beyond the last word is clear.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "backends/predicate/table/bits.h"

namespace tamis::predicate::set {

using table::Bits;

inline bool bit(const Bits& bits, std::uint32_t number) {
  return table::test_bit(bits.data(), number);
}
inline void set_bit(Bits& bits, std::uint32_t number) {
  table::set_bit(bits.data(), number);
}

// For bits that have as many words as were needed so far.
inline void make_room_for_bit(Bits& bits, std::uint32_t number) {
  if (bits.size() <= number / table::kWordBits) bits.resize(table::words_for(number + 1));
}
inline void fetch_bit(const Bits& bits, std::uint32_t number) {
  if (const std::size_t word = number / table::kWordBits; word < bits.size())
    __builtin_prefetch(&bits[word]);
}
// Whether the bit was clear; was set.
inline bool insert_bit(Bits& bits, std::uint32_t number) {
  make_room_for_bit(bits, number);
  const bool is_new = !bit(bits, number);
  set_bit(bits, number);
  return is_new;
}
inline bool erase_bit(Bits& bits, std::uint32_t number) {
  if (bits.size() <= number / table::kWordBits || !bit(bits, number)) return false;
  table::clear_bit(bits.data(), number);
  return true;
}

// `into` has at least as many words.
void put_in(Bits& into, const Bits& bits);
// Takes out of `candidates` those of `asking` that are not among `found`.
void narrow(Bits& candidates, const Bits& asking, const Bits& found);
// Takes out all of `others`.
void take_out(Bits& bits, const Bits& others);

// Of the bits those that are in all others, or in one other, or not in it. Whether any is left.
bool keep_with(std::uint64_t* bits, std::span<const std::uint64_t* const> others,
               std::size_t words);
bool keep_with(std::uint64_t* bits, const std::uint64_t* others, std::size_t words);
bool keep_without(std::uint64_t* bits, const std::uint64_t* others, std::size_t words);

// The numbers of bits, some words at a time, quickest where they have a few bits each.
class BitNumbers {
 public:
  static constexpr std::size_t kWords = 16;
  static constexpr std::size_t kAtOnce = 4;

  // Of the bits that are set in both, from word `first` on.
  std::span<const std::uint32_t> of_both(const Bits& a, const Bits& b, std::size_t first);

 private:
  std::array<std::uint32_t, kWords * 64 + kAtOnce> numbers_;
};

}  // namespace tamis::predicate::set
