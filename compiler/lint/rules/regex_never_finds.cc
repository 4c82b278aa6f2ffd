#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_regex_never_finds(const MatchNode& node, LintContext& context) {
  if (!context.schema() || !context.never(node)) return;
  auto entry = context.report(
      node.operand.span, fmt::format("this regex finds no value that {} can have", subject(node)),
      "matches nothing");
  const FieldSchema* field = context.facts(node).field;
  if (field != nullptr && !field->enum_values.empty())
    entry.label(context.schema()->source(), field->name_span, "the values are listed here");
}

}  // namespace

constinit const Rule kRegexNeverFinds{
    .info =
        {.code = "L015",
         .name = "regex-never-finds",
         .since = "0.1",
         .summary = "a regex that finds no value which the field can have",
         .why =
             R"(The schema lists the values of the field, and the pattern finds none of them; or the shortest text
that the pattern finds is longer than the field can be. Check the case of letters: patterns heed it unless option
`i` is set.)",
         .bad = R"({"status": {"$regex": "^sub"}})",
         .good = R"({"status": {"$regex": "^SUB"}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Regex},
    .node = check_regex_never_finds};

}  // namespace tamis::linting
