#pragma once

#include <string_view>

namespace tamis::cli {

// Whether a path with `/` between its parts fits a pattern: `*` and `?` stay within a part, `**` as
// a whole part stands for any number of parts, `[a-z]` and `[!a-z]` are sets. A pattern without `/`
// is asked of the last part.
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace tamis::cli
