// Recorded verdicts that MongoDB 8.2 no longer gives, known by what a case is about.
#pragma once

#include <string>

#include "tools/tamis/engines/case.h"
#include "tools/tamis/engines/lists.h"

namespace tamis::engines {

// The reason of the first excuse whose rule is about such a case, or null. Rules:
//   inexact-decimal-bits  a bit test meets a decimal that is no whole number of 64 bits
//   decimal-size          `$size` with a decimal
const std::string* superseded(const Case& found, const Lists& lists);

}  // namespace tamis::engines
