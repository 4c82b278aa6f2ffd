#include "backends/predicate/text/text_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "compiler/values/same_bytes.h"
#include "compiler/values/text_codecs.h"

namespace tamis::predicate {
namespace {

using values::is_digit;

using Bytes = std::array<bool, 256>;
constexpr Bytes among(std::string_view bytes) {
  Bytes found{};
  for (const char c : bytes) found[static_cast<unsigned char>(c)] = true;
  return found;
}
bool is_among(const Bytes& bytes, char c) {
  return bytes[static_cast<unsigned char>(c)];
}

constexpr Bytes kEndScalar = among(",}] \t\n\r");
// First bytes of scalars that are sure to be well formed: of strings, where there are no escapes,
// and of numbers, where the text has plain ones.
constexpr Bytes kNothing = among("");
constexpr Bytes kString = among("\"");
constexpr Bytes kNumber = among("-0123456789");
constexpr Bytes kStringOrNumber = among("\"-0123456789");

const Bytes& sure_scalars(bool has_escapes, bool has_plain_numbers) {
  if (has_escapes) return has_plain_numbers ? kNumber : kNothing;
  return has_plain_numbers ? kStringOrNumber : kString;
}

bool ends_scalar(char c) {
  return is_among(kEndScalar, c);
}

// Whether true, false or null begins at `at`, and ends there, found without a branch for each.
bool is_word(const char* at, const char* end) {
  using Four = std::array<char, 4>;
  constexpr auto kTrue = std::bit_cast<std::uint32_t>(Four{'t', 'r', 'u', 'e'});
  constexpr auto kNull = std::bit_cast<std::uint32_t>(Four{'n', 'u', 'l', 'l'});
  constexpr auto kFals = std::bit_cast<std::uint32_t>(Four{'f', 'a', 'l', 's'});
  const std::ptrdiff_t size = *at == 'f' ? 5 : 4;
  if (end - at <= size) return false;
  const auto four = word_at<std::uint32_t>(at);
  const bool is_false = (four == kFals) & (at[4] == 'e');
  const bool is_known = (four == kTrue) | (four == kNull) | is_false;
  const bool is_whole = ends_scalar(at[size]);
  return is_known & is_whole;
}

constexpr unsigned kTogether = 16;  // bytes

#ifdef __SSE2__

// Bit by bit, which of the next bytes are digits.
unsigned find_digits(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i above_zero = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  const __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(above_zero, _mm_set1_epi8(9)), above_zero);
  return static_cast<unsigned>(_mm_movemask_epi8(are_digits));
}

// Whether a number as below has no more than these bytes, found without a branch.
bool is_short_number(const char* at) {
  constexpr unsigned kEnd = 1U << 31U;  // so that no zero is counted, which takes a branch
  const unsigned others = ~find_digits(at);
  const auto digits_from = [others](unsigned place) {
    return static_cast<unsigned>(std::countr_zero(others >> place | kEnd));
  };
  const unsigned sign = *at == '-' ? 1 : 0;
  const unsigned whole = digits_from(sign);
  const unsigned dot = at[sign + whole] == '.' ? 1 : 0;
  const unsigned fraction = digits_from(sign + whole + dot);
  const bool is_whole = (whole == 1) | ((whole > 1) & (at[sign] != '0'));
  const bool is_fraction = (fraction != 0) == (dot != 0);
  return is_whole & is_fraction & ends_scalar(at[sign + whole + dot + fraction]);
}
#endif

const char* skip_digits(const char* at) {
  while (is_digit(*at)) ++at;
  return at;
}

// Without an exponent, and with too few digits to be beyond a double. A bracket is behind it.
bool is_plain_number(const char* at, const char* end) {
#ifdef __SSE2__
  if (end - at > std::ptrdiff_t{kTogether} && is_short_number(at)) return true;
#endif
  constexpr std::ptrdiff_t kLongestNumber = 300;
  at += *at == '-' ? 1 : 0;
  const char* const whole = at;
  at = skip_digits(whole);
  if (at == whole || at - whole > kLongestNumber || (*whole == '0' && at - whole > 1)) return false;
  if (*at == '.') {
    const char* const fraction = at + 1;
    at = skip_digits(fraction);
    if (at == fraction) return false;
  }
  return ends_scalar(*at);
}

bool opens(char c) {
  return c == '{' || c == '[';
}

#ifdef __SSE2__
// Bit by bit, which of the next bytes are brackets, and which of those open something. Both kinds
// of brackets are the same but for one bit.
unsigned find_brackets(const char* at, unsigned& opening) {
  const __m128i bytes =
      _mm_or_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), _mm_set1_epi8('{' ^ '['));
  const auto find = [bytes](char c) {
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))));
  };
  opening = find('{');
  return opening | find('}');
}
#else
unsigned find_brackets(const char* at, unsigned& opening) {
  unsigned closing = 0;
  for (unsigned i = 0; i < kTogether; ++i) {
    opening |= opens(at[i]) ? 1U << i : 0U;
    closing |= at[i] == '}' || at[i] == ']' ? 1U << i : 0U;
  }
  return opening | closing;
}
#endif

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The size of the escape at the beginning of `text`; 0 for what is none, and for surrogates.
std::size_t size_of_escape(std::string_view text) {
  if (text.size() < 2) return 0;
  if (text[1] != 'u')
    return std::string_view("\"\\/bfnrt").find(text[1]) != std::string_view::npos ? 2 : 0;
  if (text.size() < 6 || !std::all_of(text.begin() + 2, text.begin() + 6, is_hex)) return 0;
  const bool surrogate = (text[2] == 'd' || text[2] == 'D') && text[3] > '7';
  return surrogate ? 0 : 6;
}

}  // namespace

// One look at each token, by its place among the kinds, with or without a look at escapes. The
// last one is a bracket that closes an object, and only the root's end takes it, so there is a next
// one wherever it is looked at.
template <bool kEscapes>
class TextScan::Walk {
 public:
  using At = const char*;

  explicit Walk(const TextScan& scan)
      : scan_(scan),
        text_(scan.text_.data()),
        end_(scan.end()),
        kinds_(scan.tokens_.kinds),
        offsets_(scan.tokens_.offsets),
        last_(kinds_ + scan.last_),
        sure_(sure_scalars(kEscapes, scan.tokens_.has_plain_numbers)) {}

  // Of an object that is not empty.
  bool pass_root(RootFields& fields) const {
    for (At at = kinds_ + kRoot + 1;; ++at) {
      if (!is_name(at)) return false;
      if (fields.may_want(begin(at) + 1)) fields.meet(scan_.string(token(at)), token(at + 2));
      at += 2;
      if (!opens(*at)) {
        if (!is_flat(at++)) return false;
      } else if (at = pass_container(at); at == nullptr) {
        return false;
      }
      if (*at != ',') return at == last_;
    }
  }

 private:
  Token token(At at) const { return static_cast<Token>(at - kinds_); }
  const char* begin(At at) const { return text_ + offsets_[at - kinds_]; }

  bool is_name(At at) const {
    return kEscapes ? scan_.begins_member(token(at)) : std::memcmp(at, "\":", 2) == 0;
  }
  // Whether it is a value without brackets.
  bool is_flat(At at) const {
    if (is_among(sure_, *at)) return true;
    if (*at == '"') return scan_.has_known_escapes(token(at));
    return is_word(begin(at), end_) || is_plain_number(begin(at), end_);
  }

  // Items up to a bracket, which closes what they are in, or opens one of them; or nothing.
  At pass_members(At at) const {
    for (;;) {
      if (!is_name(at)) return nullptr;
      at += 2;
      if (opens(*at)) return at;
      if (!is_flat(at)) return nullptr;
      if (*++at == '}') return at;
      if (*at++ != ',') return nullptr;
    }
  }
  At pass_elements(At at) const {
    for (;;) {
      if (opens(*at)) return at;
      if (!is_flat(at)) return nullptr;
      if (*++at == ']') return at;
      if (*at++ != ',') return nullptr;
    }
  }
  At pass_items(At at, bool in_object) const {
    return in_object ? pass_members(at) : pass_elements(at);
  }

  // What is behind the container that begins there, or nothing.
  At pass_container(At at) const {
    // Which of those that are open are no arrays, the innermost in the lowest bit; above them a
    // one.
    std::uint64_t objects = 1;
    for (;;) {
      if (objects >> (kDeepest - 1) != 0) return nullptr;
      bool in_object = *at == '{';
      objects = objects << 1U | std::uint64_t{in_object};
      if (*++at != (in_object ? '}' : ']')) {
        at = pass_items(at, in_object);
        if (at == nullptr) return nullptr;
      }
      while (!opens(*at)) {
        if (at++ == last_) return nullptr;
        objects >>= 1U;
        if (objects == 1) return at;
        in_object = (objects & 1U) != 0;
        if (*at == (in_object ? '}' : ']')) continue;
        if (*at++ != ',') return nullptr;
        at = pass_items(at, in_object);
        if (at == nullptr) return nullptr;
      }
    }
  }

  static constexpr unsigned kDeepest = 64;

  const TextScan& scan_;
  const char* text_;
  const char* end_;
  const char* kinds_;
  const std::uint32_t* offsets_;
  At last_;
  const Bytes& sure_;
};

bool TextScan::read(std::string_view json, TextCheck check, simdjson::dom::parser& parser,
                    RootFields& fields) {
  return finder_.read(json, check, parser) && read(json, finder_.tokens(), check, fields);
}

bool TextScan::begin(RootFields& fields) {
  const TextScan& scan = *this;
  if (scan[kRoot] != '{' || scan[last_] != '}') return false;
  is_sound_ = true;
  at_end_ = check_ == TextCheck::Whole || scan[kRoot + 1] == '}';
  met_ = kRoot;
  if (scan[kRoot + 1] == '}') return last_ == kRoot + 1;
  if (check_ == TextCheck::Needed) return true;
  return has_escapes() ? Walk<true>(scan).pass_root(fields) : Walk<false>(scan).pass_root(fields);
}

void TextScan::seek(RootFields& fields, std::int32_t wanted) {
  const TextScan& scan = *this;
  Token before = met_ == kRoot ? kRoot : behind(met_);
  bool more = met_ == kRoot || scan[before] == ',';
  while (more && begins_member(before + 1)) {
    const Token value = before + 3;
    if (fields.may_want(begin(before + 1) + 1)) {
      fields.meet(string(before + 1), value);
      met_ = value;
      if (fields.value(wanted) != RootFields::kNowhere) return;
    }
    before = behind(value);
    more = scan[before] == ',';
  }
  at_end_ = true;
  if (before != last_) spoil();
}

TextScan::Token TextScan::closing(Token open) const {
  const char* const kinds = tokens_.kinds;
  int depth = 1;
  for (Token at = open + 1; at < last_; at += kTogether) {
    unsigned opens = 0;
    unsigned brackets = find_brackets(kinds + at, opens);
    for (; brackets != 0; brackets &= brackets - 1) {
      const auto place = static_cast<unsigned>(std::countr_zero(brackets));
      depth += (opens >> place & 1U) != 0 ? 1 : -1;
      if (depth == 0) return std::min(at + place, last_);
    }
  }
  return last_;
}

bool TextScan::begins_member(Token at) const {
  return std::memcmp(tokens_.kinds + at, "\":", 2) == 0 &&
         (!has_escapes() || string(at).find('\\') == std::string_view::npos);
}

std::string_view TextScan::string_before_blanks(Token token) const {
  const char* const first = begin(token) + 1;
  const char* at = first;
  for (;;) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end() - at)));
    const char* backslash = at;
    if (has_escapes())
      while (backslash != first && backslash[-1] == '\\') --backslash;
    if ((at - backslash) % 2 == 0) return {first, static_cast<std::size_t>(at - first)};
    ++at;
  }
}

bool TextScan::has_known_escapes(Token at) const {
  std::string_view raw = string(at);
  for (;;) {
    const std::size_t backslash = raw.find('\\');
    if (backslash == std::string_view::npos) return true;
    const std::size_t size = size_of_escape(raw.substr(backslash));
    if (size == 0) return false;
    raw.remove_prefix(backslash + size);
  }
}

}  // namespace tamis::predicate
