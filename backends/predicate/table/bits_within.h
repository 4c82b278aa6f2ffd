// Which of 64 numbers are wanted, as the bits of a word: on each kind of machine. Wanted are those
// of a Range, or an Interval of doubles, or the numbers of a list.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

#include "backends/predicate/table/bits.h"
#include "compiler/values/machines.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tamis::predicate::table {

// Ends included; nothing is in it when `low` is above `high`.
template <class T>
struct Interval {
  T low;
  T high;

  bool empty() const { return low > high; }
};

// Of unsigned numbers: from `low` to `span` above it, where numbers go round.
template <class T>
struct Range {
  T low;
  T span;
};

template <class T>
bool is_within(T value, Range<T> wanted) {
  return static_cast<T>(value - wanted.low) <= wanted.span;
}
inline bool is_within(double value, Interval<double> wanted) {
  return (value >= wanted.low) & (value <= wanted.high);
}

// Of 64 bytes that are all ones or all zeros.
inline Word bits_of_bytes(const std::uint8_t* bytes) {
  Word word = 0;
#if defined(__x86_64__)
  for (unsigned i = 0; i < kWordBits; i += sizeof(__m128i)) {
    const __m128i sixteen = _mm_load_si128(reinterpret_cast<const __m128i*>(bytes + i));
    word |= Word{static_cast<std::uint16_t>(_mm_movemask_epi8(sixteen))} << i;
  }
#else
  for (unsigned i = 0; i < kWordBits; ++i) word |= Word{bytes[i] & 1U} << i;
#endif
  return word;
}

template <class T, class Wanted>
Word bits_within(On<Machine::Any>, const T* values, Wanted wanted) {
  alignas(kWordBits) std::uint8_t bytes[kWordBits];
  for (unsigned i = 0; i < kWordBits; ++i) bytes[i] = is_within(values[i], wanted) ? 0xff : 0;
  return bits_of_bytes(bytes);
}

template <class T>
Word bits_within(On<Machine::Any>, const T* values, std::span<const T> list) {
  T hits[kWordBits] = {};
  for (const T wanted : list)
    for (unsigned i = 0; i < kWordBits; ++i)
      hits[i] = static_cast<T>(hits[i] | (values[i] == wanted ? 1 : 0));
  alignas(kWordBits) std::uint8_t bytes[kWordBits];
  for (unsigned i = 0; i < kWordBits; ++i) bytes[i] = hits[i] != 0 ? 0xff : 0;
  return bits_of_bytes(bytes);
}

#if defined(__x86_64__)

// ── AVX2 ─────────────────────────────────────────────────────────────────────────────────────────

// Ones where a number is not wanted. Only signed numbers are compared: halfway round, the order of
// unsigned ones is theirs.
template <class T>
__attribute__((target(TAMIS_V3))) __m256i beyond(const T* values, Range<T> wanted) {
  constexpr T kHalf = static_cast<T>(T{1} << (8 * sizeof(T) - 1));
  const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values));
  const auto low = static_cast<std::make_signed_t<T>>(wanted.low + kHalf);
  const auto span = static_cast<std::make_signed_t<T>>(wanted.span + kHalf);
  if constexpr (sizeof(T) == 1)
    return _mm256_cmpgt_epi8(_mm256_sub_epi8(some, _mm256_set1_epi8(low)), _mm256_set1_epi8(span));
  else if constexpr (sizeof(T) == 2)
    return _mm256_cmpgt_epi16(_mm256_sub_epi16(some, _mm256_set1_epi16(low)),
                              _mm256_set1_epi16(span));
  else if constexpr (sizeof(T) == 4)
    return _mm256_cmpgt_epi32(_mm256_sub_epi32(some, _mm256_set1_epi32(low)),
                              _mm256_set1_epi32(span));
  else
    return _mm256_cmpgt_epi64(_mm256_sub_epi64(some, _mm256_set1_epi64x(low)),
                              _mm256_set1_epi64x(span));
}

__attribute__((target(TAMIS_V3))) inline __m256i beyond(const double* values,
                                                        Interval<double> wanted) {
  const __m256d some = _mm256_loadu_pd(values);
  return _mm256_castpd_si256(
      _mm256_or_pd(_mm256_cmp_pd(some, _mm256_set1_pd(wanted.low), _CMP_NGE_UQ),
                   _mm256_cmp_pd(some, _mm256_set1_pd(wanted.high), _CMP_NLE_UQ)));
}

template <class T>
__attribute__((target(TAMIS_V3))) __m256i beyond(const T* values, std::span<const T> list) {
  const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values));
  __m256i found = _mm256_setzero_si256();
  for (const T each : list) {
    const auto wanted = static_cast<std::make_signed_t<T>>(each);
    if constexpr (sizeof(T) == 1)
      found = _mm256_or_si256(found, _mm256_cmpeq_epi8(some, _mm256_set1_epi8(wanted)));
    else if constexpr (sizeof(T) == 2)
      found = _mm256_or_si256(found, _mm256_cmpeq_epi16(some, _mm256_set1_epi16(wanted)));
    else if constexpr (sizeof(T) == 4)
      found = _mm256_or_si256(found, _mm256_cmpeq_epi32(some, _mm256_set1_epi32(wanted)));
    else
      found = _mm256_or_si256(found, _mm256_cmpeq_epi64(some, _mm256_set1_epi64x(wanted)));
  }
  return _mm256_xor_si256(found, _mm256_set1_epi8(-1));
}

// Of 32 numbers. What they are packed by takes from the low halves of all registers first, and then
// from the high ones.
template <class T, class Wanted>
__attribute__((target(TAMIS_V3))) std::uint32_t bits_beyond(const T* values, Wanted wanted) {
  constexpr unsigned kAtOnce = sizeof(__m256i) / sizeof(T);
  __m256i some[sizeof(T)];
  for (unsigned i = 0; i < sizeof(T); ++i) some[i] = beyond(values + i * kAtOnce, wanted);
  if constexpr (sizeof(T) == 8)
    for (unsigned i = 0; i < 4; ++i)
      some[i] = _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(some[2 * i]),
                                                      _mm256_castsi256_ps(some[2 * i + 1]), 0x88));
  if constexpr (sizeof(T) >= 4)
    for (unsigned i = 0; i < 2; ++i) some[i] = _mm256_packs_epi32(some[2 * i], some[2 * i + 1]);
  if constexpr (sizeof(T) >= 2) some[0] = _mm256_packs_epi16(some[0], some[1]);
  const auto packed = static_cast<std::uint32_t>(_mm256_movemask_epi8(some[0]));
  if constexpr (sizeof(T) == 1) return packed;
  constexpr std::uint32_t kLow = sizeof(T) == 2   ? 0x00ff00ff
                                 : sizeof(T) == 4 ? 0x0f0f0f0f
                                                  : 0x33333333;
  return _pdep_u32(packed, kLow) | _pdep_u32(packed >> 16U, ~kLow);
}

template <class T, class Wanted>
__attribute__((target(TAMIS_V3))) Word bits_within(On<Machine::V3>, const T* values,
                                                   Wanted wanted) {
  constexpr unsigned kHalf = kWordBits / 2;
  return ~(Word{bits_beyond(values + kHalf, wanted)} << kHalf | bits_beyond(values, wanted));
}

// ── AVX-512 ──────────────────────────────────────────────────────────────────────────────────────

template <class T>
__attribute__((target(TAMIS_V4))) Word bits_of_some(const T* values, Range<T> wanted) {
  const __m512i some = _mm512_loadu_si512(values);
  const auto low = static_cast<std::make_signed_t<T>>(wanted.low);
  const auto span = static_cast<std::make_signed_t<T>>(wanted.span);
  if constexpr (sizeof(T) == 1)
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(some, _mm512_set1_epi8(low)),
                                  _mm512_set1_epi8(span));
  else if constexpr (sizeof(T) == 2)
    return _mm512_cmple_epu16_mask(_mm512_sub_epi16(some, _mm512_set1_epi16(low)),
                                   _mm512_set1_epi16(span));
  else if constexpr (sizeof(T) == 4)
    return _mm512_cmple_epu32_mask(_mm512_sub_epi32(some, _mm512_set1_epi32(low)),
                                   _mm512_set1_epi32(span));
  else
    return _mm512_cmple_epu64_mask(_mm512_sub_epi64(some, _mm512_set1_epi64(low)),
                                   _mm512_set1_epi64(span));
}

__attribute__((target(TAMIS_V4))) inline Word bits_of_some(const double* values,
                                                           Interval<double> wanted) {
  const __m512d some = _mm512_loadu_pd(values);
  return _mm512_cmp_pd_mask(some, _mm512_set1_pd(wanted.low), _CMP_GE_OQ) &
         _mm512_cmp_pd_mask(some, _mm512_set1_pd(wanted.high), _CMP_LE_OQ);
}

template <class T>
__attribute__((target(TAMIS_V4))) Word bits_of_some(const T* values, std::span<const T> list) {
  Word bits = 0;
  for (const T each : list) bits |= bits_of_some(values, Range<T>{each, 0});
  return bits;
}

template <class T, class Wanted>
__attribute__((target(TAMIS_V4))) Word bits_within(On<Machine::V4>, const T* values,
                                                   Wanted wanted) {
  Word word = 0;
  for (unsigned i = 0; i < kWordBits; i += sizeof(__m512i) / sizeof(T))
    word |= bits_of_some(values + i, wanted) << i;
  return word;
}

#endif

}  // namespace tamis::predicate::table
