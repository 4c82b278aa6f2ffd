#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_impossible_branch(const MatchNode& node, LintContext& context) {
  if (node.children.size() < 2 || context.never_found_inside()) return;
  std::vector<const MatchNode*> impossible;
  for (const MatchNode& branch : node.children)
    if (!has_idle_test(branch, context) && context.never(branch)) impossible.push_back(&branch);
  if (impossible.size() == node.children.size()) {
    context.report(node.op_span, "none of these branches can be met", "selects nothing");
    return;
  }
  for (const MatchNode* branch : impossible)
    context.report(branch->span, "no document can meet this branch",
                   "its parts exclude each other");
}

}  // namespace

constinit const Rule kImpossibleBranch{
    .info =
        {.code = "L003",
         .name = "impossible-branch",
         .since = "0.1",
         .summary = "a branch of `$or` that no document can meet",
         .why =
             R"(A branch that can never hold adds nothing to the others. It was meant to select something: look at
what its tests say together, and together with the schema.)",
         .bad = R"({"$or": [{"vip": true, "$nor": [{"vip": true}]}, {"country": "FI"}]})",
         .good = R"({"$or": [{"vip": true}, {"country": "FI"}]})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Or, MatchOp::Nor},
    .leave = check_impossible_branch};

}  // namespace tamis::linting
