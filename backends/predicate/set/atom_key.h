// Texts by which equal tests are known to be equal, so that conditions share their atoms.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/plan/plan.h"

namespace tamis::predicate::set {

// Equal for nodes that are equal in every part that has a meaning, and for no others. `zone` tells
// apart what depends on relative dates.
std::string atom_key(std::uint32_t field, const PlanNode& node, const std::string& zone);

}  // namespace tamis::predicate::set
