// Regular expressions as they are written, for rules that point into them and mend them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

// A pattern in the text: a regex literal, or the string of `$regex`.
class PatternText {
 public:
  // nullopt where the pattern was made from other words (`contains`), or is written with escapes
  // that are not one character each.
  static std::optional<PatternText> of(LintContext& context, const Operand& operand);

  const std::string& pattern() const { return pattern_; }
  // Where bytes [begin, end) of the pattern stand in the text.
  SourceSpan span(std::size_t begin, std::size_t end) const {
    return {places_[begin], places_[end]};
  }
  // `text`, a piece of a pattern, as it is written here.
  std::string spelled(std::string_view text) const;

 private:
  std::string pattern_;
  std::vector<std::uint32_t> places_;  // of each byte, and of the end
  bool in_string_ = false;
};

// Whether the operand of a `$regex` is the author's: not made from other words, such as `endsWith`.
bool is_written_pattern(const MatchNode& node, LintContext& context);

// A character of a pattern that stands for itself or for a construct; what is inside a class or a
// group's head counts as part of the construct.
struct PatternChar {
  char c = 0;  // first byte; of an escape the character escaped
  bool escaped = false;
  bool in_class = false;
  std::size_t begin = 0;  // in bytes, backslash included
  std::size_t end = 0;
};
std::vector<PatternChar> pattern_chars(std::string_view pattern);

// The edits that leave of the options of `node`'s regex only the letters of `rest`. Empty where
// they are not written as flags of a literal or as `$options`.
std::vector<Edit> set_options(LintContext& context, const MatchNode& node, std::string_view rest);

}  // namespace tamis::linting
