#pragma once

#include <tamis/condition_set.h>

#include <unordered_map>

#include "backends/predicate/set/level.h"

namespace tamis::predicate {

struct ConditionSet::Data {
  explicit Data(std::uint64_t seed) : root(seed) {}

  set::Level root;                              // payloads are ids
  std::unordered_map<Id, std::uint32_t> rules;  // of root
};

}  // namespace tamis::predicate
