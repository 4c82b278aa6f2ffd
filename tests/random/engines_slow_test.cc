// Random trials on every engine and under every law.
#include "tests/random/trials.h"
#include "tests/support/catch.h"

namespace tamis::equivalence {
namespace {

constexpr TrialsRow kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 5'000, 70'000},
    {"documents that fit a schema", TrialKind::Typed, 13'500, 200'000},
};

TEST_CASE("random trials, many", "[random]") {
  check_trials(kRows);
}

}  // namespace
}  // namespace tamis::equivalence
