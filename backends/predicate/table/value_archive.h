// Values in a saved table. Not BSON, which has no names with NUL.
#pragma once

#include <tamis/value.h>

#include "backends/predicate/table/archive.h"

namespace tamis::predicate::table {

// Deeper values are not saved, and not read.
constexpr std::uint32_t kDeepestSaved = 1'000;

// `above`: how many containers it is in.
void transfer(Writer& archive, const Value& value, std::uint32_t above = 0);
void transfer(Reader& archive, Value& value, std::uint32_t above = 0);

}  // namespace tamis::predicate::table
