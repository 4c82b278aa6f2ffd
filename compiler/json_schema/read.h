// `$jsonSchema`'s operand, read.
#pragma once

#include "compiler/build/builder.h"
#include "compiler/json_schema/json_schema.h"

namespace tamis {

// `value` is the literal that stands at `node`. What is wrong with it is reported (E127, E128, and
// patterns as `$regex` does), and the rest is read.
JsonSchema read_json_schema(Builder& builder, const Value& value, std::uint32_t node,
                            std::uint32_t depth);

}  // namespace tamis
