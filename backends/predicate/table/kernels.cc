#include "backends/predicate/table/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

namespace tamis::predicate::table {
namespace {

// bits(first) are those of the 64 slots from there on that are wanted.
template <class BitsFrom>
void keep_bits(std::span<Word> words, BitsFrom bits) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] != 0) words[i] &= bits(i * kWordBits);
}

// Of 64 values the bits.
template <class T>
Word verdicts_on(const T* values, const std::uint8_t* verdicts) {
  constexpr unsigned kEight = 8;
  Word word = 0;
  for (unsigned first = 0; first < kWordBits; first += kEight) {
    unsigned eight = 0;
    for (unsigned i = 0; i < kEight; ++i) eight |= verdicts[values[first + i]] & (1U << i);
    word |= Word{eight} << first;
  }
  return word;
}

// Where few slots are asked for, those alone are looked up.
template <class T>
void keep_verdicts(const T* offsets, const std::uint8_t* verdicts, Word* words, std::size_t count) {
  constexpr int kFewSlots = 24;
  for (std::size_t word = 0; word < count; ++word) {
    const T* values = offsets + word * kWordBits;
    Word hits = 0;
    if (std::popcount(words[word]) <= kFewSlots)
      for_each_bit(words[word], 0,
                   [&](std::size_t i) { hits |= Word{verdicts[values[i]] & 1U} << i; });
    else
      hits = verdicts_on(values, verdicts);
    words[word] &= hits;
  }
}

// As PackedInts keeps it.
template <class T>
T distance(std::int64_t from, std::int64_t to) {
  return static_cast<T>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
}

void clear_words(Bits& bits) {
  std::fill(bits.begin(), bits.end(), Word{0});
}

}  // namespace

void keep_in(Machine machine, const PackedInts& ints, Interval<std::int64_t> wanted, Bits& bits) {
  const std::int64_t least = ints.least();
  const std::int64_t low = std::max(wanted.low, least);
  const std::int64_t high = std::min(wanted.high, ints.greatest());
  if (low > high) {
    clear_words(bits);
    return;
  }
  if (low == least && high == ints.greatest()) return;
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (!std::is_null_pointer_v<T>) {
      const Range<T> range{distance<T>(least, low), distance<T>(low, high)};
      run_on(machine, [=, words = std::span(bits)](auto on) {
        keep_bits(words,
                  [=](std::size_t first) { return bits_within(on, offsets + first, range); });
      });
    }
  });
}

void keep_in(Machine machine, std::span<const double> doubles, Interval<double> wanted,
             Bits& bits) {
  run_on(machine, [=, values = doubles.data(), words = std::span(bits)](auto on) {
    keep_bits(words, [=](std::size_t first) { return bits_within(on, values + first, wanted); });
  });
}

void keep_one_of(Machine machine, const PackedInts& ints, std::span<const std::int64_t> wanted,
                 Bits& bits) {
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (std::find(wanted.begin(), wanted.end(), ints.least()) == wanted.end()) clear_words(bits);
    } else {
      std::vector<T> list;
      for (const std::int64_t each : wanted)
        if (each >= ints.least() && each <= ints.greatest())
          list.push_back(distance<T>(ints.least(), each));
      if (list.empty()) return clear_words(bits);
      run_on(machine, [&](auto on) {
        keep_bits(bits, [&](std::size_t first) {
          return bits_within(on, offsets + first, std::span<const T>(list));
        });
      });
    }
  });
}

void keep_by_verdict(Machine machine, const PackedInts& ints, const std::uint8_t* verdicts,
                     Bits& bits) {
  const std::uint8_t* of_least = verdicts + ints.least();
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (*of_least == 0) clear_words(bits);
    } else {
      run_on(machine, [=, words = bits.data(), count = bits.size()](auto) {
        keep_verdicts(offsets, of_least, words, count);
      });
    }
  });
}

void keep_of_size(Machine machine, const PackedInts& begins, std::uint64_t wanted, Bits& bits) {
  begins.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (wanted != 0) clear_words(bits);
    } else {
      if (wanted > std::numeric_limits<T>::max()) return clear_words(bits);
      const Range<T> range{static_cast<T>(wanted), 0};
      run_on(machine, [=, words = std::span(bits)](auto on) {
        keep_bits(words, [=](std::size_t first) {
          alignas(kWordBits) T sizes[kWordBits];
          for (std::size_t i = 0; i < kWordBits; ++i)
            sizes[i] = static_cast<T>(offsets[first + i + 1] - offsets[first + i]);
          return bits_within(on, sizes, range);
        });
      });
    }
  });
}

std::size_t count_of_bits(Machine machine, std::span<const Word> bits) {
  constexpr std::size_t kAtOnce = 4;  // sums, none of which waits for another
  return run_on(machine, [&](auto) {
    const auto count = [](Word word) { return static_cast<std::size_t>(std::popcount(word)); };
    std::size_t sums[kAtOnce] = {};
    std::size_t i = 0;
    for (; i + kAtOnce <= bits.size(); i += kAtOnce)
      for (std::size_t j = 0; j < kAtOnce; ++j) sums[j] += count(bits[i + j]);
    for (; i < bits.size(); ++i) sums[0] += count(bits[i]);
    return sums[0] + sums[1] + sums[2] + sums[3];
  });
}

}  // namespace tamis::predicate::table
