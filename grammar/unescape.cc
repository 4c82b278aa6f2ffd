#include "grammar/unescape.h"

#include <algorithm>
#include <cstring>

#include "grammar/utf8.h"

namespace tamis {
namespace {

char32_t hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<char32_t>(c - '0');
  return static_cast<char32_t>((c | 0x20) - 'a' + 10);
}

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool all_hex(std::string_view digits) {
  for (const char c : digits)
    if (!is_hex_digit(c)) return false;
  return !digits.empty();
}

// Saturates above the last code point, so that no number of digits overflows.
char32_t hex_value(std::string_view digits) {
  char32_t value = 0;
  for (const char c : digits) {
    value = (value << 4U) | hex_digit(c);
    if (value > 0x10FFFF) return 0x110000;
  }
  return value;
}

struct Escape {
  std::size_t size = 0;  // in bytes, with the backslash; 0: not an escape
  char32_t value = 0;
  bool empty = false;  // a continued line
};

Escape unicode_escape(std::string_view at) {
  if (at.size() >= 6 && all_hex(at.substr(2, 4))) return {6, hex_value(at.substr(2, 4))};
  if (at.size() < 4 || at[2] != '{') return {};
  std::size_t close = 3;
  while (close < at.size() && is_hex_digit(at[close])) ++close;
  if (close == 3 || close == at.size() || at[close] != '}') return {};
  return {close + 1, hex_value(at.substr(3, close - 3))};
}

Escape read_escape(std::string_view at) {
  switch (at[1]) {
    case '"':
    case '\'':
    case '\\':
    case '/':
      return {2, static_cast<char32_t>(at[1])};
    case 'b':
      return {2, '\b'};
    case 'f':
      return {2, '\f'};
    case 'n':
      return {2, '\n'};
    case 'r':
      return {2, '\r'};
    case 't':
      return {2, '\t'};
    case 'v':
      return {2, '\v'};
    case '0':
      if (at.size() > 2 && at[2] >= '0' && at[2] <= '9') return {};
      return {2, 0};
    case 'x':
      if (at.size() < 4 || !all_hex(at.substr(2, 2))) return {};
      return {4, hex_value(at.substr(2, 2))};
    case 'u':
      return unicode_escape(at);
    case '\n':
      return {2, 0, true};
    case '\r':
      return {at.size() > 2 && at[2] == '\n' ? 3U : 2U, 0, true};
    default: {
      const CodePoint c = code_point_at(at, 1);
      if (c.value == 0x2028 || c.value == 0x2029) return {c.size + 1U, 0, true};
      return {};
    }
  }
}

bool is_high(char32_t c) {
  return c >= 0xD800 && c <= 0xDBFF;
}
bool is_low(char32_t c) {
  return c >= 0xDC00 && c <= 0xDFFF;
}

}  // namespace

char* unescape(std::string_view raw, char* out, std::vector<EscapeProblem>& problems) {
  std::size_t at = 0;
  while (at < raw.size()) {
    const std::size_t backslash = std::min(raw.find('\\', at), raw.size());
    std::memcpy(out, raw.data() + at, backslash - at);
    out += backslash - at;
    at = backslash;
    if (at == raw.size()) break;

    Escape escape = read_escape(raw.substr(at));
    if (is_high(escape.value) && raw.size() - at - escape.size >= 6 &&
        raw.substr(at + escape.size, 2) == "\\u") {
      const Escape low = read_escape(raw.substr(at + escape.size));
      if (is_low(low.value)) {
        escape.value = 0x10000 + ((escape.value - 0xD800) << 10U) + (low.value - 0xDC00);
        escape.size += low.size;
      }
    }
    if (escape.size == 0) {
      *out++ = raw[at++];
    } else if (escape.value > 0x10FFFF || is_surrogate(escape.value)) {
      problems.push_back({at, at + escape.size, is_surrogate(escape.value)});
      at += escape.size;
    } else {
      if (!escape.empty) out = write_utf8(escape.value, out);
      at += escape.size;
    }
  }
  return out;
}

}  // namespace tamis
