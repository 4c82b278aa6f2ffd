#include "compiler/values/regex_cursor.h"

#include <fmt/format.h>

#include "compiler/values/regex_chars.h"
#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

bool is_alnum(char c) {
  return values::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_digit(char c) {
  if (values::is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

RegexError outside_profile(std::size_t offset, std::string_view what) {
  return {.offset = static_cast<std::uint32_t>(offset),
          .message = fmt::format("{} is outside the linear-time profile", what),
          .outside_profile = true};
}

void PatternCursor::outside(std::size_t offset, std::string_view what) {
  if (!refusal_) refusal_ = outside_profile(offset, what);
  at_ = text_.size();
}

bool PatternCursor::take(std::string_view what) {
  if (!looking_at(what)) return false;
  at_ += what.size();
  return true;
}

bool PatternCursor::skip_past(char mark) {
  const std::size_t found = text_.find(mark, at_);
  at_ = found == std::string_view::npos ? text_.size() : found + 1;
  return found != std::string_view::npos;
}

char32_t PatternCursor::take_char() {
  return next_code_point(text_, at_);
}

std::optional<char32_t> PatternCursor::escaped_char() {
  const std::size_t start = at_ - 1;
  const char letter = peek();
  if (!is_alnum(letter)) return take_char();
  ++at_;
  switch (letter) {
    case 'a':
      return 0x07;
    case 'e':
      return 0x1B;
    case 'f':
      return 0x0C;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '0':
      return octal();
    case 'x':
      return hexadecimal();
    default:
      break;
  }
  outside(start, values::is_digit(letter) ? "a back-reference" : fmt::format("`\\{}`", letter));
  return std::nullopt;
}

char32_t PatternCursor::octal() {
  char32_t value = 0;
  for (int digits = 0; digits < 2 && !done() && peek() >= '0' && peek() <= '7'; ++digits, ++at_)
    value = value * 8 + static_cast<char32_t>(peek() - '0');
  return value;
}

std::optional<char32_t> PatternCursor::hexadecimal() {
  const std::size_t start = at_ - 2;
  const bool braced = take("{");
  char32_t value = 0;
  for (int digits = 0; (braced || digits < 2) && !done() && hex_digit(peek()) >= 0; ++digits) {
    value = value * 16 + static_cast<char32_t>(hex_digit(peek()));
    ++at_;
    if (value > kMaxCodePoint) break;
  }
  if (!braced || take("}")) return value;
  outside(start, "this `\\x{`");
  return std::nullopt;
}

}  // namespace tamis
