// Wild trials: any type anywhere, arrays in arrays, and conditions without a schema.
#pragma once

#include "tests/support/equivalence/choices.h"
#include "tests/support/equivalence/trial.h"

namespace tamis::equivalence {

struct WildSize {
  int documents;
  int document_depth = 4;
  int condition_depth = 3;
};

// Operands and paths are mostly taken from the documents, so that verdicts split. A few conditions
// are refused by MongoDB too.
Trial wild_trial(Choices& choices, const WildSize& size);

Value wild_document(Choices& choices, int depth);

}  // namespace tamis::equivalence
