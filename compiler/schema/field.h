// One schema object becomes a FieldSchema; a file for each theme of keywords.
#pragma once

#include "compiler/schema/context.h"

namespace tamis::schema_text {

// Where a schema object stands, which decides what its `x-tamis` may hold.
enum class FieldRole : std::uint8_t {
  Root,
  Property,
  Items,   // of an array
  Others,  // the names that `properties` does not list
};

// Recursion follows the text's nesting, which Limits bounds.
FieldSchema read_field(Context& context, std::uint32_t node, FieldRole role);

// `bsonType`, `type`, `nullable`, `enum`. T105–T107, T110, T111.
void read_types(Context& context, const Members& members, FieldRole role, FieldSchema& field);

// `minimum` to `pattern`. T105, T109, T114.
void read_limits(Context& context, const Members& members, FieldSchema& field);

// `properties`, `required`, `additionalProperties`, `items`. T104, T105, T112, T113, T117, T130.
void read_children(Context& context, const Members& members, FieldSchema& field);

}  // namespace tamis::schema_text
