// 64 bytes of a JSON text in vectors, of which questions are answered by a Mask: a bit for each
// byte, the lowest for the first. One type for each kind of machine.
#pragma once

#if defined(__x86_64__)

#include <immintrin.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "compiler/values/machines.h"

#define TAMIS_BLOCK_V3 __attribute__((target(TAMIS_V3 ",pclmul")))
#define TAMIS_BLOCK_V4 __attribute__((target(TAMIS_V4 ",pclmul,avx512vbmi2")))

namespace tamis::predicate::blocks {

// Whether this machine, held to what another is, runs the types below.
inline bool runs_v3(Machine machine) {
  return machine != Machine::Any && __builtin_cpu_supports("pclmul");
}
inline bool runs_v4(Machine machine) {
  return runs_v3(machine) && machine == Machine::V4 && __builtin_cpu_supports("avx512vbmi2");
}

using Mask = std::uint64_t;
constexpr std::size_t kBlock = 64;
constexpr std::size_t kLane = 16;  // bytes of a block that a table is applied to

// Bytes by their lower half, for each lane: those that are sought, and elsewhere one that has
// another lower half than its place.
using Table = std::array<char, kBlock>;
constexpr Table by_lower_half(std::string_view sought) {
  constexpr char kUpper = 0x40;
  Table bytes{};
  bytes.fill(static_cast<char>(sought.front() ^ kUpper));
  for (std::size_t lane = 0; lane < kBlock; lane += kLane)
    for (const char c : sought) bytes[lane + static_cast<std::size_t>(c) % kLane] = c;
  return bytes;
}
// Brackets are braces with another bit, and so are two control characters a comma and a colon.
constexpr char kBraces = 0x20;
alignas(kBlock) constexpr Table kMarks = by_lower_half(":,{}");
alignas(kBlock) constexpr Table kBlanks = by_lower_half(" \t\n\r");

// The places of the bits that are set in eight, which begin there in a lane.
using PlacesOfEight = std::array<std::array<std::uint8_t, 8>, 256>;
constexpr PlacesOfEight places_from(unsigned begin) {
  PlacesOfEight places{};
  for (unsigned bits = 0; bits < places.size(); ++bits)
    for (unsigned bit = 0, count = 0; bit < 8; ++bit)
      if ((bits >> bit & 1U) != 0) places[bits][count++] = static_cast<std::uint8_t>(begin + bit);
  return places;
}
alignas(kBlock) constexpr PlacesOfEight kPlacesInLane[] = {places_from(0), places_from(8)};
alignas(kBlock) constexpr auto kPlaces = [] {
  std::array<std::uint8_t, kBlock> places{};
  for (std::size_t i = 0; i < kBlock; ++i) places[i] = static_cast<std::uint8_t>(i);
  return places;
}();

// Each bit by those up to it: whether an odd number of them is set.
TAMIS_BLOCK_V3 inline Mask odd_so_far(Mask bits) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(bits)), _mm_set1_epi8(-1), 0);
  return static_cast<Mask>(_mm_cvtsi128_si64(product));
}

class BlockV3 {
 public:
  TAMIS_BLOCK_V3 explicit BlockV3(const char* text)
      : text_(text), low_(load(text)), high_(load(text + kBlock / 2)) {}

  TAMIS_BLOCK_V3 Mask find(char c) const {
    const __m256i sought = _mm256_set1_epi8(c);
    return mask(_mm256_cmpeq_epi8(low_, sought), _mm256_cmpeq_epi8(high_, sought));
  }
  TAMIS_BLOCK_V3 Mask controls() const {
    const __m256i last = _mm256_set1_epi8(' ' - 1);
    return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(low_, last), low_),
                _mm256_cmpeq_epi8(_mm256_min_epu8(high_, last), high_));
  }
  TAMIS_BLOCK_V3 Mask blanks() const { return find(kBlanks, _mm256_setzero_si256()); }
  TAMIS_BLOCK_V3 Mask marks() const { return find(kMarks, _mm256_set1_epi8(kBraces)); }
  // Not for each byte, but whether there are any.
  TAMIS_BLOCK_V3 Mask beyond_ascii() const {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(low_, high_)));
  }
  // Writes the bytes that are set behind `count` others, and where they are in the text, in which
  // the block is at that offset; up to a block in all. How many there are then.
  TAMIS_BLOCK_V3 std::size_t write(Mask set, std::uint32_t offset, char* bytes,
                                   std::uint32_t* offsets, std::size_t count) const {
    __m256i lane_at = _mm256_set1_epi32(static_cast<int>(offset));
    for (unsigned lane = 0; lane < kBlock; lane += kLane) {
      const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text_ + lane));
      for (const unsigned half : {0U, 1U}) {
        const unsigned eight = set >> (lane + 8 * half) & 0xFFU;
        const __m128i places = load_eight(kPlacesInLane[half][eight].data());
        _mm_storel_epi64(reinterpret_cast<__m128i*>(bytes + count), _mm_shuffle_epi8(text, places));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(offsets + count),
                            _mm256_add_epi32(lane_at, _mm256_cvtepu8_epi32(places)));
        count += static_cast<unsigned>(std::popcount(eight));
      }
      lane_at = _mm256_add_epi32(lane_at, _mm256_set1_epi32(kLane));
    }
    return count;
  }

 private:
  TAMIS_BLOCK_V3 static Mask mask(__m256i low, __m256i high) {
    const auto upper = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) | Mask{upper} << kBlock / 2;
  }
  TAMIS_BLOCK_V3 static __m256i load(const char* half) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(half));
  }
  TAMIS_BLOCK_V3 static __m128i load_eight(const void* bytes) {
    return _mm_loadl_epi64(static_cast<const __m128i*>(bytes));
  }
  // The bytes that are among those sought when these bits of them are set.
  TAMIS_BLOCK_V3 Mask find(const Table& sought, __m256i bits) const {
    const __m256i table = _mm256_load_si256(reinterpret_cast<const __m256i*>(sought.data()));
    return mask(_mm256_cmpeq_epi8(_mm256_or_si256(low_, bits), _mm256_shuffle_epi8(table, low_)),
                _mm256_cmpeq_epi8(_mm256_or_si256(high_, bits), _mm256_shuffle_epi8(table, high_)));
  }

  const char* text_;
  __m256i low_, high_;
};

class BlockV4 {
 public:
  TAMIS_BLOCK_V4 explicit BlockV4(const char* text) : bytes_(_mm512_loadu_si512(text)) {}

  TAMIS_BLOCK_V4 Mask find(char c) const {
    return settled(_mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c)));
  }
  // Of `some` bytes alone.
  TAMIS_BLOCK_V4 Mask find(char c, Mask some) const {
    return _mm512_mask_cmpeq_epi8_mask(some, bytes_, _mm512_set1_epi8(c));
  }
  TAMIS_BLOCK_V4 Mask controls() const {
    return settled(_mm512_cmplt_epu8_mask(bytes_, _mm512_set1_epi8(' ')));
  }
  TAMIS_BLOCK_V4 Mask digits() const {
    return settled(_mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes_, _mm512_set1_epi8('0')),
                                          _mm512_set1_epi8(9)));
  }
  TAMIS_BLOCK_V4 Mask blanks() const { return find(kBlanks, _mm512_setzero_si512()); }
  TAMIS_BLOCK_V4 Mask marks() const { return find(kMarks, _mm512_set1_epi8(kBraces)); }
  TAMIS_BLOCK_V4 Mask beyond_ascii() const { return _mm512_movepi8_mask(bytes_); }
  TAMIS_BLOCK_V4 std::size_t write(Mask set, std::uint32_t offset, char* bytes,
                                   std::uint32_t* offsets, std::size_t count) const {
    _mm512_storeu_si512(bytes + count, _mm512_maskz_compress_epi8(set, bytes_));
    const __m512i places = _mm512_maskz_compress_epi8(set, _mm512_load_si512(kPlaces.data()));
    const auto more = static_cast<unsigned>(std::popcount(set));
    offsets += count;
    write_places(offsets, offset, _mm512_castsi512_si128(places));
    write_places(offsets + kLane, offset, _mm512_extracti32x4_epi32(places, 1));
    if (more > 2 * kLane) {
      write_places(offsets + 2 * kLane, offset, _mm512_extracti32x4_epi32(places, 2));
      write_places(offsets + 3 * kLane, offset, _mm512_extracti32x4_epi32(places, 3));
    }
    return count + more;
  }
  // Writes the bytes that are set, and a comma for each that is behind them; up to a block in all.
  // The number of those.
  TAMIS_BLOCK_V4 std::size_t write_list(Mask set, Mask behind, char* out) const {
    const __m512i commas = _mm512_set1_epi8(',');
    _mm512_storeu_si512(
        out, _mm512_maskz_compress_epi8(set | behind, _mm512_mask_mov_epi8(commas, set, bytes_)));
    return static_cast<unsigned>(std::popcount(set | behind));
  }

 private:
  // Keeps a compiler from comparing only those bytes that a later mask leaves, which would wait for
  // that mask.
  TAMIS_BLOCK_V4 static Mask settled(Mask bits) {
    asm("" : "+r"(bits));
    return bits;
  }
  TAMIS_BLOCK_V4 static void write_places(std::uint32_t* out, std::uint32_t offset,
                                          __m128i places) {
    const __m512i block = _mm512_set1_epi32(static_cast<int>(offset));
    _mm512_storeu_si512(out, _mm512_add_epi32(block, _mm512_cvtepu8_epi32(places)));
  }
  TAMIS_BLOCK_V4 Mask find(const Table& sought, __m512i bits) const {
    const __m512i found = _mm512_shuffle_epi8(_mm512_load_si512(sought.data()), bytes_);
    return settled(_mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes_, bits), found));
  }

  __m512i bytes_;
};

}  // namespace tamis::predicate::blocks

#endif
