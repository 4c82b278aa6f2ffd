#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_always_matches(const MatchNode& node, LintContext& context) {
  if (context.parent() != nullptr || node.children.empty()) return;
  if (context.never_found_inside() || has_idle_test(node, context) || !context.always(node)) return;
  context.report(node.span, "every document matches this condition", "excludes nothing")
      .help("to select everything, write `{}`");
}

}  // namespace

constinit const Rule kAlwaysMatches{
    .info =
        {.code = "L002",
         .name = "always-matches",
         .since = "0.1",
         .summary = "every document matches the whole condition",
         .why =
             R"(The condition leaves nobody out, so it says the same as `{}`. Most often two alternatives cover
everything between them, as `{"$ne": 1}` and `{"$ne": 2}` do: no value is both.)",
         .bad = R"({"$or": [{"country": {"$ne": "FI"}}, {"country": {"$ne": "SE"}}]})",
         .good = R"({"country": {"$nin": ["FI", "SE", null]}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::And},
    .leave = check_always_matches};

}  // namespace tamis::linting
