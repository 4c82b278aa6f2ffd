// Random trials on every engine and under every law. TAMIS_SEED=N begins elsewhere.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "tests/support/catch.h"
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

struct SeedsRow {
  const char* why;
  TrialKind kind;
  std::size_t trials;
};

// `wrong` says what one trial shows to be wrong; the first words fail the running test.
template <typename Wrong>
void check_seeds(const SeedsRow& row, const Wrong& wrong) {
  for (std::uint64_t seed = 1; seed <= row.trials; ++seed)
    if (const std::optional<std::string> failure = wrong(make_trial(row.kind, seed)))
      FAIL("seed " << seed << ": " << *failure);
}

}  // namespace tamis::equivalence
