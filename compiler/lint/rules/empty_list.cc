#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_empty_list(const MatchNode& node, LintContext& context) {
  if (!node.list.empty()) return;
  const bool all = node.op == MatchOp::Nin;
  context.report(node.span,
                 fmt::format("an empty list {}", all ? "excludes nothing" : "matches nothing"),
                 "no values");
}

}  // namespace

constinit const Rule kEmptyList{
    .info =
        {.code = "L006",
         .name = "empty-list",
         .since = "0.1",
         .summary = "a list without values: `$in: []`, `$nin: []` or `$all: []`",
         .why =
             R"(`$in` and `$all` of nothing match no document, `$nin` of nothing matches every one. A list that is
filled by a program was empty that day; leave the test out where there is nothing to compare with.)",
         .bad = R"({"country": {"$in": []}})",
         .good = R"({"country": {"$in": ["FI", "SE"]}})",
         .topic = LintTopic::NeverOrAlways,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::In, MatchOp::Nin, MatchOp::All},
    .node = check_empty_list};

}  // namespace tamis::linting
