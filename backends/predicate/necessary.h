// A string that must stand in a document, if a Program is to match it.
#pragma once

#include <string_view>

#include "backends/predicate/code.h"

namespace tamis::predicate {

// The longest one found, which is the Code's; "" if there is none.
std::string_view necessary_string(const Code& code);

}  // namespace tamis::predicate
