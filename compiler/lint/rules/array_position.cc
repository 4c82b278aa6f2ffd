#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_array_position(const MatchNode& node, LintContext& context) {
  if (node.self || node.op == MatchOp::Exists) return;  // the way to ask for a length
  const auto components = node.path.components();
  const auto& steps = context.facts(node).steps;
  for (std::size_t i = 1; i < components.size() && i <= steps.size(); ++i) {
    const FieldSchema* above = steps[i - 1];
    if (components[i].index < 0 || above == nullptr || !above->types.contains(BsonType::Array))
      continue;
    context.report(node.path_span,
                   fmt::format("position {} of {} is tested: another order of the elements may "
                               "give another verdict",
                               components[i].index, backticked(components[i - 1].name)),
                   "by position");
    return;
  }
}

}  // namespace

constinit const Rule kArrayPosition{
    .info =
        {.code = "L090",
         .name = "array-position",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "an element is tested by its position",
         .why =
             R"(Most arrays are lists whose order nobody promises. A test of one position also needs a
backend that keeps positions: a SQLite table of elements has them only where the schema names a
column for them, and refuses the condition otherwise.)",
         .bad = R"({"tags.0": "vip"})",
         .good = R"({"tags": "vip"})",
         .topic = LintTopic::Cost,
         .by_default = false},
    .ops = kLeafOps,
    .node = check_array_position};

}  // namespace tamis::linting
