// Operators that hold operators: $not, $elemMatch.
#include <utility>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "compiler/values/regex.h"
#include "grammar/quote.h"

namespace tamis {
namespace {

void set_self(MatchNode& node) {
  node.self = true;
  if (node.is_leaf()) return;
  for (MatchNode& child : node.children) set_self(child);
}

bool is_db_ref_part(std::string_view key) {
  return key == "$ref" || key == "$id" || key == "$db";
}

}  // namespace

bool Builder::negation(std::uint32_t node, std::uint32_t depth, MatchNode& test) {
  const SyntaxNode& syntax = tree_[node];
  if (is_operator_object(node)) {
    MatchNode& inner = test.children.emplace_back();
    inner.op = MatchOp::And;
    inner.span = syntax.span;
    inner.op_span = syntax.span;
    field_operators(syntax, depth + 1, inner.children);
    return true;
  }
  if (syntax.kind != SyntaxKind::Object || is_wrapper(tree_, node)) {
    Operand operand;
    if (!literal(node, operand)) return false;
    if (const Regex* pattern = operand.value.get_if<Regex>()) {
      MatchNode& search = add(MatchOp::Regex, node, test.children);
      search.op_span = syntax.span;
      return regex(*pattern, node, search.operand);
    }
  }
  auto entry = report_.error("E115", syntax.span, "`$not` takes an object of operators or a regex",
                             syntax.kind == SyntaxKind::Object ? "no operators in it" : "a value");
  if (syntax.kind != SyntaxKind::Object && syntax.kind != SyntaxKind::Array)
    entry.fix("to leave out a value, use `$ne`", syntax.key_span,
              quoted_like(report_.source().text(syntax.key_span), "$ne"), true);
  return false;
}

bool Builder::elem_match(std::uint32_t node, std::uint32_t depth, MatchNode& test) {
  const SyntaxNode& syntax = tree_[node];
  if (syntax.kind != SyntaxKind::Object || is_wrapper(tree_, node)) {
    report_
        .error("E121", syntax.span,
               "`$elemMatch` takes an object of operators, or a condition on an element",
               "not an object")
        .help("to ask whether an array holds a value, write it alone: `{\"tags\": \"a\"}`");
    return false;
  }
  if (!within_depth(depth + 1, syntax.span)) return false;
  MatchNode& inner = test.children.emplace_back();
  if (is_operator_object(node)) {
    const std::string_view first = tree_[syntax.first_child].key;
    const OperatorInfo* info = find_operator(first);
    const bool pathless = info != nullptr && (info->kind == OperatorKind::Logical ||
                                              info->kind == OperatorKind::Pathless);
    if (!pathless && !is_db_ref_part(first)) {
      test.op = MatchOp::ElemMatchValue;
      inner.op = MatchOp::And;
      inner.span = syntax.span;
      inner.op_span = syntax.span;
      field_operators(syntax, depth + 1, inner.children);
      set_self(inner);
      return true;
    }
  }
  const bool outer = std::exchange(in_element_, true);
  condition(node, depth + 1, inner);
  in_element_ = outer;
  return true;
}

}  // namespace tamis
