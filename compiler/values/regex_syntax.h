// The patterns of the linear profile as a tree: the closed list of constructs, in PCRE2's reading.
//
//   ^a(?:b|[cd])*$   Concat{TextStart, Char a, Repeat{Alternate{Char b, Set cd}}, FinalEnd}
//
// Groups, captures, lazy quantifiers and comments leave nothing behind: they cannot change whether
// a subject matches. Options are gone too: `i` has become sets, `x` has become nothing.
#pragma once

#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

#include "compiler/values/regex_chars.h"
#include "compiler/values/regex_pcre.h"

namespace tamis {

enum class RegexOp : std::uint8_t {
  Char,             // c
  Set,              // set
  TextStart,        // \A, and ^ without `m`
  TextEnd,          // \z
  FinalEnd,         // \Z, and $ without `m`: at the end, or before a newline that ends the text
  LineStart,        // ^ with `m`: at the start, or after a newline that does not end the text
  LineEnd,          // $ with `m`: at the end, or before a newline
  WordBoundary,     // \b, of ASCII words
  NotWordBoundary,  // \B
  Concat,           // children; none of them matches the empty text
  Alternate,        // children
  Repeat,           // children[0], min to max times
};

struct RegexNode {
  static constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

  RegexOp op = RegexOp::Concat;
  char32_t c = 0;
  std::uint32_t min = 0;
  std::uint32_t max = 0;
  CharSet set;
  std::vector<RegexNode> children;
};

// `pattern` must be one that PCRE2 compiles with these flags: that bounds the nesting (250 groups)
// and spares this parser every question of validity. The error is always outside_profile.
std::variant<RegexNode, RegexError> parse_linear(std::string_view pattern, RegexFlags flags);

}  // namespace tamis
