#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

const MatchNode& test_of(const MatchNode& branch) {
  const bool group = branch.op == MatchOp::And && branch.children.size() == 1;
  return group ? branch.children.front() : branch;
}

bool is_plain_equality(const MatchNode& branch) {
  return branch.op == MatchOp::Eq && !branch.self && !branch.operand.value.is(BsonType::Regex);
}

std::vector<Edit> edits_of_or_of_equalities(const MatchNode& node, LintContext& context) {
  const auto member = context.syntax_of_member(node.op_span);
  const auto object = member ? context.syntax_parent(*member) : std::nullopt;
  if (!object) return {};
  const SyntaxTree& tree = *context.syntax();
  const std::string& path = test_of(node.children.front()).path.text();
  const SourceSpan outer = whole(tree[*member]);
  for (const SourceSpan comment : tree.comments())
    if (comment.begin < outer.end && outer.begin < comment.end) return {};
  if (keys_clash(tree, *object, *member, {path})) return {};
  std::string list;
  for (const MatchNode& branch : node.children)
    list += (list.empty() ? "" : ", ") + std::string(context.text(test_of(branch).operand.span));
  const auto key = [&](std::string_view name) {
    return quoted_like(tree.source(), tree[*member].key_span, name);
  };
  return {{outer, fmt::format("{}: {{{}: [{}]}}", key(path), key("$in"), list)}};
}

void check_or_of_equalities(const MatchNode& node, LintContext& context) {
  const auto& branches = node.children;
  if (branches.size() < 2 || node.op_span == node.span) return;
  const MatchNode& first = test_of(branches.front());
  for (const MatchNode& branch : branches)
    if (!is_plain_equality(test_of(branch)) || !(test_of(branch).path == first.path)) return;
  if (!context.repeated_children(node).empty()) return;
  auto entry = context.report(
      node.op_span, fmt::format("these branches all compare {} with a value", subject(first)),
      "one list would do");
  std::vector<Edit> changes = edits_of_or_of_equalities(node, context);
  if (changes.empty())
    entry.help("use one `$in`");
  else
    entry.fix(Fix{"use one `$in`", std::move(changes), true});
}

}  // namespace

constinit const Rule kOrOfEqualities{
    .info =
        {.code = "L036",
         .name = "or-of-equalities",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$or` of equalities of one field, which `$in` says in one test",
         .why =
             R"(A list says the same in less, is read at a glance, and lets every database use an index once instead of
once for each branch.)",
         .bad = R"({"$or": [{"country": "FI"}, {"country": "SE"}]})",
         .good = R"({"country": {"$in": ["FI", "SE"]}})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Or},
    .node = check_or_of_equalities};

}  // namespace tamis::linting
