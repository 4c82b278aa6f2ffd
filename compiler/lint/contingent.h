// Contingent tests: those that plainly hold for some documents and fail for others, so that nothing
// has to be proved. Most are; proofs are for the rest.
#pragma once

#include <tamis/schema.h>

#include <optional>

#include "compiler/match_expression.h"

namespace tamis::linting {

// Of a leaf; false where it is not plain. `facts` are those of its path; null without a schema.
bool is_contingent(const MatchNode& leaf, const FieldFacts* facts);

// Of two tests of one path: a lower and an upper bound, each contingent, that plainly hold together
// for some values and of which each fails for some that meet the other.
bool is_contingent_range(const MatchNode& a, const MatchNode& b, const FieldFacts* facts);

// Of two conjunctions of a lower and an upper bound, all of one path: an end of the first plainly
// is a value of the field that the second lacks.
bool is_plainly_outside(const MatchNode& range, const MatchNode& other, const FieldFacts* facts);

// Of a lower or upper bound, an equality, or a range as above: a value that it names plainly is one
// of the field's, and meets it.
bool is_plainly_met(const MatchNode& node, const FieldFacts* facts);

// What a leaf answers to a document without the field; nullopt where there may be none, or the
// test is not plain.
std::optional<bool> answer_to_missing(const MatchNode& leaf, const FieldFacts* facts);

}  // namespace tamis::linting
