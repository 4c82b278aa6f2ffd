// JSON text laid out for people.
#pragma once

#include <tamis/syntax_tree.h>

#include <string>

namespace tamis::cli {

// Two blanks a level; an object or array that fits into `width` columns stays on one line. Ends
// with a line break.
std::string pretty(const SyntaxTree& tree, std::size_t width = 80);

// The same for text that is known to parse.
std::string pretty(const std::string& text, std::size_t width = 80);

}  // namespace tamis::cli
