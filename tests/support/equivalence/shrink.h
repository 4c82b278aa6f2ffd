// Shrinking: the smallest trial near one that fails.
#pragma once

#include <functional>

#include "tests/support/equivalence/trial.h"

namespace tamis::equivalence {

// `fails` is true of `trial`. The result has one document if any one by itself fails; no single
// part of it can be left out or made simpler.
Trial shrink(Trial trial, const std::function<bool(const Trial&)>& fails);

// Values a step simpler than `value`, the simplest first: with a part left out, a part in its
// place, or a scalar made plain.
std::vector<Value> simpler(const Value& value);

}  // namespace tamis::equivalence
