#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

std::string_view complement_name(MatchOp op) {
  return op == MatchOp::Eq ? "$ne" : op == MatchOp::In ? "$nin" : "";
}

const MatchNode* negated_test(const MatchNode& negation) {
  const MatchNode* child = &negation.children.front();
  if (child->op == MatchOp::And && child->children.size() == 1) child = &child->children.front();
  return complement_name(child->op).empty() ? nullptr : child;
}

std::vector<Edit> edits_of_not_of_equality(const MatchNode& inner, LintContext& context,
                                           std::uint32_t member) {
  const SyntaxTree& tree = *context.syntax();
  const auto below = context.syntax_of_member(inner.op_span);
  const auto object = context.syntax_parent(member);
  if (!below || !object || only_child(tree, member) != below) return {};
  const std::string name(complement_name(inner.op));
  if (keys_clash(tree, *object, member, {name})) return {};
  std::vector<Edit> all = unwrap(tree, whole(tree[member]), whole(tree[*below]));
  if (all.empty()) return {};
  const SourceSpan key = tree[*below].key_span;
  all.insert(all.begin() + 1, {key, quoted_like(tree.source(), key, name)});
  return all;
}

void check_not_of_equality(const MatchNode& node, LintContext& context) {
  if (node.children.size() != 1 || tested_leaf(node) == nullptr) return;
  const MatchNode* inner = negated_test(node);
  const auto member = context.syntax_of_member(node.op_span);
  // `$ne` takes no regex.
  if (inner == nullptr || !member || inner->operand.value.is(BsonType::Regex)) return;
  const std::string_view name = complement_name(inner->op);
  std::vector<Edit> changes = edits_of_not_of_equality(*inner, context, *member);
  if (changes.empty()) return;
  context
      .report(
          node.op_span,
          fmt::format("`$not` around `{}` is `{}`", inner->op == MatchOp::Eq ? "$eq" : "$in", name),
          "a longer way to say it")
      .fix(Fix{fmt::format("use `{}`", name), std::move(changes), true});
}

}  // namespace

constinit const Rule kNotOfEquality{
    .info =
        {.code = "L035",
         .name = "not-of-equality",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$not` around `$eq` or `$in`, which have complements of their own",
         .why =
             R"(`{"$not": {"$eq": 5}}` is `{"$ne": 5}`, and `{"$not": {"$in": [...]}}` is `{"$nin": [...]}`, for every
document, those without the field included.)",
         .bad = R"({"status": {"$not": {"$eq": "BOUNCED"}}})",
         .good = R"({"status": {"$ne": "BOUNCED"}})",
         .topic = LintTopic::Redundant},
    .ops = {MatchOp::Not},
    .node = check_not_of_equality};

}  // namespace tamis::linting
