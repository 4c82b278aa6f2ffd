// Laws that bring a Plan into the shape that a filter has, beside those of the normaliser.
#pragma once

#include "compiler/plan/plan.h"

namespace tamis::mongodb {

// Whether a test can be a member of `$in` and `$nin`, all of its list included. Relative dates
// cannot: where they are bound, that has been done before.
bool can_be_listed(const Test& test);
// The same of a test or of an Or of such tests.
bool can_be_listed(const PlanNode& node);

// The path that `{path: {$gt: 1, $lt: 2}}` says an And about in one object; null if it cannot.
const FieldPath* path_of_operators(const PlanNode& conjunction);

// In an And: what `$nin` and `$nor` can say together is one negation.
bool join_negations(PlanNode& node);

// Normal by the normaliser's laws and by this one.
void normalize_for_filter(Plan& plan);

}  // namespace tamis::mongodb
