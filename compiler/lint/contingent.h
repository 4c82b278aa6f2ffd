// Contingent tests: those that plainly hold for some documents and fail for others, so that nothing
// has to be proved. Most are; proofs are for the rest.
#pragma once

#include <tamis/schema.h>

#include "compiler/match_expression.h"

namespace tamis::linting {

// Of a leaf; false where it is not plain. `facts` are those of its path; null without a schema.
bool is_contingent(const MatchNode& leaf, const FieldFacts* facts);

// Of two tests of one path: a lower and an upper bound, each contingent, that plainly hold together
// for some values and of which each fails for some that meet the other.
bool is_contingent_range(const MatchNode& a, const MatchNode& b, const FieldFacts* facts);

// What a contingent leaf answers to a document without the field.
bool holds_for_missing(const MatchNode& leaf);

}  // namespace tamis::linting
