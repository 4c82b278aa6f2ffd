#include "backends/mongodb/tree_writer.h"

#include <algorithm>

#include "backends/mongodb/names.h"
#include "compiler/operators.h"
#include "compiler/values/date_math.h"

namespace tamis::mongodb {
namespace {

bool is_elem_match(const MatchNode& node) {
  return node.op == MatchOp::ElemMatchObject || node.op == MatchOp::ElemMatchValue;
}

}  // namespace

Value TreeWriter::condition(const MatchNode& group) {
  Conjunction out(Grouping::Verbatim);
  if (group.op == MatchOp::And)
    for (const MatchNode& child : group.children) add(child, out);
  else
    add(group, out);
  return std::move(out).condition();
}

void TreeWriter::add(const MatchNode& node, Conjunction& out) {
  switch (node.op) {
    case MatchOp::And:
      return add_group(node, out);
    case MatchOp::Or:
    case MatchOp::Nor:
      return out.add_logical(operator_name(node.op), conditions(node));
    case MatchOp::Not:
      return add_negation(node.children.front(), out);
    case MatchOp::AlwaysTrue:
    case MatchOp::AlwaysFalse:
      return out.add_logical(operator_name(node.op), 1);
    case MatchOp::Comment:
    case MatchOp::JsonSchema:
      return out.add_logical(operator_name(node.op), node.operand.value);
    default:
      return out.add(key_of(node), operator_name(node.op), operand_of(node));
  }
}

// An And inside another is an `$and`, or the `$elemMatch`es of an `$all`.
void TreeWriter::add_group(const MatchNode& node, Conjunction& out) {
  const bool all = !node.children.empty() &&
                   std::all_of(node.children.begin(), node.children.end(), is_elem_match);
  if (!all) return out.add_logical("$and", conditions(node));
  Array elements;
  for (const MatchNode& child : node.children)
    elements.push_back(Value::object({{"$elemMatch", operand_of(child)}}));
  out.add(key_of(node.children.front()), "$all", std::move(elements));
}

void TreeWriter::add_negation(const MatchNode& negated, Conjunction& out) {
  Conjunction inner(Grouping::Verbatim);
  if (negated.op == MatchOp::And)
    for (const MatchNode& child : negated.children) add(child, inner);
  else
    add(negated, inner);
  if (const std::optional<std::string> field = inner.only_field())
    out.add(*field, "$not", std::move(inner).operators());
  else
    out.add_logical("$nor", Array{condition(negated)});
}

Array TreeWriter::conditions(const MatchNode& node) {
  Array all;
  for (const MatchNode& child : node.children) all.push_back(condition(child));
  return all;
}

Value TreeWriter::element(const MatchNode& node) {
  if (node.op == MatchOp::ElemMatchObject) return condition(node.children.front());
  Conjunction out(Grouping::Verbatim);
  for (const MatchNode& child : node.children.front().children) add(child, out);
  return std::move(out).operators();
}

Value TreeWriter::operand_of(const MatchNode& node) {
  switch (node.op) {
    case MatchOp::In:
    case MatchOp::Nin:
    case MatchOp::All: {
      Array list;
      for (const Operand& member : node.list) list.push_back(literal(node, member));
      return list;
    }
    case MatchOp::ElemMatchObject:
    case MatchOp::ElemMatchValue:
      return element(node);
    case MatchOp::Exists:
      return node.flag;
    case MatchOp::Size:  // servers before 8.2 take no decimal
      return node.operand.value.is(BsonType::Decimal128) ? Value(static_cast<std::int32_t>(node.a))
                                                         : node.operand.value;
    case MatchOp::Type:
    case MatchOp::Mod:
      return node.operand.value;
    default:
      return literal(node, node.operand);
  }
}

Value TreeWriter::literal(const MatchNode& node, const Operand& operand) {
  if (operand.date_math) return Date{resolve(*operand.date_math, moment_.now_ms, moment_.zone)};
  const FieldFacts* facts = facts_of(node);
  const bool ordered = node.op == MatchOp::Gt || node.op == MatchOp::Gte ||
                       node.op == MatchOp::Lt || node.op == MatchOp::Lte;
  return stored_operand(operand, facts != nullptr ? facts->field : nullptr, ordered, report_);
}

std::string TreeWriter::key_of(const MatchNode& node) const {
  return node.self ? std::string() : stored_path(node.path, facts_of(node));
}

const FieldFacts* TreeWriter::facts_of(const MatchNode& node) const {
  return checked_.schema ? &checked_.facts[node.id] : nullptr;
}

}  // namespace tamis::mongodb
