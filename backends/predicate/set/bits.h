// Bits by number, of rules and of atoms. What is beyond the last word is clear.
#pragma once

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

// Bits that know how many of them are set.
class CountedBits {
 public:
  const Bits& bits() const { return bits_; }
  std::uint32_t count() const { return count_; }

  void make_room(std::uint32_t number) { make_room_for_bit(bits_, number); }
  // Whether the bit was clear; was set.
  bool insert(std::uint32_t number) {
    const bool is_new = insert_bit(bits_, number);
    count_ += std::uint32_t{is_new};
    return is_new;
  }
  bool erase(std::uint32_t number) {
    const bool was_set = erase_bit(bits_, number);
    count_ -= std::uint32_t{was_set};
    return was_set;
  }
  void erase_all(const Bits& others) noexcept;
  void clear() noexcept;  // keeps the room

 private:
  Bits bits_;
  std::uint32_t count_ = 0;
};

// `into` has at least as many words.
void put_in(Bits& into, const Bits& bits);
// Takes out of `candidates` those of `asking` that are not among `found`.
void narrow(Bits& candidates, const Bits& asking, const Bits& found);
std::uint32_t count_of(const Bits& bits);
// Takes out all of `others`.
void take_out(Bits& bits, const Bits& others);

// Of the bits those that are in all others, or in one other, or not in it. Whether any is left.
bool keep_with(std::uint64_t* bits, std::span<const std::uint64_t* const> others,
               std::size_t words);
bool keep_with(std::uint64_t* bits, const std::uint64_t* others, std::size_t words);
bool keep_without(std::uint64_t* bits, const std::uint64_t* others, std::size_t words);

// Writes the items whose bits are set in both, and says where they end: a few more are written
// behind. There are items for all bits of all words.
constexpr std::size_t kPickedBehind = 4;
std::uint64_t* pick_of_both(const Bits& a, const Bits& b, std::span<const std::uint64_t> items,
                            std::uint64_t* to);

}  // namespace tamis::predicate::set
