// Operators that take a list of values: $in, $nin, $all.
#include <fmt/format.h>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "compiler/values/regex.h"

namespace tamis {

void Builder::list_member(std::uint32_t node, std::vector<Operand>& out) {
  Operand& operand = out.emplace_back();
  bool whole = literal(node, operand);
  if (whole && operand.value.is(BsonType::Undefined)) {
    report_.error("E109", operand.span, "nothing can be compared with `undefined`", "undefined");
    whole = false;
  }
  if (whole && operand.value.is(BsonType::Regex))
    whole = regex(operand.value.as<Regex>(), node, operand);
  if (!whole) out.pop_back();
}

bool Builder::list(std::uint32_t node, MatchNode& test) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) {
    auto entry = report_.error("E106", array.span,
                               fmt::format("`{}` takes an array of values", operator_name(test.op)),
                               "not an array");
    if (array.kind != SyntaxKind::Object || is_wrapper(tree_, node))
      entry.fix(Fix{
          "put it in an array",
          {{{array.span.begin, array.span.begin}, "["}, {{array.span.end, array.span.end}, "]"}},
          true});
    return false;
  }
  if (array.child_count > options_.limits.list_items) {
    report_.error("X011", array.span,
                  fmt::format("a list has more than {} members", options_.limits.list_items),
                  fmt::format("{} members", array.child_count));
    return false;
  }
  test.list.reserve(array.child_count);
  for (const std::uint32_t child : tree_.children(array)) {
    if (is_operator_object(child)) {
      report_.error("E107", tree_[child].span,
                    fmt::format("an operator cannot stand inside `{}`", operator_name(test.op)),
                    fmt::format("`{}` here", tree_[tree_[child].first_child].key));
      continue;
    }
    list_member(child, test.list);
  }
  return true;
}

bool Builder::all(std::uint32_t node, std::uint32_t depth, MatchNode& test) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) return list(node, test);
  const auto is_elem_match = [&](std::uint32_t child) {
    const SyntaxNode& member = tree_[child];
    return member.kind == SyntaxKind::Object && member.child_count > 0 &&
           tree_[member.first_child].key == "$elemMatch";
  };
  if (array.child_count > 0 && is_elem_match(array.first_child)) {
    test.op = MatchOp::And;
    for (const std::uint32_t child : tree_.children(array)) {
      if (!is_elem_match(child) || tree_[child].child_count != 1) {
        report_.error("E122", tree_[child].span,
                      "`$all` takes values or `$elemMatch`, not some of each",
                      "no `$elemMatch` alone");
        continue;
      }
      const std::uint32_t part = tree_[child].first_child;
      if (!elem_match(part, depth, add(MatchOp::ElemMatchObject, part, test.children)))
        test.children.pop_back();
    }
    return true;
  }
  if (array.child_count > options_.limits.list_items) return list(node, test);
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
    list_member(child, test.list);
  }
  return true;
}

}  // namespace tamis
