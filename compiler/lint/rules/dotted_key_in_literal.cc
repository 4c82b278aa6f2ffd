#include <fmt/format.h>

#include "compiler/lint/flatten.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Recursion is bounded by Limits::literal_nesting.
std::optional<std::uint32_t> dotted_key(const SyntaxTree& tree, std::uint32_t node) {
  for (const std::uint32_t child : tree.children(tree[node])) {
    const std::string_view key = tree[child].key;
    if (tree[child].has_key && key.find('.') != std::string_view::npos) return child;
    if (const auto found = dotted_key(tree, child)) return found;
  }
  return std::nullopt;
}

void check_dotted_key_in_literal(const MatchNode& node, LintContext& context) {
  if (!holds_dotted_key(node.operand.value)) return;
  const auto literal = context.syntax_of_value(node.operand.span);
  if (!literal) return;
  const SyntaxTree& tree = *context.syntax();
  const auto found = dotted_key(tree, *literal);
  if (!found) return;
  auto entry = context.report(
      tree[*found].key_span,
      fmt::format("{} is compared as a whole with an object, in which {} is the name of one field",
                  subject(node), backticked(tree[*found].key)),
      "no path here");
  std::vector<Edit> edits = flatten(node, context, *literal, DottedKeys::JoinPath);
  if (edits.empty())
    entry.help("name the field by its whole path");
  else
    entry.fix(Fix{"name the field by its whole path", std::move(edits), false});
}

}  // namespace

constinit const Rule kDottedKeyInLiteral{
    .info =
        {.code = "L069",
         .name = "dotted-key-in-literal",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a dotted name inside an object that is compared as a whole",
         .why =
             R"(A dot makes a path only in the name that a test begins with. Inside an object that the
field must equal, `"geo.lat"` is a field whose name holds a dot, which hardly any document has. Put
the whole path first.)",
         .bad = R"({"place": {"geo.lat": 60.2}})",
         .good = R"({"place.geo.lat": 60.2})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Eq, MatchOp::Ne},
    .node = check_dotted_key_in_literal};

}  // namespace tamis::linting
