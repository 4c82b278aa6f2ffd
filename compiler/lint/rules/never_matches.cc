#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_never_matches(const MatchNode& node, LintContext& context) {
  if (context.parent() != nullptr || node.children.empty()) return;
  if (context.never_found_inside() || has_idle_test(node, context) || !context.never(node)) return;
  context.report(node.span, "no document can match this condition", "its parts exclude each other");
}

}  // namespace

constinit const Rule kNeverMatches{
    .info =
        {.code = "L001",
         .name = "never-matches",
         .since = "0.1",
         .summary = "no document can match the whole condition",
         .why =
             R"(The parts of the condition rule each other out, although each makes sense alone: whatever a document
holds, one of them fails, and the segment stays empty. It is reported only where no smaller part is to
blame.

It is shown, not tried: the finding holds for every document that fits the schema.)",
         .bad =
             R"({"vip": true, "$or": [{"vip": false, "age": 30}, {"vip": null, "country": "FI"}]})",
         .good = R"({"vip": true, "$or": [{"age": 30}, {"country": "FI"}]})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::And},
    .leave = check_never_matches};

}  // namespace tamis::linting
