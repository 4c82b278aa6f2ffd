#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_outside_range(const MatchNode& node, LintContext& context) {
  if (!context.schema() || !context.never(node)) return;
  auto entry = context.report(
      node.span, fmt::format("{} is never {}", subject(node), bound_words(context, node)),
      "matches nothing");
  const FieldSchema* field = context.facts(node).field;
  if (field != nullptr && (field->minimum || field->maximum))
    entry.label(context.schema()->source(), field->name_span, "the schema limits it here");
}

}  // namespace

constinit const Rule kOutsideRange{
    .info =
        {.code = "L009",
         .name = "outside-range",
         .since = "0.1",
         .summary = "a bound that no value of the field can meet",
         .why =
             R"(The schema says which values the field can have, and none of them lies beyond this bound. Often the
unit is another one: cents for euros, months for years.)",
         .bad = R"({"age": {"$gte": 200}})",
         .good = R"({"age": {"$gte": 20}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Gt, MatchOp::Gte, MatchOp::Lt, MatchOp::Lte},
    .node = check_outside_range};

}  // namespace tamis::linting
