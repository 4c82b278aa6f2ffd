// flatten(): `"address": {"zip": X}` as `"address.zip": X`.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

// What becomes of a key that holds a dot itself.
enum class DottedKeys : std::uint8_t { Refuse, JoinPath };

// Of an implicit equality with the object at `literal`. No edits where the text does not allow it:
// another operator, an empty object, a key that would stand twice or that no path can spell.
std::vector<Edit> flatten(const MatchNode& node, LintContext& context, std::uint32_t literal,
                          DottedKeys dotted = DottedKeys::Refuse);

}  // namespace tamis::linting
