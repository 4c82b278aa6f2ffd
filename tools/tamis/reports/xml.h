// Text in XML reports.
#pragma once

#include <string>
#include <string_view>

namespace tamis::cli {

// As XML 1.0 can hold it: control characters and bytes that are no UTF-8 cannot be written, not
// even escaped, so they are shown.
std::string xml(std::string_view text);

}  // namespace tamis::cli
