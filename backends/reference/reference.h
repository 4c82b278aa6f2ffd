// The reference evaluator: what a condition means, said as plainly as we can.
//
//   CheckedExpression, document --matches()--> verdict
//
// It walks the checked tree, not the Plan, so that a wrong rewrite shows; it copies, allocates and
// compiles patterns as it goes. Tests, fuzzers and `tamis conform` compare every backend with it.
// The paragraphs that comments name are those of docs/semantics.
#pragma once

#include <tamis/context.h>

#include "compiler/match_expression.h"

namespace tamis::reference {

// Safe from several threads. `document` is an object.
bool matches(const CheckedExpression& condition, const Value& document, const Context& context);

}  // namespace tamis::reference
