// What the escapes of a string stand for.
#pragma once

#include <string_view>
#include <vector>

namespace tamis {

// An escape that the grammar takes and that still means no character: half of a surrogate pair, or
// a code point above U+10FFFF. Offsets are bytes within the raw text.
struct EscapeProblem {
  std::size_t begin;
  std::size_t end;
  bool surrogate;
};

// Decodes the inside of a string, well-formed by the grammar, into `out` and returns the end of
// what was written, at most raw.size() bytes. Problems are written as nothing and noted; an escape
// that is none (`\d`, reported by the grammar) is written as it stands.
char* unescape(std::string_view raw, char* out, std::vector<EscapeProblem>& problems);

}  // namespace tamis
