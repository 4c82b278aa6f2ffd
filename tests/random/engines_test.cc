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
  std::size_t pairs;  // that every engine must have compared at least
};

constexpr Row kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 5'000, 70'000},
    {"documents that fit a schema", TrialKind::Typed, 13'500, 200'000},
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
      for (const engines::EngineInfo& info : engines::engine_table())
        if (!info.partial && (row.kind == TrialKind::Typed || !info.needs_schema))
          CHECK(count.pairs.at(std::string(info.name)) >= row.pairs);
      // Were most conditions refused, or all verdicts alike, nothing would have been compared.
      CHECK(count.refused < count.trials / 10);
      CHECK(count.split > count.trials / 3);
    }
}

}  // namespace
}  // namespace tamis::equivalence
