// What the analysis shows is never contradicted, and its witnesses are real.
#include <fmt/format.h>

#include "tests/support/catch.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/support/equivalence/proofs.h"

namespace tamis::equivalence {
namespace {

struct Row {
  const char* why;
  TrialKind kind;
  std::size_t trials;
};

constexpr Row kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 2'000},
    {"documents that fit a schema", TrialKind::Typed, 2'000},
};

TEST_CASE("proofs", "[random][analysis]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      ProofCount count;
      for (std::uint64_t seed = 1; seed <= row.trials; ++seed)
        if (const auto failure = contradicted(make_trial(row.kind, seed), count))
          FAIL(fmt::format("seed {}: {}", seed, *failure));
      CAPTURE(count.pairs, count.yes, count.no, count.unknown);
      CHECK(count.yes > row.trials);
      CHECK(count.no > row.trials);
      CHECK(count.unknown < count.no);
    }
}

TEST_CASE("findings of lint", "[random][lint]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      ProofCount count;
      for (std::uint64_t seed = 1; seed <= row.trials; ++seed)
        if (const auto failure = contradicted_finding(make_trial(row.kind, seed), count))
          FAIL(fmt::format("seed {}: {}", seed, *failure));
      CAPTURE(count.findings, count.pairs);
      CHECK(count.findings > row.trials / 10);
    }
}

}  // namespace
}  // namespace tamis::equivalence
