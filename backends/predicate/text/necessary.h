// Strings that must stand in a document's text, if a Program is to match it.
#pragma once

#include <string>
#include <vector>

#include "backends/predicate/code.h"

namespace tamis::predicate {

// Each of them is necessary, unless there is a backslash in the text, behind which any character
// may be written in another way. The longest first.
std::vector<std::string> necessary_strings(const Code& code);

}  // namespace tamis::predicate
