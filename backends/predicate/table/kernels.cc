#include "backends/predicate/table/kernels.h"

#include <algorithm>
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

template <class T, class Wanted>
TAMIS_INLINE void keep_if(const T* values, Word* words, std::size_t count, Wanted wanted) {
  for (std::size_t word = 0; word < count; ++word, values += kWordBits) {
    if (words[word] == 0) continue;
    alignas(64) std::uint8_t bytes[kWordBits];
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = wanted(values[i]) ? 0xff : 0;
    words[word] &= bits_of_bytes(bytes);
  }
}

template <class T>
TAMIS_INLINE void keep_offsets(const T* offsets, T low, T span, Word* words, std::size_t count) {
  keep_if(offsets, words, count, [=](T offset) { return static_cast<T>(offset - low) <= span; });
}

TAMIS_CLONES void keep_narrow(const std::uint8_t* offsets, std::uint8_t low, std::uint8_t span,
                              Word* words, std::size_t count) {
  keep_offsets(offsets, low, span, words, count);
}
TAMIS_CLONES void keep_narrow(const std::uint16_t* offsets, std::uint16_t low, std::uint16_t span,
                              Word* words, std::size_t count) {
  keep_offsets(offsets, low, span, words, count);
}
TAMIS_CLONES void keep_narrow(const std::uint32_t* offsets, std::uint32_t low, std::uint32_t span,
                              Word* words, std::size_t count) {
  keep_offsets(offsets, low, span, words, count);
}
TAMIS_CLONES void keep_narrow(const std::uint64_t* offsets, std::uint64_t low, std::uint64_t span,
                              Word* words, std::size_t count) {
  keep_offsets(offsets, low, span, words, count);
}
TAMIS_CLONES void keep_doubles(const double* doubles, double low, double high, Word* words,
                               std::size_t count) {
  keep_if(doubles, words, count, [=](double each) { return (each >= low) & (each <= high); });
}

}  // namespace

void keep_in(const PackedInts& ints, Interval<std::int64_t> wanted, Bits& bits) {
  const std::int64_t least = ints.least();
  const std::int64_t low = std::max(wanted.low, least);
  const std::int64_t high = std::min(wanted.high, ints.greatest());
  if (low > high) {
    std::fill(bits.begin(), bits.end(), Word{0});
    return;
  }
  if (low == least && high == ints.greatest()) return;
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (!std::is_null_pointer_v<T>) {
      const auto above = [&](std::int64_t from, std::int64_t to) {
        return static_cast<T>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
      };
      keep_narrow(offsets, above(least, low), above(low, high), bits.data(), bits.size());
    }
  });
}

void keep_in(const std::vector<double>& doubles, Interval<double> wanted, Bits& bits) {
  keep_doubles(doubles.data(), wanted.low, wanted.high, bits.data(), bits.size());
}

void keep_by_verdict(const PackedInts& ints, const std::uint8_t* verdicts, Bits& bits) {
  const std::uint8_t* of_least = verdicts + ints.least();
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (*of_least == 0) std::fill(bits.begin(), bits.end(), Word{0});
    } else {
      keep_if(offsets, bits.data(), bits.size(), [=](T offset) { return of_least[offset] != 0; });
    }
  });
}

void keep_of_size(const PackedInts& begins, std::uint64_t wanted, Bits& bits) {
  begins.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (wanted != 0) std::fill(bits.begin(), bits.end(), Word{0});
    } else {
      for (std::size_t word = 0; word < bits.size(); ++word) {
        Word hits = 0;
        for_each_bit(bits[word], 0, [&](std::size_t i) {
          const std::size_t slot = word * kWordBits + i;
          if (std::uint64_t{offsets[slot + 1]} - offsets[slot] == wanted) hits |= Word{1} << i;
        });
        bits[word] = hits;
      }
    }
  });
}

}  // namespace tamis::predicate::table
