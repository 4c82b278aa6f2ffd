// Atoms that a formula makes claims of, while they are waited for: all are sought, then each is
// found or made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "backends/predicate/set/lanes.h"
#include "compiler/plan/plan.h"

namespace tamis::predicate::set {

// Known by its key, which stands among those of the level.
struct KeyedTest {
  const PlanNode* node;
  std::size_t begin;
  std::size_t size;
};

using SoughtTest = std::variant<const Value*, LaneTest, KeyedTest>;

struct Sought {
  std::size_t at;       // of the claim in the formula; an empty group until then
  std::uint32_t field;  // is kept
  bool negated;
  std::uint64_t hash;
  SoughtTest test;
};

}  // namespace tamis::predicate::set
