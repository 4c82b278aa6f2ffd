#include "backends/predicate/table/array_ends.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tamis::predicate::table {
namespace {

// The bits of `word` that stand where `mask` has ones, moved together.
Word gathered(Word word, Word mask) {
  Word result = 0;
  for (unsigned at = 0; mask != 0; mask &= mask - 1, ++at)
    if ((word & mask & -mask) != 0) result |= Word{1} << at;
  return result;
}

// The lowest bits of `word`, moved to where `mask` has ones.
Word scattered(Word word, Word mask) {
  Word result = 0;
  for (; mask != 0; mask &= mask - 1, word >>= 1U)
    if ((word & 1U) != 0) result |= mask & -mask;
  return result;
}

#if defined(__x86_64__)
__attribute__((target("bmi2"))) Word gathered_at_once(Word word, Word mask) {
  return _pext_u64(word, mask);
}
__attribute__((target("bmi2"))) Word scattered_at_once(Word word, Word mask) {
  return _pdep_u64(word, mask);
}

bool has_bmi2() {
  static const bool kHas = __builtin_cpu_supports("bmi2") != 0;
  return kHas;
}
#else
Word gathered_at_once(Word word, Word mask) {
  return gathered(word, mask);
}
Word scattered_at_once(Word word, Word mask) {
  return scattered(word, mask);
}

bool has_bmi2() {
  return false;
}
#endif

Word gather(Word word, Word mask) {
  return has_bmi2() ? gathered_at_once(word, mask) : gathered(word, mask);
}

Word scatter(Word word, Word mask) {
  return has_bmi2() ? scattered_at_once(word, mask) : scattered(word, mask);
}

// Bits one behind the other.
class BitWriter {
 public:
  explicit BitWriter(std::size_t words) : words_(words + 2) {}
  void put(Word bits, unsigned count) {
    const std::size_t word = used_ / kWordBits;
    const unsigned shift = used_ % kWordBits;
    words_[word] |= bits << shift;
    if (shift != 0) words_[word + 1] |= bits >> (kWordBits - shift);
    used_ += count;
  }
  const Bits& words() const { return words_; }

 private:
  Bits words_;
  std::size_t used_ = 0;
};

class BitReader {
 public:
  // One word more than is taken.
  explicit BitReader(const Bits& words) : words_(words) {}
  Word take(unsigned count) {
    const std::size_t word = used_ / kWordBits;
    const unsigned shift = used_ % kWordBits;
    used_ += count;
    return shift == 0 ? words_[word]
                      : words_[word] >> shift | words_[word + 1] << (kWordBits - shift);
  }

 private:
  const Bits& words_;
  std::size_t used_ = 0;
};

unsigned count_of(Word word) {
  return static_cast<unsigned>(std::popcount(word));
}

}  // namespace

ArrayEnds::ArrayEnds(std::span<const std::int64_t> begins)
    : filled_(words_for(begins.size() - 1)),
      ends_(words_for(static_cast<std::size_t>(begins.back()))) {
  for (std::size_t slot = 0; slot + 1 < begins.size(); ++slot) {
    if (begins[slot] == begins[slot + 1]) continue;
    set_bit(filled_.data(), slot);
    set_bit(ends_.data(), static_cast<std::size_t>(begins[slot + 1] - 1));
  }
}

// To the elements before an array's last, ones in its last but none before are added: what comes
// into the place of the last is a carry, and is there if one of them was.
Bits ArrayEnds::slots_with(const Bits& elements) const {
  BitWriter of_arrays(filled_.size());
  Word carry = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    const Word before = ~ends_[i];
    const Word part = elements[i] & before;
    const Word sum = part + before;
    const Word total = sum + carry;
    carry = (sum < part || total < sum) ? 1 : 0;
    of_arrays.put(gather(total | elements[i], ends_[i]), count_of(ends_[i]));
  }
  BitReader arrays(of_arrays.words());
  Bits slots(filled_.size());
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i] = scatter(arrays.take(count_of(filled_[i])), filled_[i]);
  return slots;
}

}  // namespace tamis::predicate::table
