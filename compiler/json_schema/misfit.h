// Why a value does not fit a schema.
#pragma once

#include <string>

#include "compiler/json_schema/json_schema.h"

namespace tamis {

struct Misfit {
  std::string path;    // from the value that was asked, "" for that itself
  const Value* value;  // there; a part of that value
  std::string why;     // "is not at least 18"
};

// The first rule that the value does not meet, as deep inside as one can be named. The value must
// not fit the schema.
Misfit first_misfit(const JsonSchema& schema, const Value& value);

}  // namespace tamis
