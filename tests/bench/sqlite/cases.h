// What the benchmark asks, and how an expert would ask it by hand.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/bench/sqlite/world.h"

namespace tamis::bench {

struct Case {
  std::string why;
  std::string condition;
  // Statements that give the same keys, each a form that may be the fastest; by mapping.
  std::array<std::vector<std::string>, std::size(kMappings)> by_hand;
};

std::vector<Case> cases();

}  // namespace tamis::bench
