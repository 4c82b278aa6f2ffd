// Disturbances: other ways to the same verdicts, or to verdicts that follow from them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tamis/condition.h>
#include <tamis/value.h>

#include "compiler/plan/normalize.h"

namespace tamis::equivalence {

// Lists of conditions back to front, and the members of every condition too.
Value reversed(const Value& condition);

// The conditions that a condition is a conjunction of: its members, or those of its one `$and`.
std::vector<Value> conjuncts(const Value& condition);

// The forms of the segments API in place of what they stand for, wherever one does; nothing where
// none does.
std::optional<Value> in_segments_form(const Value& condition);

// A member more at the front of each.
std::vector<Value> with_unrelated_field(const std::vector<Value>& documents);

// `condition` with the plain translation as its Plan, normalised by `laws` alone.
Condition with_laws(const Condition& condition, std::span<const Rewrite> laws);

}  // namespace tamis::equivalence
