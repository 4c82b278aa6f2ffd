#include "backends/predicate/table/kernels.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

// One function for each of these instruction sets, chosen when the program starts. Sanitizers start
// too late for that.
#if defined(__x86_64__) && defined(__linux__) && !defined(TAMIS_SANITIZED)
#define TAMIS_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define TAMIS_CLONES
#endif
#define TAMIS_INLINE inline __attribute__((always_inline))

namespace tamis::predicate::table {
namespace {

// Of 64 bytes that are all ones or all zeros.
TAMIS_INLINE Word bits_of_bytes(const std::uint8_t* bytes) {
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

// wanted(i) is true of the slots to keep.
template <class Wanted>
TAMIS_INLINE void keep_if(Word* words, std::size_t count, Wanted wanted) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    const std::size_t first = word * kWordBits;
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = wanted(first + i) ? kWanted : 0;
    words[word] &= bits_of_bytes(bytes);
  }
}

template <class T>
TAMIS_INLINE void keep_range_of(const T* offsets, T low, T span, Word* words, std::size_t count) {
  keep_if(words, count, [=](std::size_t i) { return static_cast<T>(offsets[i] - low) <= span; });
}

template <class T>
TAMIS_INLINE void keep_list_of(const T* offsets, const T* list, std::size_t size, Word* words,
                               std::size_t count) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) T hits[kWordBits] = {};
    const T* values = offsets + word * kWordBits;
    for (std::size_t each = 0; each < size; ++each) {
      const T wanted = list[each];
      for (std::size_t i = 0; i < kWordBits; ++i)
        hits[i] = static_cast<T>(hits[i] | (values[i] == wanted ? 1 : 0));
    }
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = hits[i] != 0 ? kWanted : 0;
    words[word] &= bits_of_bytes(bytes);
  }
}

template <class T>
TAMIS_INLINE void keep_size_of(const T* begins, T wanted, Word* words, std::size_t count) {
  keep_if(words, count,
          [=](std::size_t i) { return static_cast<T>(begins[i + 1] - begins[i]) == wanted; });
}

// Where few slots are asked for, those alone are looked up.
template <class T>
TAMIS_INLINE void keep_verdict_of(const T* offsets, const std::uint8_t* verdicts, Word* words,
                                  std::size_t count) {
  constexpr int kFewSlots = 24;
  for (std::size_t word = 0; word < count; ++word) {
    const T* values = offsets + word * kWordBits;
    Word hits = 0;
    if (std::popcount(words[word]) <= kFewSlots) {
      for_each_bit(words[word], 0,
                   [&](std::size_t i) { hits |= Word{verdicts[values[i]] & 1U} << i; });
    } else {
      alignas(kWordBits) std::uint8_t bytes[kWordBits];
      for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = verdicts[values[i]];
      hits = bits_of_bytes(bytes);
    }
    words[word] &= hits;
  }
}

// The four for each width.
#define TAMIS_OF_WIDTH(T)                                                                         \
  TAMIS_CLONES void keep_range(const T* offsets, T low, T span, Word* words, std::size_t count) { \
    keep_range_of(offsets, low, span, words, count);                                              \
  }                                                                                               \
  TAMIS_CLONES void keep_list(const T* offsets, const T* list, std::size_t size, Word* words,     \
                              std::size_t count) {                                                \
    keep_list_of(offsets, list, size, words, count);                                              \
  }                                                                                               \
  TAMIS_CLONES void keep_size(const T* begins, T wanted, Word* words, std::size_t count) {        \
    keep_size_of(begins, wanted, words, count);                                                   \
  }                                                                                               \
  TAMIS_CLONES void keep_verdict(const T* offsets, const std::uint8_t* verdicts, Word* words,     \
                                 std::size_t count) {                                             \
    keep_verdict_of(offsets, verdicts, words, count);                                             \
  }
TAMIS_OF_WIDTH(std::uint8_t)
TAMIS_OF_WIDTH(std::uint16_t)
TAMIS_OF_WIDTH(std::uint32_t)
TAMIS_OF_WIDTH(std::uint64_t)
#undef TAMIS_OF_WIDTH

TAMIS_CLONES void keep_doubles(const double* doubles, double low, double high, Word* words,
                               std::size_t count) {
  keep_if(words, count, [=](std::size_t i) { return (doubles[i] >= low) & (doubles[i] <= high); });
}

TAMIS_CLONES std::size_t count_words(const Word* words, std::size_t count) {
  std::size_t bits = 0;
  for (std::size_t word = 0; word < count; ++word)
    bits += static_cast<std::size_t>(std::popcount(words[word]));
  return bits;
}

void clear_words(Bits& bits) {
  std::fill(bits.begin(), bits.end(), Word{0});
}

}  // namespace

void keep_in(const PackedInts& ints, Interval<std::int64_t> wanted, Bits& bits) {
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
      const auto above = [&](std::int64_t from, std::int64_t to) {
        return static_cast<T>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
      };
      keep_range(offsets, above(least, low), above(low, high), bits.data(), bits.size());
    }
  });
}

void keep_in(std::span<const double> doubles, Interval<double> wanted, Bits& bits) {
  keep_doubles(doubles.data(), wanted.low, wanted.high, bits.data(), bits.size());
}

void keep_one_of(const PackedInts& ints, std::span<const std::int64_t> wanted, Bits& bits) {
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (std::find(wanted.begin(), wanted.end(), ints.least()) == wanted.end()) clear_words(bits);
    } else {
      std::vector<T> list;
      for (const std::int64_t each : wanted)
        if (each >= ints.least() && each <= ints.greatest())
          list.push_back(static_cast<T>(each - ints.least()));
      if (list.empty()) return clear_words(bits);
      keep_list(offsets, list.data(), list.size(), bits.data(), bits.size());
    }
  });
}

void keep_by_verdict(const PackedInts& ints, const std::uint8_t* verdicts, Bits& bits) {
  const std::uint8_t* of_least = verdicts + ints.least();
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (*of_least == 0) clear_words(bits);
    } else {
      keep_verdict(offsets, of_least, bits.data(), bits.size());
    }
  });
}

void keep_of_size(const PackedInts& begins, std::uint64_t wanted, Bits& bits) {
  begins.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (wanted != 0) clear_words(bits);
    } else {
      if (wanted > std::numeric_limits<T>::max()) return clear_words(bits);
      keep_size(offsets, static_cast<T>(wanted), bits.data(), bits.size());
    }
  });
}

std::size_t count_of_bits(std::span<const Word> bits) {
  return count_words(bits.data(), bits.size());
}

}  // namespace tamis::predicate::table
