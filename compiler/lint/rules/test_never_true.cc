#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_test_never_true(const MatchNode& node, LintContext& context) {
  if (!context.schema() || !context.never(node)) return;
  context.report(node.span, fmt::format("no value that {} can have meets this test", subject(node)),
                 "matches nothing");
}

}  // namespace

constinit const Rule kTestNeverTrue{
    .info =
        {.code = "L007",
         .name = "test-never-true",
         .since = "0.1",
         .summary = "a test that no value of the field can meet",
         .why =
             R"(The schema tells what the field can hold, and nothing of that meets the test, so it matches nothing:
`$nin` that lists every value there is, for one.)",
         .bad = R"({"status": {"$nin": ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]}})",
         .good = R"({"status": {"$nin": ["UNSUBSCRIBED", "BOUNCED"]}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Nin, MatchOp::Mod, MatchOp::BitsAllSet, MatchOp::BitsAllClear,
            MatchOp::BitsAnySet, MatchOp::BitsAnyClear},
    .node = check_test_never_true};

}  // namespace tamis::linting
