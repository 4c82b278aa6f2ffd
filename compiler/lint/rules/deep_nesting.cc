#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

constexpr std::size_t kMostLevels = 5;

bool is_level(const MatchNode& node) {
  return node.op == MatchOp::Or || node.op == MatchOp::Nor;
}

// Levels of `$or` and `$nor` from `node` down, itself included.
std::size_t levels(const MatchNode& node) {
  std::size_t below = 0;
  for (const MatchNode& child : node.children) below = std::max(below, levels(child));
  return below + (is_level(node) ? 1 : 0);
}

// The first node at which the path of levels is one too long.
const MatchNode* too_deep(const MatchNode& node, std::size_t above) {
  if (is_level(node) && ++above > kMostLevels) return &node;
  for (const MatchNode& child : node.children)
    if (const MatchNode* found = too_deep(child, above)) return found;
  return nullptr;
}

void check_deep_nesting(LintContext& context) {
  const MatchNode* node = too_deep(context.expression().root, 0);
  if (node == nullptr) return;
  context
      .report(
          node->op_span,
          fmt::format("alternatives are nested {} levels deep", levels(context.expression().root)),
          fmt::format("level {}", kMostLevels + 1))
      .help("split the condition, or name its parts in separate segments");
}

}  // namespace

constinit const Rule kDeepNesting{
    .info =
        {.code = "L084",
         .name = "deep-nesting",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "alternatives inside alternatives, more than five levels deep",
         .why =
             R"(Few readers can say which documents a condition of six nested levels selects, and a query
planner gives up on indexes long before. Such conditions come from editors that nest a group for
every click; most of the levels can be joined.)",
         .bad = R"({"$or": [{"a": 1}, {"b": 1, "$or": [{"c": 1}, {"d": 1, "$or": [{"e": 1}, {"f": 1,
"$or": [{"g": 1}, {"h": 1, "$or": [{"i": 1}, {"j": 1, "$or": [{"k": 1}, {"l": 1}]}]}]}]}]}]})",
         .good = R"({"$or": [{"a": 1}, {"b": 1}, {"c": 1}]})",
         .topic = LintTopic::Cost,
         .kind = ExampleKind::Condition},
    .whole = check_deep_nesting};

}  // namespace tamis::linting
