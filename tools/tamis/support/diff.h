#pragma once

#include <string>
#include <string_view>

#include "tools/tamis/support/style.h"

namespace tamis::cli {

// The unified diff (three lines of context) from one text to another, "" if they are the same.
std::string unified_diff(const std::string& name, std::string_view before, std::string_view after,
                         const Style& style);

}  // namespace tamis::cli
