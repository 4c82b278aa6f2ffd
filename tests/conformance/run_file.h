// One conformance file against every engine that applies.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/catch.h"
#include "tools/tamis/engines/conformance.h"

namespace tamis::engines {

inline Schema read_schema(const std::string& path) {
  std::ifstream in(path);
  REQUIRE(in);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Result<Schema> schema = parse_schema(Source(path, text));
  REQUIRE(schema);
  return *schema;
}

// `schema_path` may be null; `engines` as select_engines() takes them.
inline ConformanceReport run_file(const std::string& path, const char* schema_path,
                                  std::string_view engines = "") {
  std::optional<Schema> schema;
  if (schema_path != nullptr) schema = read_schema(schema_path);
  std::string unknown;
  Conformance conformance(*select_engines(engines, schema.has_value(), unknown), schema);
  std::ifstream in(path);
  REQUIRE(in);
  const Diagnostics diagnostics =
      for_each_case(in, path, [&](const Case& found) { conformance.run(found); });
  REQUIRE(diagnostics.empty());
  return conformance.report();
}

}  // namespace tamis::engines
