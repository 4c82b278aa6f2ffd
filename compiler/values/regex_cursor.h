// A place in a pattern, with the escapes that stand for one character, and the first reason found
// why the pattern is outside the linear profile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/values/regex.h"

namespace tamis {

class PatternCursor {
 public:
  explicit PatternCursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return text_[at_]; }
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  std::string_view rest() const { return text_.substr(at_); }

  void skip(std::size_t bytes) { at_ += bytes; }
  bool take(std::string_view what);
  // Moves past the next `mark`, or to the end; false when there is none.
  bool skip_past(char mark);
  char32_t take_char();

  // The character that an escape stands for, the backslash being taken; outside() when it stands
  // for something else.
  std::optional<char32_t> escaped_char();

  // The first refusal stands, and the cursor is done: nothing after it is looked at.
  void outside(std::size_t offset, std::string_view what);
  const std::optional<RegexError>& refusal() const { return refusal_; }

 private:
  char32_t octal();
  std::optional<char32_t> hexadecimal();

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<RegexError> refusal_;
};

// The message for a construct that only the full profile has.
RegexError outside_profile(std::size_t offset, std::string_view what);

}  // namespace tamis
