// Operators that take a list of values: $in, $nin, $all.
#include <fmt/format.h>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "compiler/values/regex.h"

namespace tamis {

void Builder::list_member(std::uint32_t node, std::vector<Operand>& out) {
  auto operand = literal(node);
  if (!operand) return;
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined");
  } else if (const Regex* pattern = operand->value.get_if<Regex>()) {
    auto search = regex(*pattern, node);
    if (search) out.push_back(std::move(search->operand));
  } else {
    out.push_back(std::move(*operand));
  }
}

std::optional<MatchNode> Builder::list(MatchOp op, std::uint32_t node) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) {
    auto entry = report_.error("E106", array.span,
                               fmt::format("`{}` takes an array of values", operator_name(op)),
                               "not an array");
    if (array.kind != SyntaxKind::Object || is_wrapper(tree_, node))
      entry.fix(Fix{
          "put it in an array",
          {{{array.span.begin, array.span.begin}, "["}, {{array.span.end, array.span.end}, "]"}},
          true});
    return std::nullopt;
  }
  if (array.child_count > options_.limits.list_items) {
    report_.error("X011", array.span,
                  fmt::format("a list has more than {} members", options_.limits.list_items),
                  fmt::format("{} members", array.child_count));
    return std::nullopt;
  }
  MatchNode result = leaf(op, node);
  result.list.reserve(array.child_count);
  for (const std::uint32_t child : tree_.children(array)) {
    if (is_operator_object(child)) {
      report_.error("E107", tree_[child].span,
                    fmt::format("an operator cannot stand inside `{}`", operator_name(op)),
                    fmt::format("`{}` here", tree_[tree_[child].first_child].key));
      continue;
    }
    list_member(child, result.list);
  }
  return result;
}

std::optional<MatchNode> Builder::all(std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) return list(MatchOp::All, node);
  const auto is_elem_match = [&](std::uint32_t child) {
    const SyntaxNode& member = tree_[child];
    return member.kind == SyntaxKind::Object && member.child_count > 0 &&
           tree_[member.first_child].key == "$elemMatch";
  };
  if (array.child_count > 0 && is_elem_match(array.first_child)) {
    MatchNode result = leaf(MatchOp::And, node);
    for (const std::uint32_t child : tree_.children(array)) {
      if (!is_elem_match(child) || tree_[child].child_count != 1) {
        report_.error("E122", tree_[child].span,
                      "`$all` takes values or `$elemMatch`, not some of each",
                      "no `$elemMatch` alone");
        continue;
      }
      if (auto part = elem_match(tree_[child].first_child, depth))
        result.children.push_back(std::move(*part));
    }
    return result;
  }
  MatchNode result = leaf(MatchOp::All, node);
  if (array.child_count > options_.limits.list_items) return list(MatchOp::All, node);
  for (const std::uint32_t child : tree_.children(array)) {
    const SyntaxNode& member = tree_[child];
    if (is_operator_object(child)) {
      const OperatorInfo* info = find_operator(tree_[member.first_child].key);
      if (info != nullptr && info->kind == OperatorKind::Field && info->op != MatchOp::Not) {
        report_.error(is_elem_match(child) ? "E122" : "E107", member.span,
                      is_elem_match(child) ? "`$all` takes values or `$elemMatch`, not some of each"
                                           : "an operator cannot stand inside `$all`",
                      fmt::format("`{}` here", info->name));
        continue;
      }
    }
    list_member(child, result.list);
  }
  return result;
}

}  // namespace tamis
