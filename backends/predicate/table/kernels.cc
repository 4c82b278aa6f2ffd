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

// What machines can do beside what compilers find out: bits_of_bytes() of 64 bytes that are all
// ones or all zeros.
struct AnyMachine {
  static Word bits_of_bytes(const std::uint8_t* bytes) {
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
};

#if defined(__x86_64__)
#define TAMIS_AVX2 "avx2,fma,bmi,bmi2,popcnt"
#define TAMIS_AVX512 TAMIS_AVX2 ",avx512f,avx512bw,avx512dq,avx512vl"

struct Avx2 {
  __attribute__((target(TAMIS_AVX2))) static Word bits_of_bytes(const std::uint8_t* bytes) {
    const auto* halves = reinterpret_cast<const __m256i*>(bytes);
    const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_loadu_si256(halves)));
    const auto high =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_loadu_si256(halves + 1)));
    return Word{high} << 32U | low;
  }
};

struct Avx512 {
  __attribute__((target(TAMIS_AVX512))) static Word bits_of_bytes(const std::uint8_t* bytes) {
    return _mm512_movepi8_mask(_mm512_loadu_si512(bytes));
  }
};

enum class Level : std::uint8_t { Any, Avx2, Avx512 };

Level level() {
  static const bool kHasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                               __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                               __builtin_cpu_supports("popcnt");
  static const bool kHasAvx512 =
      kHasAvx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return kHasAvx512 ? Level::Avx512 : kHasAvx2 ? Level::Avx2 : Level::Any;
}

// With all that the kernel calls in it.
template <class Kernel>
__attribute__((target(TAMIS_AVX2), flatten)) void run_on_avx2(const Kernel& kernel) {
  kernel(Avx2());
}
template <class Kernel>
__attribute__((target(TAMIS_AVX512), flatten)) void run_on_avx512(const Kernel& kernel) {
  kernel(Avx512());
}
#endif

// Calls kernel(machine) in a function that is compiled for this machine.
template <class Kernel>
void run(const Kernel& kernel) {
#if defined(__x86_64__)
  if (level() == Level::Avx512) return run_on_avx512(kernel);
  if (level() == Level::Avx2) return run_on_avx2(kernel);
#endif
  kernel(AnyMachine());
}

// wanted(i) is true of the slots to keep.
template <class Machine, class Wanted>
void keep_if(Machine, Word* words, std::size_t count, Wanted wanted) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    const std::size_t first = word * kWordBits;
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = wanted(first + i) ? kWanted : 0;
    words[word] &= Machine::bits_of_bytes(bytes);
  }
}

template <class Machine, class T>
void keep_list(Machine, const T* offsets, std::span<const T> list, Word* words, std::size_t count) {
  for (std::size_t word = 0; word < count; ++word) {
    if (words[word] == 0) continue;
    alignas(kWordBits) T hits[kWordBits] = {};
    const T* values = offsets + word * kWordBits;
    for (const T wanted : list)
      for (std::size_t i = 0; i < kWordBits; ++i)
        hits[i] = static_cast<T>(hits[i] | (values[i] == wanted ? 1 : 0));
    alignas(kWordBits) std::uint8_t bytes[kWordBits];
    for (std::size_t i = 0; i < kWordBits; ++i) bytes[i] = hits[i] != 0 ? kWanted : 0;
    words[word] &= Machine::bits_of_bytes(bytes);
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
      const T begin = distance<T>(least, low);
      const T span = distance<T>(low, high);
      run([=, words = bits.data(), count = bits.size()](auto machine) {
        keep_if(machine, words, count,
                [=](std::size_t i) { return static_cast<T>(offsets[i] - begin) <= span; });
      });
    }
  });
}

void keep_in(std::span<const double> doubles, Interval<double> wanted, Bits& bits) {
  run([=, values = doubles.data(), words = bits.data(), count = bits.size()](auto machine) {
    keep_if(machine, words, count,
            [=](std::size_t i) { return (values[i] >= wanted.low) & (values[i] <= wanted.high); });
  });
}

void keep_one_of(const PackedInts& ints, std::span<const std::int64_t> wanted, Bits& bits) {
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (std::find(wanted.begin(), wanted.end(), ints.least()) == wanted.end()) clear_words(bits);
    } else {
      std::vector<T> list;
      for (const std::int64_t each : wanted)
        if (each >= ints.least() && each <= ints.greatest())
          list.push_back(distance<T>(ints.least(), each));
      if (list.empty()) return clear_words(bits);
      run([&](auto machine) {
        keep_list(machine, offsets, std::span<const T>(list), bits.data(), bits.size());
      });
    }
  });
}

void keep_by_verdict(const PackedInts& ints, const std::uint8_t* verdicts, Bits& bits) {
  const std::uint8_t* of_least = verdicts + ints.least();
  ints.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (*of_least == 0) clear_words(bits);
    } else {
      run([=, words = bits.data(), count = bits.size()](auto) {
        keep_verdicts(offsets, of_least, words, count);
      });
    }
  });
}

void keep_of_size(const PackedInts& begins, std::uint64_t wanted, Bits& bits) {
  begins.visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>) {
      if (wanted != 0) clear_words(bits);
    } else {
      if (wanted > std::numeric_limits<T>::max()) return clear_words(bits);
      run([=, words = bits.data(), count = bits.size()](auto machine) {
        keep_if(machine, words, count, [=](std::size_t i) {
          return static_cast<T>(offsets[i + 1] - offsets[i]) == static_cast<T>(wanted);
        });
      });
    }
  });
}

std::size_t count_of_bits(std::span<const Word> bits) {
  std::size_t count = 0;
  run([&](auto) {
    for (const Word word : bits) count += static_cast<std::size_t>(std::popcount(word));
  });
  return count;
}

}  // namespace tamis::predicate::table
