#include "tools/tamis/support/style.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>

namespace tamis::cli {
namespace {

// The code point at `at`, which moves past it; an invalid byte gives itself with `valid` false.
char32_t next_code_point(std::string_view text, std::size_t& at, bool& valid) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  valid = length != 0 && at + length <= text.size();
  char32_t point = length <= 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; valid && i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) valid = false;
    point = (point << 6U) | (byte(at + i) & 0x3FU);
  }
  if (!valid) {
    ++at;
    return first;
  }
  at += length;
  return point;
}

// Characters that a terminal obeys instead of showing, or that reorder the text around them.
bool is_dangerous(char32_t c) {
  return (c < 0x20 && c != 0x09) || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
         c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_combining(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

}  // namespace

std::string Style::paint(std::string_view code, std::string_view text) const {
  if (!colour || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

bool utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    for (const std::string_view spelling : {"UTF-8", "utf-8", "utf8", "UTF8"})
      if (locale.find(spelling) != std::string_view::npos) return true;
    return false;
  }
  return false;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string shown;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (limit != 0 && count == limit) return shown + "...";
    const std::size_t begin = at;
    bool valid = true;
    const char32_t c = next_code_point(text, at, valid);
    if (!valid)
      shown += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(c));
    else if (is_dangerous(c))
      shown += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    else
      shown += text.substr(begin, at - begin);
  }
  return shown;
}

std::size_t columns(std::string_view text) {
  std::size_t total = 0;
  for (std::size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t c = next_code_point(text, at, valid);
    total += is_combining(c) ? 0U : is_wide(c) ? 2U : 1U;
  }
  return total;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t blank = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, blank);
    const std::size_t size = columns(word);
    if (used != 0 && used + 1 + size > width) {
      out += '\n';
      out.append(indent, ' ');
      used = 0;
    } else if (used != 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += size;
    if (blank == std::string_view::npos) break;
    const bool line_break = text[blank] == '\n';
    text.remove_prefix(blank + 1);
    if (line_break) {
      out += '\n';
      out.append(indent, ' ');
      used = 0;
    }
  }
  return out;
}

}  // namespace tamis::cli
