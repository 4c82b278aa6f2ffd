// The linear profile's engine: a tree becomes RE2's spelling of the same language, and RE2 runs it.
//
// Three assertions mean something else in RE2, or cannot be said there:
//
//   FinalEnd         becomes `\n?\z`, which eats the newline instead of looking at it; right only
//                    where what follows may match the empty text there
//   LineStart        RE2's also holds after a newline that ends the text; right only where what
//                    follows must match at least one character
//   NotWordBoundary  RE2's also holds inside a character of several bytes; right only in a pattern
//                    that cannot match the empty text
//
// Where that does not hold, the pattern is outside the profile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "compiler/values/regex_syntax.h"

namespace re2 {
class RE2;
}

namespace tamis {

// RE2's own bound on a program and the automaton's cache together.
inline constexpr std::int64_t kRe2MemoryBytes = std::int64_t{8} << 20U;

class LinearPattern {
 public:
  static std::variant<LinearPattern, RegexError> compile(const RegexNode& tree);

  // False also when the subject is not valid UTF-8. Threads may share.
  bool search(std::string_view subject) const;

 private:
  std::shared_ptr<const re2::RE2> re2_;
};

// Whether `node` matches the empty text at every position.
bool matches_empty_anywhere(const RegexNode& node);

}  // namespace tamis
