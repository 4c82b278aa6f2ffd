// Any bytes as a condition: its canonical text compiles to the same canonical text and selects the
// same documents.
#include <tamis/compile.h>
#include <tamis/extended_json.h>

#include "backends/reference/reference.h"
#include "fuzz/check.h"

using namespace tamis;

namespace {

const std::vector<Value>& documents() {
  static const std::vector<Value> all = [] {
    std::vector<Value> values;
    for (const char* text :
         {"{}", R"({"a":null})", R"({"a":1,"b":"x"})", R"({"a":"a","b":[1,2]})",
          R"({"a":[1,"a",null]})", R"({"a":{"b":1},"c":true})", R"({"a":[{"b":1},{"b":[2]}]})",
          R"({"a":[[1]],"b":{"$date":"2024-01-01T00:00:00Z"}})"})
      values.push_back(*parse_extended_json(Source("document", text)));
    return values;
  }();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Condition> condition =
      compile(Source("input", std::string(fuzz::text_of(data, size))));
  fuzz::require_well_formed(condition.diagnostics());
  if (!condition) return 0;
  const std::string& text = condition->canonical_text();
  const Result<Condition> again = compile(Source("canonical", text));
  fuzz::require(again.ok(), "the canonical text compiles: " + text);
  fuzz::require(again->canonical_text() == text, text + " becomes " + again->canonical_text());
  fuzz::require(again->hash() == condition->hash(), "the hash is kept: " + text);
  fuzz::require(!condition->english().empty(), "there is English for " + text);
  for (const Value& document : documents())
    fuzz::require(reference::matches(condition->checked(), document, {}) ==
                      reference::matches(again->checked(), document, {}),
                  "the verdict is kept: " + text);
  return 0;
}
