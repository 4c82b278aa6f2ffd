#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_deprecated_field(const MatchNode& node, LintContext& context) {
  if (node.self || !context.schema()) return;
  for (const FieldSchema* step : context.facts(node).steps) {
    if (step == nullptr || !step->deprecated) continue;
    auto entry = context.report(
        node.path_span, fmt::format("{} is deprecated", backticked(step->name)), "will go away");
    entry.label(context.schema()->source(), step->name_span, "declared deprecated here");
    if (!step->deprecated_note.empty()) entry.note(step->deprecated_note);
    return;
  }
}

}  // namespace

constinit const Rule kDeprecatedField{
    .info =
        {.code = "L081",
         .name = "deprecated-field",
         .since = "0.1",
         .summary = "a field that the schema calls deprecated",
         .why =
             R"(The schema marks the field as deprecated: it is about to be removed, or no longer filled.
A stored condition that reads it will one day select nothing, or everything, without an error.)",
         .bad = R"({"nickname": "Anna"})",
         .good = R"({"email": "anna@example.com"})",
         .topic = LintTopic::Cost},
    .ops = kLeafOps,
    .node = check_deprecated_field};

}  // namespace tamis::linting
