// Numbers of any BSON type as int64.
#pragma once

#include <cstdint>
#include <optional>

#include <tamis/value.h>

namespace tamis {

// Truncated toward zero; nullopt for what is no number, NaN, infinite or outside int64.
std::optional<std::int64_t> truncate_to_int64(const Value& value);

// The same, but nullopt also when there is a fraction.
std::optional<std::int64_t> exact_int64(const Value& value);

}  // namespace tamis
