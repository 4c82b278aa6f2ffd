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
  const unsigned digits = find_digits(at);
  const auto digits_from = [digits](unsigned place) {
    return static_cast<unsigned>(std::countr_one(digits >> place));
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

// What a walk looks at, where the compiler sees that nobody changes it.
struct Tokens {
  const char* text;
  const std::uint32_t* offsets;

  const char* begin(TextScan::Token token) const { return text + offsets[token]; }
  char operator[](TextScan::Token token) const { return *begin(token); }
};

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

bool TextScan::read(std::string_view json, simdjson::dom::parser& parser) {
  if (json.empty()) return false;
  if (json.size() > parser.capacity() &&
      parser.allocate(std::max(json.size(), 2 * parser.capacity()), parser.max_depth()) !=
          simdjson::SUCCESS)
    return false;
  auto& tokens = *parser.implementation;
  if (tokens.stage1(reinterpret_cast<const std::uint8_t*>(json.data()), json.size(),
                    simdjson::stage1_mode::regular) != simdjson::SUCCESS)
    return false;
  text_ = json;
  offsets_ = tokens.structural_indexes.get();
  has_escapes_ = std::memchr(json.data(), '\\', json.size()) != nullptr;
  return walk(tokens.n_structural_indexes);
}

std::string_view TextScan::string(Token token) const {
  const char* const first = begin(token) + 1;
  const char* at = first;
  for (;;) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end() - at)));
    const char* backslash = at;
    if (has_escapes_)
      while (backslash != first && backslash[-1] == '\\') --backslash;
    if ((at - backslash) % 2 == 0) return {first, static_cast<std::size_t>(at - first)};
    ++at;
  }
}

void TextScan::make_room(std::size_t tokens) {
  if (tokens <= room_) return;
  room_ = std::max(tokens, 2 * room_);
  closing_ = std::make_unique_for_overwrite<Token[]>(room_);
  root_names_ = std::make_unique_for_overwrite<Token[]>(room_);
}

// The last token is a bracket that closes an object, and nothing but the root's end may take it, so
// there is a next token wherever one is looked at.
bool TextScan::walk(std::size_t count) {
  const Tokens token{text_.data(), offsets_};
  const auto last = static_cast<Token>(count) - 1;
  if (count < 2 || token[kRoot] != '{' || token[last] != '}') return false;
  make_room(count);
  Token* const closing = closing_.get();
  Token* const root_names = root_names_.get();
  Token open[kDeepest + 1];  // by depth, from 1
  std::size_t depth = 0;
  std::uint64_t objects = 0;  // which of those are no arrays, the innermost in the lowest bit
  std::size_t names = 0;      // of the root's members
  bool in_object = false;
  Token at = kRoot;
  const bool escapes = has_escapes_;
  const auto pass_name = [&]() __attribute__((always_inline)) {
    if (token[at] != '"' || token[at + 1] != ':' || (escapes && !is_plain_name(at))) return false;
    if (depth == 1) root_names[names++] = at;
    at += 2;
    return true;
  };
  // A value that is no container.
  const auto is_flat = [&](Token value) __attribute__((always_inline)) {
    return token[value] == '"' ? !escapes || is_string(value)
                               : is_scalar(token.begin(value), end());
  };
  // Members whose values are flat, each with the comma behind it.
  const auto pass_flat_members = [&]() __attribute__((always_inline)) {
    while (at + 3 <= last &&
           ((token[at] ^ '"') | (token[at + 1] ^ ':') | (token[at + 3] ^ ',')) == 0 &&
           is_flat(at + 2)) {
      if (escapes && !is_plain_name(at)) return;
      root_names[names] = at;
      names += depth == 1 ? 1 : 0;
      at += 4;
    }
  };
  for (;;) {
    if (in_object) {
      pass_flat_members();
      if (!pass_name()) return false;
    }
    const char first = token[at];
    if (first == '{' || first == '[') {
      if (depth == kDeepest) return false;
      open[++depth] = at++;
      in_object = first == '{';
      objects = objects << 1U | std::uint64_t{in_object};
      if (token[at] != (in_object ? '}' : ']')) continue;
    } else {
      if (!is_flat(at)) return false;
      ++at;
    }
    while (token[at] == (in_object ? '}' : ']')) {
      closing[open[depth]] = at;
      if (--depth == 0) {
        root_name_count_ = names;
        return at == last;
      }
      if (at++ == last) return false;
      objects >>= 1U;
      in_object = (objects & 1U) != 0;
    }
    if (token[at] != ',') return false;
    ++at;
  }
}

bool TextScan::is_plain_name(Token at) const {
  return !has_escapes_ || string(at).find('\\') == std::string_view::npos;
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
