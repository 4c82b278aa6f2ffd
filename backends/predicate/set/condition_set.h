#pragma once

#include <tamis/condition_set.h>

#include "backends/predicate/hash_bytes.h"
#include "backends/predicate/set/hash_slots.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate {

struct ConditionSet::Data {
  explicit Data(std::uint64_t seed) : seed(seed), root(seed) {}

  std::uint64_t hash(Id id) const { return mix_hash(seed, id); }
  // The rule of root, or kNone.
  std::uint32_t find(Id id) const {
    return rules.find(hash(id), [&](std::uint32_t rule) { return root.payload(rule) == id; });
  }
  // Has root make what a condition consists of that is to have the id.
  void make(Id id, const Condition& condition);

  std::uint64_t seed;
  set::Level root;       // payloads are ids
  set::HashSlots rules;  // of root, by id
};

}  // namespace tamis::predicate
