#include <fmt/format.h>

#include "compiler/operators.h"
#include "compiler/print/print.h"
#include "compiler/values/date_math.h"

namespace tamis {
namespace {

std::string operand_text(const Operand& operand) {
  return operand.date_math ? operand.date_math->text() : canonical_value(operand.value);
}

std::string list_text(const std::vector<Operand>& list) {
  std::string text = "[";
  for (std::size_t i = 0; i < list.size(); ++i)
    text += (i == 0 ? "" : ", ") + operand_text(list[i]);
  return text + "]";
}

std::string_view group_name(MatchOp op) {
  const std::string_view name = operator_name(op);
  return name.empty() ? "$and" : name;
}

void dump(const MatchNode& node, const CheckedExpression& checked, int depth, std::string& out) {
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
  out += group_name(node.op);
  if (node.is_leaf())
    out += node.self ? " (element)" : " " + canonical_value(Value(node.path.text()));
  switch (node.op) {
    case MatchOp::In:
    case MatchOp::Nin:
    case MatchOp::All:
      out += " " + list_text(node.list);
      break;
    case MatchOp::Exists:
      out += node.flag ? " true" : " false";
      break;
    case MatchOp::Type:
      out += " " + node.types.describe();
      break;
    case MatchOp::ElemMatchObject:
    case MatchOp::ElemMatchValue:
      break;
    default:
      if (node.is_leaf() || node.json_schema) out += " " + operand_text(node.operand);
  }
  if (node.is_leaf() && checked.facts_of(node).known)
    out += fmt::format("  : {}", checked.facts_of(node).types.describe());
  out += "\n";
  for (const MatchNode& child : node.children) dump(child, checked, depth + 1, out);
}

constexpr std::string_view kPlanNames[] = {"true", "false", "and",     "or",
                                           "not",  "any",   "element", "test"};
constexpr std::string_view kTestNames[] = {"eq",
                                           "lt",
                                           "lte",
                                           "gt",
                                           "gte",
                                           "in",
                                           "exists",
                                           "type",
                                           "size",
                                           "mod",
                                           "regex",
                                           "bits-all-set",
                                           "bits-all-clear",
                                           "bits-any-set",
                                           "bits-any-clear",
                                           "container",
                                           "schema"};

std::string test_text(const Test& test) {
  std::string text(name_of(test.op));
  switch (test.op) {
    case TestOp::Exists:
    case TestOp::Container:
      break;
    case TestOp::In:
      text += " " + list_text(test.list);
      break;
    case TestOp::Type:
      text += " " + test.types.describe();
      break;
    case TestOp::Size:
      text += fmt::format(" {}", test.a);
      break;
    case TestOp::Mod:
      text += fmt::format(" {} {}", test.a, test.b);
      break;
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
      text += fmt::format(" [{}]", fmt::join(test.bits, ", "));
      break;
    default:
      text += " " + operand_text(test.operand);
  }
  return text;
}

void dump(const PlanNode& node, int depth, std::string& out) {
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
  if (node.op == PlanOp::Test) {
    out += test_text(*node.test) + "\n";
    return;
  }
  out += name_of(node.op);
  if (node.op == PlanOp::Any)
    out += " " + canonical_value(Value(node.path.text())) +
           (node.traverse == Traverse::Whole ? " whole" : "");
  out += "\n";
  for (const PlanNode& child : node.children) dump(child, depth + 1, out);
}

}  // namespace

std::string_view name_of(PlanOp op) {
  return kPlanNames[static_cast<std::size_t>(op)];
}

std::string_view name_of(TestOp op) {
  return kTestNames[static_cast<std::size_t>(op)];
}

std::string dump_ast(const CheckedExpression& checked) {
  std::string out;
  dump(checked.expression.root, checked, 0, out);
  return out;
}

std::string dump_plan(const Plan& plan) {
  std::string out;
  dump(plan.root, 0, out);
  return out;
}

}  // namespace tamis
