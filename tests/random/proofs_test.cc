// What the analysis shows is never contradicted, and its witnesses are real.
#include "tests/support/equivalence/proofs.h"
#include "tests/random/trials.h"
#include "tests/support/catch.h"

namespace tamis::equivalence {
namespace {

constexpr SeedsRow kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 2'000},
    {"documents that fit a schema", TrialKind::Typed, 2'000},
};

TEST_CASE("proofs", "[random][analysis]") {
  for (const SeedsRow& row : kRows) DYNAMIC_SECTION(row.why) {
      ProofCount count;
      check_seeds(row, [&](const Trial& trial) { return contradicted(trial, count); });
      CAPTURE(count.pairs, count.yes, count.no, count.unknown);
      CHECK(count.yes > row.trials);
      CHECK(count.no > row.trials);
      CHECK(count.unknown < count.no);
    }
}

TEST_CASE("findings of lint", "[random][lint]") {
  for (const SeedsRow& row : kRows) DYNAMIC_SECTION(row.why) {
      ProofCount count;
      check_seeds(row, [&](const Trial& trial) { return contradicted_finding(trial, count); });
      CAPTURE(count.findings, count.pairs);
      CHECK(count.findings > row.trials / 10);
    }
}

}  // namespace
}  // namespace tamis::equivalence
