#include "backends/predicate/table/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tamis::predicate::table {
namespace {

// Of 64 bytes that are all ones or all zeros, the bits.
Word bits_of_bytes(On<Machine::Any>, const std::uint8_t* bytes) {
  Word word = 0;
#if defined(__x86_64__)
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    word |= Word{static_cast<std::uint16_t>(_mm_movemask_epi8(sixteen))} << (16 * i);
  }
#else
  for (unsigned i = 0; i < kWordBits; ++i) word |= Word{bytes[i] & 1U} << i;
#endif
  return word;
}

#if defined(__x86_64__)
__attribute__((target(TAMIS_V3))) Word bits_of_bytes(On<Machine::V3>, const std::uint8_t* bytes) {
  const auto* halves = reinterpret_cast<const __m256i*>(bytes);
  const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_loadu_si256(halves)));
  const auto high =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_loadu_si256(halves + 1)));
  return Word{high} << 32U | low;
}

__attribute__((target(TAMIS_V4))) Word bits_of_bytes(On<Machine::V4>, const std::uint8_t* bytes) {
  return _mm512_movepi8_mask(_mm512_loadu_si512(bytes));
}
#endif

// wanted(i) is true of the slots to keep.
template <class On, class Wanted>
void keep_if(On on, Word* words, std::size_t count, Wanted wanted) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    const std::size_t first = word * kWordBits;
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = wanted(first + i) ? kWanted : 0;
    words[word] &= bits_of_bytes(on, bytes);
  }
}

template <class On, class T>
void keep_list(On on, const T* offsets, std::span<const T> list, Word* words, std::size_t count) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) T hits[kWordBits] = {};
    const T* values = offsets + word * kWordBits;
    for (const T wanted : list)
      for (std::size_t i = 0; i < kWordBits; ++i)
        hits[i] = static_cast<T>(hits[i] | (values[i] == wanted ? 1 : 0));
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = hits[i] != 0 ? kWanted : 0;
    words[word] &= bits_of_bytes(on, bytes);
  }
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
      const T begin = distance<T>(least, low);
      const T span = distance<T>(low, high);
      run_on(machine, [=, words = bits.data(), count = bits.size()](auto on) {
        keep_if(on, words, count,
                [=](std::size_t i) { return static_cast<T>(offsets[i] - begin) <= span; });
      });
    }
  });
}

void keep_in(Machine machine, std::span<const double> doubles, Interval<double> wanted,
             Bits& bits) {
  run_on(machine, [=, values = doubles.data(), words = bits.data(), count = bits.size()](auto on) {
    keep_if(on, words, count,
            [=](std::size_t i) { return (values[i] >= wanted.low) & (values[i] <= wanted.high); });
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
        keep_list(on, offsets, std::span<const T>(list), bits.data(), bits.size());
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
      run_on(machine, [=, words = bits.data(), count = bits.size()](auto on) {
        keep_if(on, words, count, [=](std::size_t i) {
          return static_cast<T>(offsets[i + 1] - offsets[i]) == static_cast<T>(wanted);
        });
      });
    }
  });
}

std::size_t count_of_bits(Machine machine, std::span<const Word> bits) {
  return run_on(machine, [&](auto) {
    std::size_t count = 0;
    for (const Word word : bits) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  });
}

}  // namespace tamis::predicate::table
