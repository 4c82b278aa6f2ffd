// Whether a document fits a schema, as far as types and presence go.
#pragma once

#include <tamis/schema.h>

namespace tamis::equivalence {

// Looks at types, required and unlisted names, properties and items; not at bounds or enums.
bool fits(const FieldSchema& schema, const Value& value);

}  // namespace tamis::equivalence
