// Every conjunction and disjunction of two leaves on every engine.
#include "tests/exhaustive/two_leaves.h"
#include "tests/support/catch.h"

namespace tamis::exhaustive {
namespace {

TEST_CASE("two leaves, all engines", "[exhaustive]") {
  World world;
  check_two_leaves(world);
}

}  // namespace
}  // namespace tamis::exhaustive
