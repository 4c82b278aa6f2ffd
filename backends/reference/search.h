// Regular expressions straight on PCRE2, apart from the engines that the backends share.
#pragma once

#include <string_view>

#include <tamis/value.h>

namespace tamis::reference {

// Whether the regex finds anything in `subject` (paragraphs 16 and 17). A pattern that does not
// compile, or a search that meets PCRE2's limits, finds nothing.
bool search(const Regex& regex, std::string_view subject);

}  // namespace tamis::reference
