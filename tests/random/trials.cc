#include "tests/random/trials.h"

#include <cstdlib>

#include "tests/support/catch.h"

namespace tamis::equivalence {
namespace {

std::uint64_t first_seed() {
  const char* text = std::getenv("TAMIS_SEED");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

void check_row(const TrialsRow& row) {
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

}  // namespace

void check_trials(std::span<const TrialsRow> rows) {
  for (const TrialsRow& row : rows) DYNAMIC_SECTION(row.why) {
      check_row(row);
    }
}

}  // namespace tamis::equivalence
