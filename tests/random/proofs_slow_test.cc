// Proofs again, over millions of condition and document pairs.
#include <fmt/format.h>

#include "tests/support/catch.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/support/equivalence/proofs.h"

namespace tamis::equivalence {
namespace {

std::optional<std::string> either(const Trial& trial, ProofCount& count) {
  const auto failure = contradicted(trial, count);
  return failure ? failure : contradicted_finding(trial, count);
}

TEST_CASE("millions of proofs", "[random][analysis]") {
  constexpr std::size_t kPairs = 3'000'000;
  for (const TrialKind kind : {TrialKind::Wild, TrialKind::Typed}) {
    ProofCount count;
    for (std::uint64_t seed = 1'000'000; count.pairs < kPairs; ++seed)
      if (const auto failure = either(make_trial(kind, seed), count))
        FAIL(fmt::format("seed {}: {}", seed, *failure));
    CHECK(count.no > count.unknown);
  }
}

}  // namespace
}  // namespace tamis::equivalence
