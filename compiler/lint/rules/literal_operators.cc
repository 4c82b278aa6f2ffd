#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "compiler/lint/flatten.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_db_ref_key(std::string_view key) {
  return key == "$ref" || key == "$id" || key == "$db";
}

// The first key below `node` that begins with `$` and would be an operator elsewhere.
// Recursion is bounded by Limits::literal_nesting.
std::optional<std::uint32_t> operator_inside(const SyntaxTree& tree, std::uint32_t node) {
  for (const std::uint32_t child : tree.children(tree[node])) {
    if (tree[child].has_key && tree[child].key.starts_with("$") && !is_db_ref_key(tree[child].key))
      return child;
    if (tree[child].kind != SyntaxKind::Object && tree[child].kind != SyntaxKind::Array) continue;
    if (is_wrapper(tree, child)) continue;
    if (const auto found = operator_inside(tree, child)) return found;
  }
  return std::nullopt;
}

void check_literal_operators(const MatchNode& node, LintContext& context) {
  if (!holds_operator_key(node.operand.value)) return;
  const auto literal = context.syntax_of_value(node.operand.span);
  if (!literal) return;
  const SyntaxTree& tree = *context.syntax();
  const auto found = operator_inside(tree, *literal);
  if (!found) return;
  const std::string what =
      node.operand.value.is(BsonType::Array) ? "a literal array" : "a literal object";
  auto entry =
      context.report(tree[*found].key_span,
                     fmt::format("{} is compared as {}, so {} in it is a key, not an operator",
                                 subject(node), what, backticked(tree[*found].key)),
                     "a key here");
  entry.label(node.operand.span, what);
  std::vector<Edit> edits = flatten(node, context, *literal);
  if (edits.empty()) return;
  entry.fix(Fix{fmt::format("to test a field inside {}, use a dotted path", subject(node)),
                std::move(edits), false});
}

}  // namespace

constinit const Rule kLiteralOperators{
    .info =
        {.code = "L050",
         .name = "literal-operators",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "an object that is compared as a whole holds keys that look like operators",
         .why =
             R"(An object whose first key does not begin with `$` is a literal: the field must equal it.
Operators further in are then ordinary keys, and as no document stores a key such as `$gt`, the
condition selects nothing. To test a field inside an object, name it by a dotted path.)",
         .bad = R"({"address": {"zip": {"$gt": "00100"}}})",
         .good = R"({"address.zip": {"$gt": "00100"}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Eq, MatchOp::Ne},
    .node = check_literal_operators};

}  // namespace tamis::linting
