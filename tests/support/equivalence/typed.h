// Typed trials: a schema, documents that fit it, and a condition that its author might write.
#pragma once

#include "tests/support/equivalence/choices.h"
#include "tests/support/equivalence/trial.h"

namespace tamis::equivalence {

// Dates are near the trial's moment. A few conditions are type errors.
Trial typed_trial(Choices& choices, int documents);

}  // namespace tamis::equivalence
