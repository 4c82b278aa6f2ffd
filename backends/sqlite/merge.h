// Questions to child tables and documents are asked once.
#pragma once

#include "backends/sqlite/storage.h"

namespace tamis::sqlite {

// The plan after factor(), and with And(Any(p, x), Any(p, y)) as Any(p, And(x, y)) wherever p is at
// most one row of a child table, so that both must hold of the same value.
PlanNode merged(const PlanNode& root, const Scope& scope, const Dialect& dialect);

}  // namespace tamis::sqlite
