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
  if (!first.starts_with("$")) return false;
  if (first == "$regex" || first == "$options") return true;
  return !is_wrapper(tree_, node) && !is_db_ref(tree_, object);
}

std::optional<Operand> Builder::literal(std::uint32_t node) {
  auto value = read_value(tree_, node, options_.limits, report_.out());
  if (!value) return std::nullopt;
  return Operand{std::move(*value), nullptr, nullptr, tree_[node].span};
}

void Builder::field(std::uint32_t value, std::uint32_t depth, std::vector<MatchNode>& out) {
  if (is_operator_object(value)) {
    field_operators(tree_[value], depth, out);
    return;
  }
  auto operand = literal(value);
  if (!operand) return;
  if (const Regex* pattern = operand->value.get_if<Regex>()) {
    if (auto search = regex(*pattern, value)) {
      search->op_span = tree_[value].span;
      out.push_back(std::move(*search));
    }
    return;
  }
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined")
        .fix("write null", operand->span, "null", false);
    return;
  }
  MatchNode equal = leaf(MatchOp::Eq, value);
  equal.op_span = tree_[value].span;
  equal.operand = std::move(*operand);
  out.push_back(std::move(equal));
}

void Builder::field_operators(const SyntaxNode& object, std::uint32_t depth,
                              std::vector<MatchNode>& out) {
  duplicate_keys(object);
  if (!within_depth(depth, object.span)) return;
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
  std::optional<MatchNode> result;
  switch (info->op) {
    case MatchOp::In:
    case MatchOp::Nin:
      result = list(info->op, node);
      break;
    case MatchOp::All:
      result = all(node, depth);
      break;
    case MatchOp::Not:
      result = negation(node, depth);
      break;
    case MatchOp::Exists: {
      const auto operand = literal(node);
      if (!operand) break;
      result = leaf(MatchOp::Exists, node);
      const Value& v = operand->value;
      result->operand = *operand;
      result->flag = !(v.is(BsonType::Null) || v.is(BsonType::Undefined) ||
                       (v.is(BsonType::Bool) && !v.as<bool>()) ||
                       (v.is_number() && compare_numbers(v, 0) == 0));
      break;
    }
    case MatchOp::Type:
      result = type(node);
      break;
    case MatchOp::Size:
      result = size(node);
      break;
    case MatchOp::Mod:
      result = mod(node);
      break;
    case MatchOp::Regex:
      result = regex_operator(object, node);
      break;
    case MatchOp::ElemMatchObject:
      result = elem_match(node, depth);
      break;
    case MatchOp::BitsAllSet:
    case MatchOp::BitsAllClear:
    case MatchOp::BitsAnySet:
    case MatchOp::BitsAnyClear:
      result = bits(info->op, node);
      break;
    default:
      result = compare(info->op, node);
  }
  if (result) out.push_back(std::move(*result));
}

std::optional<MatchNode> Builder::compare(MatchOp op, std::uint32_t node) {
  auto operand = literal(node);
  if (!operand) return std::nullopt;
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined")
        .fix("write null", operand->span, "null", false);
    return std::nullopt;
  }
  if (operand->value.is(BsonType::Regex) && op != MatchOp::Eq) {
    auto entry = report_.error(
        "E108", operand->span,
        fmt::format("`{}` cannot take a regular expression", operator_name(op)), "a regex");
    if (op == MatchOp::Ne)
      entry.fix("to leave out what a regex finds, use `$not`", tree_[node].key_span,
                quoted_like(report_.source().text(tree_[node].key_span), "$not"), true);
    return std::nullopt;
  }
  MatchNode result = leaf(op, node);
  result.operand = std::move(*operand);
  return result;
}

}  // namespace tamis
