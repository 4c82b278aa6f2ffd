// A few random trials on every engine and under every law; engines_slow_test.cc makes many.
#include "tests/random/trials.h"
#include "tests/support/catch.h"

namespace tamis::equivalence {
namespace {

constexpr TrialsRow kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 700, 9'000},
    {"documents that fit a schema", TrialKind::Typed, 1'800, 25'000},
};

TEST_CASE("random trials", "[random]") {
  check_trials(kRows);
}

}  // namespace
}  // namespace tamis::equivalence
