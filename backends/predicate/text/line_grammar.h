// Whether the tokens of many lines are an object in each line, found 64 tokens at a time.
//
// Each token is held to the one before it, for which one must know whether a comma stands in an
// object or in an array. That, the brackets tell, of which there are so few that they are first
// written behind one another (Nesting).
#pragma once

#include "backends/predicate/text/text_blocks.h"

#if defined(__x86_64__)
namespace tamis::predicate::blocks {

// Each bit of `some` and those behind it, up to the next of `bounds`, of which `some` are a part.
// `goes_on`, one bit: those before the first of them are as well.
inline Mask spread(Mask some, Mask bounds, Mask goes_on) {
  const Mask between = ~bounds;
  const Mask carried = between + (some << 1U | goes_on);
  return (between & ~carried) | some;
}

// For each byte of a lane the place of the one that is so far before it, or for zero: GCC compiles
// no shift of bytes (_mm512_bslli_epi128) without optimization.
constexpr Table bytes_before(std::size_t distance) {
  constexpr char kZero = -1;
  Table places{};
  for (std::size_t i = 0; i < kBlock; ++i)
    places[i] = i % kLane < distance ? kZero : static_cast<char>(i % kLane - distance);
  return places;
}
alignas(kBlock) constexpr Table kBytesBefore[] = {bytes_before(1), bytes_before(2), bytes_before(4),
                                                  bytes_before(8)};

// Bits in their order, one for each of the places.
TAMIS_BLOCK_V4 inline Mask deposit(Mask bits, Mask places) {
  return _pdep_u64(bits, places);
}

// Writes where the bits are, which are few, of a block at that place; up to a block in all. The
// number of those.
TAMIS_BLOCK_V4 inline std::size_t write_places(Mask few, std::size_t first, std::uint32_t* out) {
  const __m512i places = _mm512_maskz_compress_epi8(few, _mm512_load_si512(kPlaces.data()));
  const __m512i base = _mm512_set1_epi32(static_cast<int>(first));
  const auto write = [&](std::size_t at, __m128i some) TAMIS_BLOCK_V4 {
    _mm512_storeu_si512(out + at, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(some)));
  };
  const auto count = static_cast<unsigned>(std::popcount(few));
  write(0, _mm512_castsi512_si128(places));
  if (count > kLane) {
    write(kLane, _mm512_extracti32x4_epi32(places, 1));
    write(2 * kLane, _mm512_extracti32x4_epi32(places, 2));
    write(3 * kLane, _mm512_extracti32x4_epi32(places, 3));
  }
  return count;
}

// 64 tokens by their first bytes.
struct TokenKinds {
  Mask opens_object, opens_array, closes_object, closes_array;
  Mask commas, colons, strings, line_ends;

  template <class Block>
  static TokenKinds of(const Block& block) {
    return {block.find('{'), block.find('['), block.find('}'), block.find(']'),
            block.find(','), block.find(':'), block.find('"'), block.find('\n')};
  }
  Mask opens() const { return opens_object | opens_array; }
  Mask closes() const { return closes_object | closes_array; }
  // What Nesting is told of.
  Mask bounds() const { return opens() | closes() | line_ends; }
  Mask scalars() const { return ~(bounds() | commas | colons | strings); }
};

// Brackets and line ends, 64 at a time, as BlockV4 has them. Tells of each in what container that
// is which stands behind it.
class Nesting {
 public:
  struct Behind {
    Mask in_object;
    Mask in_root;
  };

  TAMIS_BLOCK_V4 Behind look_at(const BlockV4& block) {
    const TokenKinds kinds = TokenKinds::of(block);
    const Mask opens = kinds.opens();
    const Mask closes = kinds.closes();
    const Mask objects = kinds.opens_object | kinds.closes_object;
    const unsigned before = depth_;
    const __m512i depths = count(opens, closes);
    is_sound_ &= _mm512_cmpgt_epu8_mask(depths, _mm512_set1_epi8(kDeepest)) == 0;
    const Mask outside = at_depth(depths, 0);
    const Mask behind_roots = (closes & outside) << 1U | behind_root_;
    behind_root_ = (closes & outside) >> (kBlock - 1);
    Mask mistakes = (kinds.line_ends & ~outside) | (behind_roots & ~kinds.line_ends);
    Behind behind{0, at_depth(depths, 1)};
    Mask above = outside;
    for (unsigned depth = 1; is_sound_ && (depth <= before || reach(depths, depth)); ++depth) {
      const Mask here = at_depth(depths, depth);
      const Mask opened = opens & here;
      const Mask in_object = spread(opened & objects, opened, objects_ >> depth & 1U);
      objects_ = (objects_ & ~(Mask{1} << depth)) | (in_object >> (kBlock - 1)) << depth;
      behind.in_object |= in_object & here;
      mistakes |= closes & above & (in_object ^ objects);
      above = here;
    }
    is_sound_ &= mistakes == 0;
    return behind;
  }
  bool is_sound() const { return is_sound_; }

 private:
  static constexpr char kDeepest = 63;

  TAMIS_BLOCK_V4 static Mask at_depth(__m512i depths, unsigned depth) {
    return _mm512_cmpeq_epi8_mask(depths, _mm512_set1_epi8(static_cast<char>(depth)));
  }
  TAMIS_BLOCK_V4 static bool reach(__m512i depths, unsigned depth) {
    return _mm512_cmpge_epu8_mask(depths, _mm512_set1_epi8(static_cast<char>(depth))) != 0;
  }
  // How many are open behind each.
  TAMIS_BLOCK_V4 __m512i count(Mask opens, Mask closes) {
    __m512i sums = _mm512_mask_set1_epi8(_mm512_maskz_set1_epi8(opens, 1), closes, -1);
    for (const Table& bytes_before : kBytesBefore)
      sums =
          _mm512_add_epi8(sums, _mm512_shuffle_epi8(sums, _mm512_load_si512(bytes_before.data())));
    // And what the lanes before each have in all.
    const __m512i lanes = _mm512_shuffle_epi8(sums, _mm512_set1_epi8(kLane - 1));
    const __m512i one = _mm512_maskz_shuffle_i64x2(0b1111'1100, lanes, lanes, 0b10'01'00'00);
    const __m512i two = _mm512_maskz_shuffle_i64x2(0b1111'0000, lanes, lanes, 0b01'00'00'00);
    const __m512i three = _mm512_maskz_shuffle_i64x2(0b1100'0000, lanes, lanes, 0b00'00'00'00);
    sums = _mm512_add_epi8(_mm512_add_epi8(sums, one), _mm512_add_epi8(two, three));
    sums = _mm512_add_epi8(sums, _mm512_set1_epi8(static_cast<char>(depth_)));
    depth_ += static_cast<std::uint8_t>(std::popcount(opens) - std::popcount(closes));
    return sums;
  }
  bool is_sound_ = true;
  std::uint8_t depth_ = 0;
  Mask objects_ = 0;      // of the container that is open at each depth
  Mask behind_root_ = 0;  // one bit
};

// Tokens in their order, each held to the one before it. Of each 64, the first is the last of those
// before, so that every one has one before it; at the very first, a line ends.
class LineGrammar {
 public:
  static constexpr std::size_t kStep = kBlock - 1;

  // `behind` has what is behind each of the bounds, in their places. The names of the members of
  // roots.
  Mask look_at(const TokenKinds& kinds, Nesting::Behind behind) {
    const Mask bounds = kinds.bounds();
    const Mask in_object = spread(behind.in_object, bounds, in_object_);
    const Mask in_root = spread(behind.in_root, bounds, in_root_);
    const Mask scalars = kinds.scalars();
    const Mask for_names = (kinds.opens_object | (kinds.commas & in_object)) << 1U;
    const Mask for_values = (kinds.opens_array | (kinds.commas & ~in_object) | kinds.colons) << 1U;
    const Mask names = (for_names & kinds.strings) | name_;
    const Mask values_end = (kinds.strings & ~names) | scalars | kinds.closes();
    const Mask roots_end = kinds.closes_object | kinds.line_ends;

    mistakes_ |= for_names & ~(kinds.strings | kinds.closes_object);
    mistakes_ |= for_values & ~(kinds.strings | scalars | kinds.opens() | kinds.closes_array);
    mistakes_ |= kinds.commas << 1U & kinds.closes();
    mistakes_ |= names << 1U & ~kinds.colons;
    mistakes_ |= values_end << 1U & ~(kinds.commas | kinds.closes() | kinds.line_ends);
    mistakes_ |= kinds.line_ends << 1U & ~(kinds.opens_object | kinds.line_ends);
    mistakes_ |= kinds.line_ends & ~(roots_end << 1U | kFirst);

    in_object_ = last(in_object);
    in_root_ = last(in_root);
    name_ = last(names);
    return names & in_root & ~kFirst;
  }
  bool is_sound() const { return mistakes_ == 0; }

 private:
  static constexpr Mask kFirst = 1;
  static Mask last(Mask bits) { return bits >> (kBlock - 1); }

  Mask mistakes_ = 0;
  // What the last token was, or was in: one bit.
  Mask in_object_ = 0;
  Mask in_root_ = 0;
  Mask name_ = 0;
};

}  // namespace tamis::predicate::blocks
#endif
