// A test that costs a subquery, or a look at the document, and recurs is asked once.
#pragma once

#include "backends/sqlite/storage.h"

namespace tamis::sqlite {

// Or(And(a, x), And(a, y)) becomes And(a, Or(x, y)), and Or(a, And(a, x)) becomes a; so do their
// duals. Of `a` that costs less than a subquery nothing is changed: each branch has its own index.
void factor(PlanNode& root, const Scope& scope, const Dialect& dialect);

}  // namespace tamis::sqlite
