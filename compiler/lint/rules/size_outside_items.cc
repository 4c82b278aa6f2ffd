#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_size_outside_items(const MatchNode& node, LintContext& context) {
  if (!context.schema() || !context.never(node)) return;
  auto entry = context.report(
      node.span, fmt::format("{} never has {} elements", subject(node), node.a), "matches nothing");
  if (const FieldSchema* field = context.facts(node).field)
    entry.label(context.schema()->source(), field->name_span, "limited here");
}

}  // namespace

constinit const Rule kSizeOutsideItems{
    .info =
        {.code = "L016",
         .name = "size-outside-items",
         .since = "0.1",
         .summary = "a `$size` that the schema keeps the array from having",
         .why =
             R"(The schema's `minItems` and `maxItems` leave no array of that many elements, so nothing matches.)",
         .bad = R"({"tags": {"$size": 50}})",
         .good = R"({"tags": {"$size": 5}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Size},
    .node = check_size_outside_items};

}  // namespace tamis::linting
