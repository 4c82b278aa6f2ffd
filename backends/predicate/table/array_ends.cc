#include "backends/predicate/table/array_ends.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tamis::predicate::table {
namespace {

// The bits of a word that stand where a mask has ones, moved together; and back.
struct BitByBit {
  static Word gather(Word word, Word mask) {
    Word result = 0;
    for (unsigned at = 0; mask != 0; mask &= mask - 1, ++at)
      if ((word & mask & -mask) != 0) result |= Word{1} << at;
    return result;
  }
  static Word scatter(Word word, Word mask) {
    Word result = 0;
    for (; mask != 0; mask &= mask - 1, word >>= 1U)
      if ((word & 1U) != 0) result |= mask & -mask;
    return result;
  }
};

// Bits one behind the other.
class BitWriter {
 public:
  explicit BitWriter(std::size_t words) : words_(words + 3) {}
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

// To the elements before an array's last, ones in its last but none before are added: what comes
// into the place of the last is a carry, and is there if one of them was.
template <class Moves>
Bits slots_of_hits(std::span<const Word> filled, std::span<const Word> ends, const Bits& elements) {
  BitWriter of_arrays(filled.size());
  Word carry = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Word before = ~ends[i];
    const Word part = elements[i] & before;
    const Word sum = part + before;
    const Word total = sum + carry;
    carry = (sum < part || total < sum) ? 1 : 0;
    of_arrays.put(Moves::gather(total | elements[i], ends[i]), count_of(ends[i]));
  }
  BitReader arrays(of_arrays.words());
  Bits slots(filled.size());
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i] = Moves::scatter(arrays.take(count_of(filled[i])), filled[i]);
  return slots;
}

// Where an array is wanted its first element is taken away from its last, as bits of numbers: that
// leaves ones from the first to the last but one.
template <class Moves>
Bits elements_of_slots(std::span<const Word> filled, std::span<const Word> ends,
                       const Bits& wanted) {
  BitWriter of_arrays(filled.size());
  for (std::size_t i = 0; i < filled.size(); ++i)
    of_arrays.put(Moves::gather(wanted[i], filled[i]), count_of(filled[i]));
  BitReader at_ends(of_arrays.words());
  BitReader at_begins(of_arrays.words());
  Bits elements(ends.size());
  Word begins_here = 1;  // behind the last end an array begins, if there is one
  Word borrow = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Word begins = ends[i] << 1U | begins_here;
    begins_here = ends[i] >> (kWordBits - 1);
    const Word last = Moves::scatter(at_ends.take(count_of(ends[i])), ends[i]);
    const Word first = Moves::scatter(at_begins.take(count_of(begins)), begins);
    const Word less = last - first;
    elements[i] = (less - borrow) | last;
    borrow = (last < first || less < borrow) ? 1 : 0;
  }
  return elements;
}

#if defined(__x86_64__)
struct AtOnce {
  __attribute__((target(TAMIS_V3))) static Word gather(Word word, Word mask) {
    return _pext_u64(word, mask);
  }
  __attribute__((target(TAMIS_V3))) static Word scatter(Word word, Word mask) {
    return _pdep_u64(word, mask);
  }
};
#else
using AtOnce = BitByBit;
#endif

template <Machine kMachine>
using MovesOn = std::conditional_t<kMachine == Machine::Any, BitByBit, AtOnce>;

}  // namespace

ArrayEnds::ArrayEnds(std::span<const std::int64_t> begins) {
  Bits filled(words_for(begins.size() - 1));
  Bits ends(words_for(static_cast<std::size_t>(begins.back())));
  for (std::size_t slot = 0; slot + 1 < begins.size(); ++slot) {
    if (begins[slot] == begins[slot + 1]) continue;
    set_bit(filled.data(), slot);
    set_bit(ends.data(), static_cast<std::size_t>(begins[slot + 1] - 1));
  }
  filled_ = Buffer(std::move(filled));
  ends_ = Buffer(std::move(ends));
}

Bits ArrayEnds::slots_with(Machine machine, const Bits& elements) const {
  return run_on(machine, [&]<Machine kMachine>(On<kMachine>) {
    return slots_of_hits<MovesOn<kMachine>>(filled_, ends_, elements);
  });
}

Bits ArrayEnds::elements_of(Machine machine, const Bits& slots) const {
  return run_on(machine, [&]<Machine kMachine>(On<kMachine>) {
    return elements_of_slots<MovesOn<kMachine>>(filled_, ends_, slots);
  });
}

bool ArrayEnds::are_of(std::span<const std::int64_t> begins) const {
  if (ends_.size() != words_for(static_cast<std::size_t>(begins.back()))) return false;
  const ArrayEnds right(begins);
  return std::ranges::equal(filled_, right.filled_) && std::ranges::equal(ends_, right.ends_);
}

}  // namespace tamis::predicate::table
