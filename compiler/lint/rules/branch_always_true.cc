#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_branch_always_true(const MatchNode& node, LintContext& context) {
  if (node.children.size() < 2 || context.never_found_inside()) return;
  const std::string_view effect = node.op == MatchOp::Or ? "excludes nothing" : "matches nothing";
  for (const MatchNode& branch : node.children) {
    if (!context.always(branch)) continue;
    context.report(branch.span,
                   fmt::format("every document meets this branch, so the whole {}", effect),
                   "always holds");
    return;
  }
}

}  // namespace

constinit const Rule kBranchAlwaysTrue{
    .info =
        {.code = "L004",
         .name = "branch-always-true",
         .since = "0.1",
         .summary = "a branch that every document meets makes its `$or` pointless",
         .why =
             R"(An alternative that always holds makes the others meaningless: the `$or` excludes nothing. An empty
object is such a branch, left over from an editor that adds one for every new row.)",
         .bad = R"({"vip": true, "$or": [{"country": "FI"}, {}]})",
         .good = R"({"vip": true, "country": "FI"})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Or, MatchOp::Nor},
    .leave = check_branch_always_true};

}  // namespace tamis::linting
