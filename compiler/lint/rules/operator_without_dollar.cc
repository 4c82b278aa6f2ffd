#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/operators.h"

namespace tamis::linting {
namespace {

bool is_logical(std::string_view name) {
  return name == "and" || name == "or" || name == "nor";
}

// A field called `or` that equals a list of objects.
void check_logical(const MatchNode& node, LintContext& context) {
  const Array* list = node.operand.value.get_if<Array>();
  if (list == nullptr || list->empty() || node.path.size() != 1 || !is_logical(node.path.text()))
    return;
  if (!std::ranges::all_of(*list, [](const Value& v) { return v.is(BsonType::Object); })) return;
  const std::string name = "$" + node.path.text();
  context
      .report(node.path_span,
              fmt::format("{} is a field here, not an operator", backticked(node.path.text())),
              "a field's name")
      .fix(fmt::format("write `{}`", name), node.path_span,
           quoted_like(context.expression().source, node.path_span, name), false);
}

void check_operator_without_dollar(const MatchNode& node, LintContext& context) {
  if (node.self || node.op_span != node.operand.span || context.facts(node).known) return;
  check_logical(node, context);
  if (!has_keys_without_dollar(node.operand.value)) return;
  const auto literal = context.syntax_of_value(node.operand.span);
  if (!literal) return;
  const SyntaxTree& tree = *context.syntax();
  const SyntaxNode& object = tree[*literal];
  auto entry = context.report(
      tree[object.first_child].key_span,
      fmt::format("{} is compared with an object that has a key {}: operators begin with `$`",
                  subject(node), backticked(tree[object.first_child].key)),
      "a key, not an operator");
  std::vector<Edit> edits;
  for (const std::uint32_t child : tree.children(object))
    edits.push_back({tree[child].key_span, quoted_like(tree.source(), tree[child].key_span,
                                                       "$" + std::string(tree[child].key))});
  entry.fix(Fix{"write the `$`", std::move(edits), false});
}

}  // namespace

constinit const Rule kOperatorWithoutDollar{
    .info =
        {.code = "L068",
         .name = "operator-without-dollar",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "the name of an operator without its `$`",
         .why =
             R"(Without the `$`, `{"age": {"gte": 18}}` asks for documents whose `age` is an object with a
field `gte` of 18: none. The same goes for a list under `or`, which is then a field's name.)",
         .bad = R"({"age": {"gte": 18}})",
         .good = R"({"age": {"$gte": 18}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Eq},
    .node = check_operator_without_dollar};

}  // namespace tamis::linting
