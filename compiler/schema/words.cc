#include "compiler/schema/words.h"

#include <fmt/format.h>

#include "compiler/schema/context.h"

namespace tamis::schema_text {

std::string list_of(std::span<const std::string_view> words, std::string_view conjunction) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", conjunction) : ", ";
    text += fmt::format("`{}`", words[i]);
  }
  return text;
}

bool suggest(Reporter::Entry& entry, SourceSpan span, std::string_view word,
             const std::vector<std::string_view>& known) {
  const auto near = nearest(word, known);
  if (!near) return false;
  entry.fix(fmt::format("did you mean `{}`?", *near), span, quoted(*near), false);
  return true;
}

}  // namespace tamis::schema_text
