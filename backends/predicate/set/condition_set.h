#pragma once

#include <tamis/condition_set.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "backends/predicate/set/level.h"

namespace tamis::predicate {

struct ConditionSet::Data {
  using Paths = std::unordered_map<std::string, std::size_t>;  // with how many conditions read it

  struct Entry {
    std::uint32_t rule = 0;  // of root
    std::vector<Paths::value_type*> fields;
  };

  explicit Data(std::uint64_t seed) : root(seed) {}

  set::Level root;  // payloads are ids
  std::unordered_map<Id, Entry> entries;
  Paths paths;
};

}  // namespace tamis::predicate
