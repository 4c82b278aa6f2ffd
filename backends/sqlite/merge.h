// Tests of one field that is one row become one question to that row.
#pragma once

#include "backends/sqlite/storage.h"

namespace tamis::sqlite {

// The plan with And(Any(p, x), Any(p, y)) as Any(p, And(x, y)) wherever p is at most one row of a
// child table, so that both must hold of the same value.
PlanNode merge_single_rows(const PlanNode& root, const Scope& scope, const Dialect& dialect);

}  // namespace tamis::sqlite
