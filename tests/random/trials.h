// Random trials on every engine and under every law. TAMIS_SEED=N begins elsewhere.
#pragma once

#include <span>

#include "tests/support/equivalence/hunt.h"

namespace tamis::equivalence {

struct TrialsRow {
  const char* why;
  TrialKind kind;
  std::size_t trials;
  std::size_t pairs;  // that every engine must have compared at least
};

// Fails the running test with the first difference, made small.
void check_trials(std::span<const TrialsRow> rows);

}  // namespace tamis::equivalence
