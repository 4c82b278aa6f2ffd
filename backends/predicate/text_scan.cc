#include "backends/predicate/text_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "compiler/values/text_codecs.h"

namespace tamis::predicate {
namespace {

using values::is_digit;

constexpr auto kEndsScalar = [] {
  std::array<bool, 256> ends{};
  for (const char c : {',', '}', ']', ' ', '\t', '\n', '\r'})
    ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();

bool ends_scalar(char c) {
  return kEndsScalar[static_cast<unsigned char>(c)];
}

// Whether `word` begins at `at`, and a scalar ends behind it.
template <std::size_t kSize>
bool is_word(const char* at, const char* end, const char (&word)[kSize]) {
  constexpr std::size_t kLength = kSize - 1;
  return static_cast<std::size_t>(end - at) > kLength && std::memcmp(at, word, kLength) == 0 &&
         ends_scalar(at[kLength]);
}

#ifdef __SSE2__
constexpr std::ptrdiff_t kTogether = 16;

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
  if (end - at > kTogether && is_short_number(at)) return true;
#endif
  constexpr std::ptrdiff_t kMostDigits = 300;
  at += *at == '-' ? 1 : 0;
  const char* const whole = at;
  at = skip_digits(whole);
  if (at == whole || at - whole > kMostDigits || (*whole == '0' && at - whole > 1)) return false;
  if (*at == '.') {
    const char* const fraction = at + 1;
    at = skip_digits(fraction);
    if (at == fraction) return false;
  }
  return ends_scalar(*at);
}

bool is_scalar(const char* at, const char* end) {
  switch (*at) {
    case 't':
      return is_word(at, end, "true");
    case 'f':
      return is_word(at, end, "false");
    case 'n':
      return is_word(at, end, "null");
    default:
      return is_plain_number(at, end);
  }
}

bool opens(char c) {
  return c == '{' || c == '[';
}

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

bool TextScan::read(std::string_view json, TextCheck check, simdjson::dom::parser& parser,
                    RootFields& fields) {
  if (!tokens_.read(json, parser) || tokens_.count() < 2) return false;
  text_ = json;
  last_ = tokens_.kinds() + tokens_.count() - 1;
  make_room(tokens_.count());
  check_ = check;
  fields.forget();
  return begin(fields);
}

bool TextScan::begin(RootFields& fields) {
  const char* const root = tokens_.kinds() + kRoot;
  if (*root != '{' || *last_ != '}') return false;
  is_sound_ = true;
  const bool is_empty = root[1] == '}';
  next_ = is_empty ? nullptr : root + 1;
  if (is_empty) return last_ == root + 1;
  if (check_ == TextCheck::Whole) pass_root(fields, 0);
  return is_sound_;
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

void TextScan::make_room(std::size_t tokens) {
  if (tokens <= room_) return;
  room_ = std::max(tokens, 2 * room_);
  closing_ = std::make_unique_for_overwrite<Token[]>(room_);
}

// One look at each token, by its place among the kinds, with or without a look at escapes. The
// last one is a bracket that closes an object, and only the root's end takes it, so there is a next
// one wherever it is looked at.
//
// Where the text is trusted nothing is looked at inside of scalars.
template <bool kEscapes, bool kTrusted>
class TextScan::Walk {
 public:
  using At = const char*;

  explicit Walk(const TextScan& scan)
      : scan_(scan),
        text_(scan.text_.data()),
        end_(scan.end()),
        kinds_(scan.tokens_.kinds()),
        offsets_(scan.tokens_.offsets()),
        last_(scan.last_),
        closing_(scan.closing_.get()) {}

  // From the name of a member of the root on, in text that is trusted as far as the member of that
  // number. The next one's name, or the root's end; or nothing.
  At pass_root(At at, RootFields& fields, std::int32_t wanted) const {
    for (;;) {
      if (!is_name(at)) return nullptr;
      if (fields.may_want(begin(at) + 1)) fields.meet(scan_.string(token(at)), token(at + 2));
      at += 2;
      if (!opens(*at)) {
        if (!is_flat(at++)) return nullptr;
      } else if (at = pass_container(at); at == nullptr) {
        return nullptr;
      }
      if (*at != ',') return at == last_ ? at : nullptr;
      ++at;
      if (kTrusted && fields.value(wanted) != RootFields::kNowhere) return at;
    }
  }

 private:
  Token token(At at) const { return static_cast<Token>(at - kinds_); }
  const char* begin(At at) const { return text_ + offsets_[at - kinds_]; }

  bool is_name(At at) const {
    return std::memcmp(at, "\":", 2) == 0 &&
           (!kEscapes || scan_.string(token(at)).find('\\') == std::string_view::npos);
  }
  // Whether it is a value without brackets.
  bool is_flat(At at) const {
    if constexpr (kTrusted && !kEscapes) return at != last_;
    if (*at == '"') return !kEscapes || scan_.is_string(token(at));
    return kTrusted ? at != last_ : is_scalar(begin(at), end_);
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

  // What is behind the container that begins there, or nothing.
  At pass_container(At at) const {
    At open[kDeepest];  // by depth
    std::size_t depth = 0;
    std::uint64_t objects = 0;  // which of those are no arrays, the innermost in the lowest bit
    for (;;) {
      if (depth == kDeepest - 1) return nullptr;
      open[depth++] = at;
      bool in_object = *at == '{';
      objects = objects << 1U | std::uint64_t{in_object};
      if (*++at != (in_object ? '}' : ']')) {
        at = in_object ? pass_members(at) : pass_elements(at);
        if (at == nullptr) return nullptr;
      }
      while (!opens(*at)) {
        closing_[token(open[--depth])] = token(at);
        if (at++ == last_) return nullptr;
        if (depth == 0) return at;
        objects >>= 1U;
        in_object = (objects & 1U) != 0;
        if (*at == (in_object ? '}' : ']')) continue;
        if (*at++ != ',') return nullptr;
        at = in_object ? pass_members(at) : pass_elements(at);
        if (at == nullptr) return nullptr;
      }
    }
  }

  const TextScan& scan_;
  const char* text_;
  const char* end_;
  const char* kinds_;
  const std::uint32_t* offsets_;
  At last_;
  Token* closing_;  // by the bracket that opens
};

template <bool kEscapes>
const char* TextScan::walk(RootFields& fields, std::int32_t wanted) const {
  return check_ == TextCheck::Whole ? Walk<kEscapes, false>(*this).pass_root(next_, fields, wanted)
                                    : Walk<kEscapes, true>(*this).pass_root(next_, fields, wanted);
}

void TextScan::pass_root(RootFields& fields, std::int32_t wanted) {
  next_ = has_escapes() ? walk<true>(fields, wanted) : walk<false>(fields, wanted);
  is_sound_ = next_ != nullptr;
  if (!is_sound_) fields.forget();  // the last value that was met may have no end
  if (next_ == last_) next_ = nullptr;
}

bool TextScan::is_string(Token at) const {
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
