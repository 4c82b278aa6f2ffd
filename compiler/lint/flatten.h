// flatten(): `"address": {"zip": X}` as `"address.zip": X`.
#pragma once

#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

// Of an implicit equality with the object at `literal`. No edits where the text does not allow it:
// another operator, an empty object, a key that would stand twice or that no path can spell.
std::vector<Edit> flatten(const MatchNode& node, LintContext& context, std::uint32_t literal);

}  // namespace tamis::linting
