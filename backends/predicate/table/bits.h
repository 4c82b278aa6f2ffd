// Bits of slots: 64 in a word, slot 0 in the lowest bit of the first. Bits beyond the last slot are
// clear.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tamis::predicate::table {

using Word = std::uint64_t;
using Bits = std::vector<Word>;

constexpr std::size_t kWordBits = 64;

inline std::size_t words_for(std::size_t slots) {
  return (slots + kWordBits - 1) / kWordBits;
}

inline bool test_bit(const Word* words, std::size_t slot) {
  return ((words[slot / kWordBits] >> (slot % kWordBits)) & 1U) != 0;
}

inline void set_bit(Word* words, std::size_t slot) {
  words[slot / kWordBits] |= Word{1} << (slot % kWordBits);
}

inline void clear_bit(Word* words, std::size_t slot) {
  words[slot / kWordBits] &= ~(Word{1} << (slot % kWordBits));
}

inline void set_all(Bits& bits, std::size_t slots) {
  bits.assign(words_for(slots), ~Word{0});
  if (slots % kWordBits != 0) bits.back() = (Word{1} << (slots % kWordBits)) - 1;
}

inline Bits all_bits(std::size_t slots) {
  Bits bits;
  set_all(bits, slots);
  return bits;
}

inline bool none(const Bits& bits) {
  return std::all_of(bits.begin(), bits.end(), [](Word word) { return word == 0; });
}

inline void keep_only(Bits& of, std::span<const Word> bits) {
  for (std::size_t i = 0; i < of.size(); ++i) of[i] &= bits[i];
}

inline void take_out(Bits& from, std::span<const Word> bits) {
  for (std::size_t i = 0; i < from.size(); ++i) from[i] &= ~bits[i];
}

inline void put_in(Bits& into, std::span<const Word> bits) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] |= bits[i];
}

inline void clear(Bits& bits) {
  std::fill(bits.begin(), bits.end(), Word{0});
}

// There are words for so many slots, and none beyond is set.
inline bool are_bits_of(std::span<const Word> bits, std::size_t slots) {
  return bits.size() == words_for(slots) &&
         (slots % kWordBits == 0 || bits.back() >> (slots % kWordBits) == 0);
}

// Calls use(slot) for each slot whose bit is set, in order.
template <class Use>
void for_each_bit(Word word, std::size_t first, Use&& use) {
  for (; word != 0; word &= word - 1) use(first + static_cast<std::size_t>(std::countr_zero(word)));
}

}  // namespace tamis::predicate::table
