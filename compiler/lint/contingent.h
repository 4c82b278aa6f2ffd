// Contingent tests: those that plainly hold for some documents and fail for others, so that nothing
// has to be proved. Most are; proofs are for the rest.
#pragma once

#include <tamis/schema.h>

#include "compiler/match_expression.h"

namespace tamis::linting {

// Of a leaf; false where it is not plain. `facts` are those of its path; null without a schema.
bool is_contingent(const MatchNode& leaf, const FieldFacts* facts);

}  // namespace tamis::linting
