// JSON text laid out for people, with its comments.
#pragma once

#include <tamis/syntax_tree.h>

#include <string>
#include <vector>

#include "tools/tamis/support/comments.h"

namespace tamis::cli {

// Two blanks a level; an object or array that fits into `width` columns, and in which no comment
// ends a line, stays on one line. `comments` are of this tree. Comments that stood alone keep one
// blank line above and below them; no other blank lines are written. Line breaks are LF, save
// those within a comment, which stay. Ends with a line break.
//
// Reading the result and laying it out again with comments_of() changes nothing.
std::string pretty(const SyntaxTree& tree, const std::vector<Comment>& comments,
                   std::size_t width = 80);

}  // namespace tamis::cli
