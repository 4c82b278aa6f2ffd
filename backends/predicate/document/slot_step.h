// Steps asked of one place. Paths through objects and lists of them are here; those that need every
// rule there is are left to the Evaluator.
#pragma once

#include "backends/predicate/document/slot_asking.h"

namespace tamis::predicate {

// Most arrays have no more elements, and are asked as many without a branch, though they have
// fewer.
constexpr std::size_t kFewElements = 4;

// Whether the rest of the path, from `key`, leads there from an element of the array.
bool leads_on(const SlotStep& any, const SlotAsking& asking, const Slot& array, const Key* key);

}  // namespace tamis::predicate
