// The operators of one field.
#include <fmt/format.h>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "grammar/quote.h"

namespace tamis {
namespace {

bool is_db_ref(const SyntaxTree& tree, const SyntaxNode& object) {
  bool ref = false;
  bool id = false;
  for (const std::uint32_t child : tree.children(object)) {
    ref = ref || tree[child].key == "$ref";
    id = id || tree[child].key == "$id";
  }
  return ref && id;
}

}  // namespace

// An object whose first key begins with `$`, and is no wrapper and no DBRef.
bool Builder::is_operator_object(std::uint32_t node) const {
  const SyntaxNode& object = tree_[node];
  if (object.kind != SyntaxKind::Object || object.child_count == 0) return false;
  const std::string_view first = tree_[object.first_child].key;
  if (!first.starts_with('$')) return false;
  if (first == "$regex" || first == "$options") return true;
  return !is_wrapper(tree_, node) && !is_db_ref(tree_, object);
}

bool Builder::literal(std::uint32_t node, Operand& operand) {
  auto value = values_.read(node, 0);
  if (!value) return false;
  operand.value = *std::move(value);
  operand.span = tree_[node].span;
  return true;
}

void Builder::field(std::uint32_t value, std::uint32_t depth, std::vector<MatchNode>& out) {
  if (is_operator_object(value)) {
    field_operators(tree_[value], depth, out);
    return;
  }
  MatchNode& test = add(MatchOp::Eq, value, out);
  test.op_span = tree_[value].span;
  bool whole = compare(value, test);
  if (whole && test.operand.value.is(BsonType::Regex)) {
    test.op = MatchOp::Regex;
    whole = regex(test.operand.value.as<Regex>(), value, test.operand);
  }
  if (!whole) out.pop_back();
}

void Builder::field_operators(const SyntaxNode& object, std::uint32_t depth,
                              std::vector<MatchNode>& out) {
  duplicate_keys(object);
  if (!within_depth(depth, object.span)) return;
  if (out.empty()) out.reserve(object.child_count);
  for (const std::uint32_t child : tree_.children(object))
    field_operator(object, child, depth, out);
}

void Builder::field_operator(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                             std::vector<MatchNode>& out) {
  const SyntaxNode& syntax = tree_[node];
  const OperatorInfo* info = find_operator(syntax.key);
  if (info == nullptr || info->kind != OperatorKind::Field) {
    if (info == nullptr && !syntax.key.starts_with("$")) {
      auto entry = report_.error(
          "E105", syntax.key_span,
          fmt::format("`{}` stands among operators, but is none", syntax.key), "not an operator");
      entry.label(tree_[object.first_child].key_span, "an operator here");
      const std::string with_dollar = fmt::format("${}", syntax.key);
      if (find_operator(with_dollar) != nullptr)
        entry.fix(fmt::format("write `{}`", with_dollar), syntax.key_span,
                  quoted_like(report_.source().text(syntax.key_span), with_dollar), false);
      return;
    }
    unknown_operator(node, true);
    return;
  }
  if (!operand_of(object, node, depth, add(info->op, node, out))) out.pop_back();
}

bool Builder::operand_of(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                         MatchNode& test) {
  switch (test.op) {
    case MatchOp::In:
    case MatchOp::Nin:
      return list(node, test);
    case MatchOp::All:
      return all(node, depth, test);
    case MatchOp::Not:
      return negation(node, depth, test);
    case MatchOp::Exists:
      return exists(node, test);
    case MatchOp::Type:
      return type(node, test);
    case MatchOp::Size:
      return size(node, test);
    case MatchOp::Mod:
      return mod(node, test);
    case MatchOp::Regex:
      return regex_operator(object, node, test);
    case MatchOp::ElemMatchObject:
      return elem_match(node, depth, test);
    case MatchOp::BitsAllSet:
    case MatchOp::BitsAllClear:
    case MatchOp::BitsAnySet:
    case MatchOp::BitsAnyClear:
      return bits(node, test);
    default:
      return compare(node, test);
  }
}

bool Builder::exists(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const Value& v = test.operand.value;
  test.flag =
      !(v.is(BsonType::Null) || v.is(BsonType::Undefined) ||
        (v.is(BsonType::Bool) && !v.as<bool>()) || (v.is_number() && compare_numbers(v, 0) == 0));
  return true;
}

bool Builder::compare(std::uint32_t node, MatchNode& test) {
  if (!literal(node, test.operand)) return false;
  const Operand& operand = test.operand;
  if (operand.value.is(BsonType::Undefined)) {
    report_.error("E109", operand.span, "nothing can be compared with `undefined`", "undefined")
        .fix("write null", operand.span, "null", false);
    return false;
  }
  if (operand.value.is(BsonType::Regex) && test.op != MatchOp::Eq) {
    auto entry = report_.error(
        "E108", operand.span,
        fmt::format("`{}` cannot take a regular expression", operator_name(test.op)), "a regex");
    if (test.op == MatchOp::Ne)
      entry.fix("to leave out what a regex finds, use `$not`", tree_[node].key_span,
                quoted_like(report_.source().text(tree_[node].key_span), "$not"), true);
    return false;
  }
  return true;
}

}  // namespace tamis
