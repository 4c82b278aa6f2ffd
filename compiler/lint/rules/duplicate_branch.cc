#include <fmt/format.h>

#include "compiler/lint/remove_test.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_duplicate_branch(const MatchNode& node, LintContext& context) {
  const auto repeats = context.repeated_children(node);
  for (const auto& [again, first] : repeats) {
    auto entry = context.report(again->span, "this branch stands twice", "again here");
    entry.label(first->span, "first here");
    offer_removal(entry, removal_of_element(*again, context));
  }
}

}  // namespace

constinit const Rule kDuplicateBranch{
    .info =
        {.code = "L033",
         .name = "duplicate-branch",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "the same branch stands twice",
         .why =
             R"(A branch that is repeated changes nothing. It was copied to be edited, and was not: perhaps another value
was to stand there.)",
         .bad = R"({"$or": [{"country": "FI"}, {"vip": true}, {"country": "FI"}]})",
         .good = R"({"$or": [{"country": "FI"}, {"vip": true}]})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Or, MatchOp::Nor},
    .node = check_duplicate_branch};

}  // namespace tamis::linting
