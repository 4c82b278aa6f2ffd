// Any bytes as a schema: mistakes point into the text, and under a schema that is taken conditions
// compile or are refused with a place.
#include <tamis/compile.h>

#include "fuzz/check.h"

using namespace tamis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Schema> schema =
      parse_schema(Source("schema", std::string(fuzz::text_of(data, size))));
  fuzz::require_well_formed(schema.diagnostics());
  if (!schema) return 0;
  std::size_t asked = 0;
  for (const std::string& path : schema->paths()) {
    if (++asked > 20) break;
    const FieldFacts facts = schema->resolve(FieldPath(path));
    fuzz::require(facts.known, "a listed path is known: " + path);
  }
  for (const char* text : {R"({"a": 1})", R"({"a.b": {"$gt": "now-1d"}, "c": {"$in": ["x"]}})",
                           R"({"a": {"$elemMatch": {"b": null}}})", R"({"tags": "x"})"}) {
    const Result<Condition> condition = compile(Source("text", text), {.schema = *schema});
    fuzz::require_well_formed(condition.diagnostics());
  }
  return 0;
}
