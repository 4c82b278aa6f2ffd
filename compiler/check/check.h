// check(): a MatchExpression against a schema; literals become what the schema says they are.
#pragma once

#include <tamis/compile.h>

#include "compiler/match_expression.h"

namespace tamis {

// Without a schema only the options' lists of allowed fields and operators are checked, and all
// facts are unknown. Adds every mistake to `diagnostics`.
CheckedExpression check(MatchExpression expression, const CompileOptions& options,
                        Diagnostics& diagnostics);

// The zone of local dates and date math: the options', else the schema's, else UTC.
std::string_view time_zone_of(const CompileOptions& options);

}  // namespace tamis
