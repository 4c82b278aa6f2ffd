// A Plan read again from its dump: what the dump leaves out would not come back.
#pragma once

#include <string_view>

#include "compiler/plan/plan.h"

namespace tamis::equivalence {

// Without spans and facts. Throws std::runtime_error on what is no dump.
Plan read_plan(std::string_view dump);

}  // namespace tamis::equivalence
