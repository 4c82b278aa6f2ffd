// Schemas and conditions that a test knows to be right.
#pragma once

#include <string>

#include <tamis/compile.h>

#include "tests/support/catch.h"

namespace tamis {

inline Schema right_schema(const std::string& text) {
  INFO(text);
  const Result<Schema> schema = parse_schema(Source("schema", text));
  REQUIRE(schema);
  return *schema;
}

inline Condition right_condition(const std::string& text, const CompileOptions& options = {}) {
  INFO(text);
  const Result<Condition> condition = compile(Source("condition", text), options);
  REQUIRE(condition);
  return *condition;
}

}  // namespace tamis
