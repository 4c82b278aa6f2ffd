// Typed trials: a schema, documents that fit it, and a condition that its author might write.
#pragma once

#include "tests/support/equivalence/choices.h"
#include "tests/support/equivalence/trial.h"

namespace tamis::equivalence {

// Dates compare with the instant kNow or near it. A few conditions are type errors.
Trial typed_trial(Choices& choices, int documents = 16);

constexpr std::int64_t kNow = 1'735'689'600'000;  // 2025-01-01T00:00:00Z

}  // namespace tamis::equivalence
