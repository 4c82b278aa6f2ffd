// Of how many documents a test holds: a guess, to ask first what decides most often.
#pragma once

#include "compiler/plan/plan.h"

namespace tamis::predicate {

// From 0 to 1. `facts` of the path that leads to the test may be null. A field's `selectivity` is
// known, all else is a rule of thumb.
float share_of(const Test& test, const FieldFacts* facts);

}  // namespace tamis::predicate
