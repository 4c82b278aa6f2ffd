// Every conjunction and disjunction of two leaves, on one backend; a sample of them on the others.
#include "tests/exhaustive/two_leaves.h"
#include "tests/support/catch.h"

namespace tamis::exhaustive {
namespace {

TEST_CASE("two leaves", "[exhaustive]") {
  World world(31);
  check_two_leaves(world);
}

}  // namespace
}  // namespace tamis::exhaustive
