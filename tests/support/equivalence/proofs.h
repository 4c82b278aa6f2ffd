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
};

// What was contradicted, in words; nothing if all held. Every witness is asked of the reference,
// and whether it fits the schema.
std::optional<std::string> contradicted(const Trial& trial, ProofCount& count);

}  // namespace tamis::equivalence
