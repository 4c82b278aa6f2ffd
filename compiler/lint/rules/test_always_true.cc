#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_test_always_true(const MatchNode& node, LintContext& context) {
  if (!context.schema() || !context.always(node)) return;
  context.report(node.span,
                 fmt::format("every value that {} can have meets this test", subject(node)),
                 "excludes nothing");
}

}  // namespace

constinit const Rule kTestAlwaysTrue{
    .info =
        {.code = "L020",
         .name = "test-always-true",
         .since = "0.1",
         .summary = "a test that every document meets",
         .why =
             R"(The schema requires the field, and every value that it can have meets the test, so the test excludes
nothing. Either it is left over, or another value was meant.)",
         .bad = R"({"status": {"$in": ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]}})",
         .good = R"({"status": {"$in": ["SUBSCRIBED", "BOUNCED"]}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Gt, MatchOp::Gte, MatchOp::Lt, MatchOp::Lte, MatchOp::In, MatchOp::Regex,
            MatchOp::Size},
    .node = check_test_always_true};

}  // namespace tamis::linting
