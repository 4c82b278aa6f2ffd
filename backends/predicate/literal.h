#pragma once

#include "backends/predicate/datum.h"

namespace tamis::predicate {

// An operand. One that is a relative date has its place among the Bindings of a call.
struct Literal {
  explicit Literal(const Value& operand) : datum(datum_of(operand)), value(&operand) {}

  Datum datum;
  const Value* value;  // of a container or code with scope; else unused
  std::int32_t binding = -1;
};

}  // namespace tamis::predicate
