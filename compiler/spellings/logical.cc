// LogicalOperatorCondition: `$and`, `$or` and `$not` around whole conditions, and the aliases.
#include <fmt/format.h>

#include "compiler/spellings/segments.h"

namespace tamis::segments {
namespace {

struct LogicalAlias {
  std::string_view written;
  std::string_view meant;
  MatchOp op;
};

constexpr LogicalAlias kLogicalAliases[] = {
    {"AND", "$and", MatchOp::And}, {"OR", "$or", MatchOp::Or}, {"NOT", "$not", MatchOp::Not}};

}  // namespace

bool is_free(const Builder& builder, std::string_view key) {
  if (builder.spelling() == Spelling::Segments) return true;
  const auto& schema = builder.options().schema;
  return !schema || schema->root().property(key) == nullptr;
}

bool build(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out) {
  return build_topic_condition(builder, node, out) || build_field_condition(builder, node, out);
}

bool build_alias(Builder& builder, std::uint32_t node, std::uint32_t depth,
                 std::vector<MatchNode>& out) {
  const std::string_view key = builder.tree()[node].key;
  for (const LogicalAlias& alias : kLogicalAliases) {
    if (alias.written != key || !is_free(builder, key)) continue;
    builder.uses(ConditionForm::Alias);
    if (alias.op == MatchOp::Not) {
      build_not(builder, node, depth, out);
      return true;
    }
    MatchNode& result = builder.add(alias.op, node, out);
    builder.conditions(alias.meant, node, depth, result.children);
    return true;
  }
  return false;
}

void build_not(Builder& builder, std::uint32_t node, std::uint32_t depth,
               std::vector<MatchNode>& out) {
  const SyntaxNode& syntax = builder.tree()[node];
  if (syntax.kind == SyntaxKind::Array && syntax.child_count == 1) {
    const SyntaxNode& only = builder.tree()[syntax.first_child];
    builder.report()
        .error("E104", syntax.span, fmt::format("`{}` takes one condition", syntax.key), "an array")
        .fix(Fix{
            "take the condition out of the array",
            {{{syntax.span.begin, only.span.begin}, ""}, {{only.span.end, syntax.span.end}, ""}},
            true});
    return;
  }
  MatchNode& negation = builder.add(MatchOp::Not, node, out);
  builder.condition(node, depth + 1, negation.children.emplace_back());
}

std::string_view logical_of_alias(std::string_view written) {
  for (const LogicalAlias& alias : kLogicalAliases)
    if (alias.written == written) return alias.meant;
  return {};
}

}  // namespace tamis::segments
