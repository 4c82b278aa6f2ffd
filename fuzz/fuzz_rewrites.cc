// Any bytes as a condition: its Plan selects the same documents plain, normalised by each law alone
// and by all of them, and what is normalised once stays as it is.
#include <tamis/compile.h>
#include <tamis/predicate.h>

#include "backends/reference/reference.h"
#include "compiler/print/print.h"
#include "fuzz/check.h"
#include "fuzz/documents.h"
#include "tests/support/equivalence/disturb.h"

using namespace tamis;

namespace {

void require_verdicts(const Condition& condition, const std::string& what) {
  predicate::Matcher matcher(predicate::compile(condition));
  for (const Value& document : fuzz::documents())
    fuzz::require(
        matcher.matches(document) == reference::matches(condition.checked(), document, {}),
        what + " keeps the verdict of " + condition.canonical_text() + " on " +
            to_extended_json(document, ExtendedJson::Relaxed));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Condition> condition =
      compile(Source("input", std::string(fuzz::text_of(data, size))));
  if (!condition) return 0;
  require_verdicts(*condition, "normalising");
  require_verdicts(equivalence::with_laws(*condition, {}), "the plain plan");
  for (const Rewrite& law : rewrites())
    require_verdicts(equivalence::with_laws(*condition, {&law, 1}), std::string(law.name));
  Plan again{condition->plan().root.clone()};
  normalize(again);
  fuzz::require(dump_plan(again) == dump_plan(condition->plan()),
                "normalising twice changes nothing more: " + condition->canonical_text());
  return 0;
}
