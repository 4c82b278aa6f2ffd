// Random trials on every engine and under every law. TAMIS_SEED=N begins elsewhere.
#include <cstdlib>

#include "tests/support/catch.h"
#include "tests/support/equivalence/hunt.h"

namespace tamis::equivalence {
namespace {

struct Row {
  const char* why;
  TrialKind kind;
  std::size_t trials;
};

constexpr Row kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 8'000},
    {"documents that fit a schema", TrialKind::Typed, 8'000},
};

std::uint64_t first_seed() {
  const char* text = std::getenv("TAMIS_SEED");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

TEST_CASE("random trials", "[random]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      Checker checker;
      for (std::uint64_t seed = first_seed(); seed < first_seed() + row.trials; ++seed)
        if (const std::optional<Found> found = hunt(checker, row.kind, seed))
          FAIL(describe(*found, "random-" + std::to_string(seed)));
      const CheckerCount& count = checker.count();
      INFO(describe(count));
      CHECK(count.pairs.at("reference") > 100'000);
      // Were most conditions refused, or all verdicts alike, nothing would have been compared.
      CHECK(count.refused < count.trials / 10);
      CHECK(count.split > count.trials / 3);
    }
}

}  // namespace
}  // namespace tamis::equivalence
