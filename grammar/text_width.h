// How text of users looks in a terminal: the columns it takes, and escapes for what must not be
// sent there (control bytes, invisible and direction-changing characters, bytes that are no UTF-8).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tamis {

// One character as it is shown.
struct Glyph {
  std::string shown;  // the character itself, its escape, or four blanks for a tab
  std::size_t size;   // bytes of the text it stands for
  std::size_t width;  // columns that `shown` takes
};

// The character that begins at `at`, which must be inside the text.
Glyph glyph_at(std::string_view text, std::size_t at);

// A text on one line: line breaks and tabs are escaped too.
std::string printable(std::string_view text);

}  // namespace tamis
