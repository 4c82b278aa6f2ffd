// Every conjunction and disjunction of two leaves.
#pragma once

#include "tests/exhaustive/world.h"

namespace tamis::exhaustive {

// Fails the running test with every condition on which the engines of `world` differ.
void check_two_leaves(World& world);

}  // namespace tamis::exhaustive
