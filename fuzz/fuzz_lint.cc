// Any bytes as a condition: findings point into the text, what is fixed safely compiles and selects
// the same documents, and fixes come to an end.
#include <tamis/compile.h>
#include <tamis/lint.h>

#include "backends/reference/reference.h"
#include "fuzz/check.h"
#include "fuzz/documents.h"

using namespace tamis;

namespace {

// None, if no finding has a safe fix.
std::optional<std::string> fixed(const Condition& condition) {
  const Diagnostics found = lint(condition);
  fuzz::require_well_formed(found);
  std::vector<const Fix*> fixes;
  for (const Diagnostic& diagnostic : found)
    for (const Fix& fix : diagnostic.fixes)
      if (fix.safe) fixes.push_back(&fix);
  if (fixes.empty()) return std::nullopt;
  FixedText text = apply_fixes(condition.source().text(), fixes);
  fuzz::require(text.applied > 0, "one fix at least can be applied");
  return std::move(text.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Result<Condition> condition = compile(Source("input", std::string(fuzz::text_of(data, size))));
  if (!condition) return 0;
  constexpr int kRounds = 100;
  for (int round = 0; round < kRounds; ++round) {
    const std::optional<std::string> text = fixed(*condition);
    if (!text) return 0;
    Result<Condition> better = compile(Source("fixed", *text));
    fuzz::require(better.ok(), "what is fixed compiles: " + *text);
    for (const Value& document : fuzz::documents())
      fuzz::require(reference::matches(condition->checked(), document, {}) ==
                        reference::matches(better->checked(), document, {}),
                    "a safe fix keeps the verdict: " + *text);
    condition = std::move(better);
  }
  fuzz::require(false, "fixes come to an end");
  return 0;
}
