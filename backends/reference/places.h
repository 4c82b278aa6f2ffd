// Where a path leads in a document (paragraphs 1–4).
#pragma once

#include <vector>

#include <tamis/field_path.h>
#include <tamis/value.h>

namespace tamis::reference {

// A value inside the document, or null for a field that is not there.
using Place = const Value*;

// What becomes of an array at the end of a path.
enum class ArrayAtEnd {
  Enter,  // its elements are places, and then the array itself
  Keep,   // the array is one place
};

// In the order of the walk; none if the path only meets scalars inside an array. `document` is an
// object, or an array that stands for an object with the indexes as its keys.
std::vector<Place> places(const Value& document, const FieldPath& path, ArrayAtEnd at_end);

}  // namespace tamis::reference
