#include "backends/predicate/text_scan.h"

#include <simdjson.h>

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#define TAMIS_SCAN_TARGET __attribute__((target("avx2,bmi,bmi2,pclmul,popcnt,lzcnt")))
// What is called in one place, for each block.
#define TAMIS_SCAN_INLINE TAMIS_SCAN_TARGET __attribute__((always_inline)) inline
#endif

namespace tamis::predicate {

void TextScan::make_room(std::size_t size) {
  if (size <= room_) return;
  room_ = std::max(size, 2 * room_);
  blocks_ = std::make_unique_for_overwrite<Block[]>(room_ / 64 + 1);
  closing_ = std::make_unique_for_overwrite<Position[]>(room_ + 64);
  root_names_ = std::make_unique_for_overwrite<Position[]>(room_ / 2 + 64);
}

#if !defined(__x86_64__)

bool TextScan::supported() {
  return false;
}
bool TextScan::read(std::string_view) {
  return false;
}

#else

namespace {

using Bits = std::uint64_t;  // bit n: byte n of a block

// Bits that move upward, from one block into the next.
class Carry {
 public:
  // The byte behind each of `bits`.
  Bits behind(Bits bits) {
    const Bits moved = (bits << 1U) | in_;
    in_ = bits >> 63U;
    return moved;
  }
  // The first byte behind each of `bits` that is none of `skipped`. No two of them share a run.
  Bits behind(Bits bits, Bits skipped) {
    const Bits moved = (bits << 1U) | in_;
    Bits sum = 0;
    const Bits over = static_cast<Bits>(__builtin_add_overflow(moved, skipped, &sum));
    in_ = (bits >> 63U) | over;
    return sum & ~skipped;
  }
  // The same with `bits` themselves the first of their runs.
  Bits through(Bits bits, Bits runs) {
    Bits sum = 0;
    in_ = static_cast<Bits>(__builtin_add_overflow(bits | in_, runs, &sum));
    return sum;
  }

 private:
  Bits in_ = 0;
};

// What the bytes of a block are, wherever they stand.
struct ByteKinds {
  Bits quote, backslash, open_object, close_object, open_array, close_array, colon, comma;
  Bits blank, control, not_ascii, digit, zero, dot, minus;
};

class ByteVectors {
 public:
  TAMIS_SCAN_INLINE explicit ByteVectors(const char* at)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32))) {}

  TAMIS_SCAN_INLINE ByteKinds kinds() const {
    ByteKinds kinds;
    kinds.quote = equal('"');
    kinds.backslash = equal('\\');
    kinds.open_object = equal('{');
    kinds.close_object = equal('}');
    kinds.open_array = equal('[');
    kinds.close_array = equal(']');
    kinds.colon = equal(':');
    kinds.comma = equal(',');
    kinds.zero = equal('0');
    kinds.dot = equal('.');
    kinds.minus = equal('-');
    kinds.blank = bits(blank(low_), blank(high_));
    kinds.control = bits(at_most(low_, 0x1f), at_most(high_, 0x1f));
    kinds.digit = bits(digit(low_), digit(high_));
    kinds.not_ascii = bits(low_, high_);
    return kinds;
  }

 private:
  static TAMIS_SCAN_INLINE Bits bits(__m256i low, __m256i high) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
           (Bits{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32U);
  }
  TAMIS_SCAN_INLINE Bits equal(char c) const {
    const __m256i all = _mm256_set1_epi8(c);
    return bits(_mm256_cmpeq_epi8(low_, all), _mm256_cmpeq_epi8(high_, all));
  }
  static TAMIS_SCAN_INLINE __m256i at_most(__m256i bytes, char most) {
    return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(most)), bytes);
  }
  static TAMIS_SCAN_INLINE __m256i digit(__m256i bytes) {
    return at_most(_mm256_sub_epi8(bytes, _mm256_set1_epi8('0')), 9);
  }
  // The blank that has a byte's lower half is the byte.
  static TAMIS_SCAN_INLINE __m256i blank(__m256i bytes) {
    const __m256i blanks =
        _mm256_setr_epi8(' ', 1, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1,  //
                         ' ', 1, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1);
    return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(blanks, bytes), bytes);
  }

  __m256i low_;
  __m256i high_;
};

// Each bit: whether an odd number of bits stand up to it.
TAMIS_SCAN_INLINE Bits parity(Bits bits) {
  const __m128i ones = _mm_set1_epi8(-1);
  const __m128i wide = _mm_set_epi64x(0, static_cast<long long>(bits));
  return static_cast<Bits>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(wide, ones, 0)));
}

// true, false or null at the beginning, with something behind it that ends it.
std::size_t length_of_word(std::string_view text) {
  for (const std::string_view word : {"null", "true", "false"})
    if (text.size() > word.size() && text.starts_with(word)) {
      const char end = text[word.size()];
      return end == ',' || end == '}' || end == ']' || TextScan::is_blank(end) ? word.size() : 0;
    }
  return 0;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// An escape at the beginning of `text`, which is none of a surrogate.
bool is_plain_escape(std::string_view text) {
  if (text.size() < 2) return false;
  if (text[1] != 'u') return std::string_view("\"\\/bfnrt").find(text[1]) != std::string_view::npos;
  if (text.size() < 6 || !std::all_of(text.begin() + 2, text.begin() + 6, is_hex)) return false;
  const bool surrogate = (text[2] == 'd' || text[2] == 'D') && text[3] > '7';
  return !surrogate;
}

}  // namespace

// The rules of JSON as operations on a block's bits. `wrong_` gathers what breaks one; the text is
// looked at to its end all the same, since that is the common case.
class TextScanner {
 public:
  TextScanner(TextScan& scan, std::string_view text) : scan_(scan), text_(text) {}

  TAMIS_SCAN_TARGET bool run() {
    std::size_t base = 0;
    for (; base + 64 <= text_.size() && !closed_; base += 64)
      if (!block(base, ByteVectors(text_.data() + base).kinds())) return false;
    if (!closed_ && base < text_.size()) {
      char last[64];
      std::fill(std::begin(last), std::end(last), ' ');
      std::copy(text_.begin() + static_cast<std::ptrdiff_t>(base), text_.end(), std::begin(last));
      if (!block(base, ByteVectors(last).kinds())) return false;
      base = text_.size();
    }
    if (!closed_ || wrong_ != 0) return false;
    if (!std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(std::min(base, text_.size())),
                     text_.end(), TextScan::is_blank))
      return false;
    return not_ascii_ == 0 || simdjson::validate_utf8(text_.data(), text_.size());
  }

 private:
  // A block's bytes that are not within a string, and the quotes.
  struct Tokens {
    Bits open_object, close_object, open_array, close_array, colon, comma;
    Bits open_quote, close_quote,
        in_string;  // in_string: from the opening quote, without the other
    Bits blank, scalar, scalar_start;
    Bits values() const { return open_quote | scalar_start | open_object | open_array; }
    Bits separators() const { return comma | close_object | close_array; }
  };
  // What tells of the bracket that a byte is in: where it may be in an object, or in an array only.
  struct Signs {
    Bits name, of_object, of_array;
  };

  TAMIS_SCAN_INLINE bool block(std::size_t base, const ByteKinds& kinds) {
    Bits quotes = kinds.quote;
    if ((kinds.backslash | escaped_) != 0 && !escapes(base, kinds.backslash, quotes)) return false;
    const Tokens tokens = tokens_of(kinds, quotes);
    not_ascii_ |= kinds.not_ascii;
    wrong_ |= kinds.control & tokens.in_string;
    const Signs signs = neighbours(kinds, tokens);
    if (!scalars(base, kinds, tokens)) return false;
    scan_.blocks_[base / 64] = {tokens.close_quote, tokens.separators()};
    return brackets(base, tokens, signs);
  }

  // Takes the escaped ones out of `quotes`.
  bool escapes(std::size_t base, Bits backslashes, Bits& quotes) {
    scan_.has_escapes_ = true;
    Bits escaped = escaped_;
    backslashes &= ~escaped_;
    escaped_ = 0;
    while (backslashes != 0) {
      const auto at = static_cast<unsigned>(std::countr_zero(backslashes));
      if (!is_plain_escape(text_.substr(std::min(base + at, text_.size())))) return false;
      const Bits next = Bits{2} << at;
      if (at == 63)
        escaped_ = 1;
      else
        escaped |= next;
      backslashes &= ~((Bits{1} << at) | next);
    }
    quotes &= ~escaped;
    return true;
  }

  TAMIS_SCAN_INLINE Tokens tokens_of(const ByteKinds& kinds, Bits quotes) {
    Tokens tokens;
    tokens.in_string = parity(quotes) ^ in_string_;
    in_string_ = static_cast<Bits>(static_cast<std::int64_t>(tokens.in_string) >> 63U);
    tokens.open_quote = quotes & tokens.in_string;
    tokens.close_quote = quotes & ~tokens.in_string;
    const Bits outside = ~(tokens.in_string | quotes);
    tokens.open_object = kinds.open_object & outside;
    tokens.close_object = kinds.close_object & outside;
    tokens.open_array = kinds.open_array & outside;
    tokens.close_array = kinds.close_array & outside;
    tokens.colon = kinds.colon & outside;
    tokens.comma = kinds.comma & outside;
    tokens.blank = kinds.blank & outside;
    tokens.scalar = outside & ~(tokens.open_object | tokens.open_array | tokens.colon |
                                tokens.separators() | tokens.blank);
    tokens.scalar_start = tokens.scalar & ~behind_scalar_.behind(tokens.scalar);
    return tokens;
  }

  // Which token may follow which. What may depends on the bracket becomes a sign:
  // a colon stands in an object, and a value behind a comma that has none in an array.
  TAMIS_SCAN_INLINE Signs neighbours(const ByteKinds& kinds, const Tokens& t) {
    const Bits ends = t.close_object | t.close_array | t.scalar | t.close_quote;
    const Bits after_end = after_end_.behind(ends, t.blank);
    const Bits within_scalar = t.scalar & ~t.scalar_start;
    wrong_ |= after_end & ~(t.separators() | t.colon | within_scalar);
    const Bits after_open_object = after_open_object_.behind(t.open_object, t.blank);
    wrong_ |= after_open_object & ~(t.open_quote | t.close_object);
    // That `]` does not stand behind a colon the brackets tell.
    const Bits before_value = t.open_array | t.colon;
    wrong_ |= before_value_.behind(before_value, t.blank) & ~(t.values() | t.close_array);
    const Bits after_comma = after_comma_.behind(t.comma, t.blank);
    wrong_ |= after_comma & ~t.values();

    const Bits name = t.open_quote & (after_open_object | after_comma);
    const Bits passed = names_.through(name, t.in_string);
    wrong_ |= kinds.backslash & t.in_string & ~passed;
    const Bits after_name = after_name_.behind(passed & t.close_quote, t.blank);
    wrong_ |= t.colon & ~after_name;
    return {name, t.colon, (after_name & ~t.colon) | (after_comma & t.values() & ~t.open_quote)};
  }

  TAMIS_SCAN_INLINE bool scalars(std::size_t base, const ByteKinds& kinds, const Tokens& t) {
    const Bits digit = kinds.digit & t.scalar;
    const Bits dot = kinds.dot & t.scalar;
    const Bits minus = kinds.minus & t.scalar;
    const Bits letter = t.scalar & ~(digit | dot | minus);
    if (!words(base, letter, t.scalar_start)) return false;
    wrong_ |= (t.scalar_start & dot) | (minus & ~t.scalar_start);
    wrong_ |= dot & ~after_digit_.behind(digit);
    const Bits after_minus = after_minus_.behind(minus);
    const Bits after_dot = after_dot_.behind(dot);
    wrong_ |= (after_minus | after_dot) & ~digit;
    wrong_ |= fraction_.through(after_dot, digit) & ~digit & dot;
    const Bits leading_zero = kinds.zero & (t.scalar_start | after_minus);
    wrong_ |= after_zero_.behind(leading_zero) & digit;
    return ~digit != 0;  // so long a number may be beyond a double
  }

  // All letters must be those of true, false and null.
  bool words(std::size_t base, Bits letter, Bits scalar_start) {
    if ((letter | rest_of_word_) == 0) return true;
    Bits expected = rest_of_word_;
    rest_of_word_ = 0;
    for (Bits starts = letter & scalar_start; starts != 0; starts &= starts - 1) {
      const auto at = static_cast<unsigned>(std::countr_zero(starts));
      const std::size_t length = length_of_word(text_.substr(std::min(base + at, text_.size())));
      if (length == 0) return false;
      const Bits word = (Bits{1} << length) - 1;
      expected |= word << at;
      if (at + length > 64) rest_of_word_ = word >> (64 - at);
    }
    return letter == expected;
  }

  TAMIS_SCAN_INLINE bool brackets(std::size_t base, const Tokens& t, const Signs& signs) {
    const Bits opening = t.open_object | t.open_array;
    const Bits of_object = t.open_object | t.close_object;
    Bits left = opening | t.close_object | t.close_array;
    Bits unseen = ~Bits{0};
    for (; left != 0; left &= left - 1) {
      const auto at = static_cast<unsigned>(std::countr_zero(left));
      const Bits upto = left ^ (left - 1);
      between(base, unseen & upto, signs);
      unseen = ~upto;
      if (!bracket(static_cast<TextScan::Position>(base + at), ((opening >> at) & 1U) != 0,
                   (of_object >> at) & 1U))
        return false;
      if (depth_ == 0) {
        closed_ = true;
        wrong_ |= unseen & ~t.blank;
        return true;
      }
    }
    between(base, unseen, signs);
    return true;
  }

  // Bytes that are all in one bracket.
  TAMIS_SCAN_INLINE void between(std::size_t base, Bits bytes, const Signs& signs) {
    const Bits in_object = Bits{0} - (in_object_ & 1U);
    wrong_ |= bytes & ((signs.of_array & in_object) | (signs.of_object & ~in_object));
    if (depth_ != 1) return;
    for (Bits names = signs.name & bytes; names != 0; names &= names - 1)
      scan_.root_names_[scan_.root_name_count_++] =
          static_cast<TextScan::Position>(base + static_cast<unsigned>(std::countr_zero(names)));
  }

  TAMIS_SCAN_INLINE bool bracket(TextScan::Position at, bool opens, Bits of_object) {
    open_[depth_ + 1] = at;
    const unsigned innermost = depth_ + (opens ? 1U : 0U);
    scan_.closing_[open_[innermost]] = at;
    wrong_ |= opens ? 0 : (in_object_ ^ of_object) & 1U;
    in_object_ = opens ? (in_object_ << 1U) | of_object : in_object_ >> 1U;
    depth_ = innermost - (opens ? 0U : 1U);
    return depth_ <= kDeepest;
  }

  static constexpr unsigned kDeepest = 62;

  TextScan& scan_;
  std::string_view text_;
  Bits wrong_ = 0;
  Bits not_ascii_ = 0;
  Bits escaped_ = 0;    // 1: the next block's first byte
  Bits in_string_ = 0;  // all or none
  Bits rest_of_word_ = 0;
  Carry behind_scalar_, after_end_, after_open_object_, before_value_, after_comma_, after_name_;
  Carry names_, after_digit_, after_minus_, after_dot_, fraction_, after_zero_;
  Bits in_object_ = 0;  // the lowest bit: whether the innermost bracket is an object's; outer above
  unsigned depth_ = 0;
  bool closed_ = false;                         // the root
  TextScan::Position open_[kDeepest + 2] = {};  // by depth, from 1
};

bool TextScan::supported() {
  static const bool kSupported =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("pclmul") != 0 &&
      __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
  return kSupported;
}

bool TextScan::read(std::string_view json) {
  if (!supported() || json.size() > kMostBytes) return false;
  const auto* const first = std::find_if_not(json.begin(), json.end(), is_blank);
  if (first == json.end() || *first != '{') return false;
  make_room(json.size());
  text_ = json;
  has_escapes_ = false;
  root_ = static_cast<Position>(first - json.begin());
  root_name_count_ = 0;
  return TextScanner(*this, json).run();
}

#endif

}  // namespace tamis::predicate
