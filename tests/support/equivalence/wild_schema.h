// Random operands of `$jsonSchema`.
#pragma once

#include <span>

#include "tests/support/equivalence/choices.h"

#include <tamis/value.h>

namespace tamis::equivalence {

// A schema that MongoDB takes, of fields and values that the documents have, or nearly.
Value wild_schema(Choices& choices, std::span<const Value> documents, int depth);

}  // namespace tamis::equivalence
