// Any bytes as a condition: its canonical text compiles to the same canonical text and selects the
// same documents.
#include <tamis/compile.h>

#include "backends/reference/reference.h"
#include "fuzz/check.h"
#include "fuzz/documents.h"

using namespace tamis;

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
  for (const Value& document : fuzz::documents())
    fuzz::require(reference::matches(condition->checked(), document, {}) ==
                      reference::matches(again->checked(), document, {}),
                  "the verdict is kept: " + text);
  return 0;
}
