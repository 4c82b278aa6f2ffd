// Patterns that are plain text in disguise, and the text that others cannot match without.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/values/regex.h"
#include "compiler/values/regex_syntax.h"
#include "compiler/values/text_finders.h"

namespace tamis {

// A pattern that any of a few texts in their places satisfies: `^(red|green)$`, `@example\.com$`.
class TextSearch {
 public:
  static std::optional<TextSearch> of(const RegexNode& tree);

  // False also when the subject is not valid UTF-8.
  bool search(std::string_view subject) const;

  const std::vector<LiteralPattern>& texts() const { return texts_; }

 private:
  void arrange();

  std::vector<LiteralPattern> texts_;
  EdgeTexts at_begin_{EdgeTexts::Edge::Begin};
  EdgeTexts at_end_{EdgeTexts::Edge::End};
  std::optional<InnerTexts> inside_;
  std::vector<LiteralPattern> others_;  // found one by one
};

// What every subject that matches begins with, and holds somewhere; "" when nothing is known.
std::string required_prefix_of(const RegexNode& tree);
std::string required_literal_of(const RegexNode& tree);
// In code points; of assertions nothing is asked.
std::uint64_t least_length_of(const RegexNode& tree);

bool contains(std::string_view subject, std::string_view text);

}  // namespace tamis
