// holds(): whether a Plan is true of a place that is a Value. Plain, and for few values: the proofs
// look at the values that they talk about. Backends are for documents.
#pragma once

#include <string_view>

#include <tamis/context.h>

#include "compiler/plan/plan.h"

namespace tamis::analysis {

// `place` is null for nothing there. Relative dates are those of `context`, in its zone.
bool holds(const PlanNode& node, const Value* place, const Context& context);
bool holds(const Test& test, const Value* place, const Context& context);

}  // namespace tamis::analysis
