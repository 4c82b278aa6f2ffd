// Proofs against documents: what the analysis says of a trial's condition, and of conditions a step
// away from it, must be true of every document at hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/equivalence/trial.h"

namespace tamis::equivalence {

struct ProofCount {
  std::size_t pairs = 0;  // condition × document that could have contradicted a Yes
  std::size_t yes = 0, no = 0, unknown = 0;
  std::size_t findings = 0;  // of lint, that documents could have contradicted
};

// What was contradicted, in words; nothing if all held. Every witness is asked of the reference,
// and whether it fits the schema.
std::optional<std::string> contradicted(const Trial& trial, ProofCount& count);

// The same of what lint says: a condition that never or always matches does, and a fix that claims
// to be safe keeps every verdict.
std::optional<std::string> contradicted_finding(const Trial& trial, ProofCount& count);

}  // namespace tamis::equivalence
