// The laws of the normaliser, one per file. Each returns whether it changed the node.
#pragma once

#include "compiler/plan/plan.h"

namespace tamis::rewrite {

// And and Or of one child are the child.
bool only_child(PlanNode& node);
// And in And, Or in Or.
bool flatten(PlanNode& node);
// Not(Not(x)) is x.
bool double_negation(PlanNode& node);
// In of nothing is False, of one value is Eq.
bool in_of_few(PlanNode& node);
// Or of Eq and In tests of the same place is one In.
bool join_tests(PlanNode& node);
// Or(Any(p, x), Any(p, y)) is Any(p, Or(x, y)): some place meets x or some place meets y.
// Not so for And: two places may meet one each.
bool join_paths(PlanNode& node);
// And and Or need no child twice.
bool unique_children(PlanNode& node);
// True and False are worked away.
bool constants(PlanNode& node);

// Equal in every part that has a meaning; spans aside.
bool same(const PlanNode& a, const PlanNode& b);
bool same(const Test& a, const Test& b);
std::size_t hash(const PlanNode& node);
// Of what is found by going to the first child again and again: of a part, and quick.
std::size_t hash_of_first(const PlanNode& node);

}  // namespace tamis::rewrite
