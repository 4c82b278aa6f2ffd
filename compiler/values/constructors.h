// mongosh's constructors and bare names: `ObjectId("…")`, `new Date(0)`, `MinKey`.
#pragma once

#include <cstdint>
#include <optional>

#include <tamis/value.h>

namespace tamis::values {

class ValueReader;

// nullopt after a report: E054 unknown, E055 arguments, E056 a value of the moment, E057 a UUID in
// one driver's old byte order.
std::optional<Value> read_call(ValueReader& reader, std::uint32_t node, std::uint32_t depth);
std::optional<Value> read_identifier(ValueReader& reader, std::uint32_t node);

}  // namespace tamis::values
