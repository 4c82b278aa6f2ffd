#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"

namespace tamis::linting {
namespace {

// The edits that put the only condition where the operator stands; none where that would give an
// object two equal keys, or mix a segment form with other members.
std::vector<Edit> edits_of_branch_of_one(LintContext& context, std::uint32_t member) {
  const SyntaxTree& tree = *context.syntax();
  const auto condition = only_child(tree, member);
  const auto object = context.syntax_parent(member);
  if (!condition || !object || tree[*condition].child_count == 0) return {};
  constexpr unsigned kSegments = static_cast<unsigned>(ConditionForm::FieldCondition) |
                                 static_cast<unsigned>(ConditionForm::Topic);
  const bool alone = only_child(tree, *object).has_value();
  if (!alone && (context.expression().forms & kSegments) != 0) return {};
  if (keys_clash(tree, *object, member, keys_of(tree, *condition))) return {};
  return unwrap(tree, whole(tree[member]), content(tree, *condition));
}

void check_branch_of_one(const MatchNode& node, LintContext& context) {
  const bool is_condition_itself = node.op_span == node.span;
  if (is_condition_itself || node.children.size() != 1) return;
  const auto member = context.syntax_of_member(node.op_span);
  if (!member) return;
  const std::string_view name = (*context.syntax())[*member].key;
  if (name != "$and" && name != "$or" && name != "AND" && name != "OR") return;
  std::vector<Edit> changes = edits_of_branch_of_one(context, *member);
  // Beside a member of the same name the operator is what keeps the two apart.
  if (changes.empty() && !only_child(*context.syntax(), *context.syntax_parent(*member))) return;
  auto entry = context.report(node.op_span, fmt::format("`{}` has only one condition", name),
                              "nothing to combine");
  if (changes.empty())
    entry.help("write the condition itself");
  else
    entry.fix(Fix{"write the condition itself", std::move(changes), true});
}

}  // namespace

constinit const Rule kBranchOfOne{
    .info =
        {.code = "L026",
         .name = "branch-of-one",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$and` or `$or` around a single condition",
         .why =
             R"(`$and` and `$or` combine conditions; around one they mean that one. What is left over
from an edit misleads the reader, who looks for the other branch.

An `$and` that stands beside another test of the same field is left alone: an object cannot hold a
key twice, so there the operator does something.)",
         .bad = R"({"$and": [{"country": "FI", "vip": true}]})",
         .good = R"({"country": "FI", "vip": true})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::And, MatchOp::Or},
    .node = check_branch_of_one};

}  // namespace tamis::linting
