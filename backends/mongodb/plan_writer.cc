#include "backends/mongodb/plan_writer.h"

#include <algorithm>
#include <deque>
#include <iterator>

#include <fmt/format.h>

#include "backends/mongodb/conjunction.h"
#include "backends/mongodb/laws.h"
#include "backends/mongodb/leaves.h"
#include "backends/mongodb/names.h"
#include "backends/mongodb/relative_dates.h"
#include "compiler/values/date_math.h"

namespace tamis::mongodb {
namespace {

bool is_container(const PlanNode& node) {
  return node.op == PlanOp::Test && node.test->op == TestOp::Container;
}

// What an object `$elemMatch` asks of every element first.
bool looks_into_containers(const PlanNode& node) {
  return is_container(node) ||
         (node.op == PlanOp::And &&
          std::any_of(node.children.begin(), node.children.end(), is_container));
}

// The tests of an Or of tests, or the one test.
std::vector<const PlanNode*> members_of(const PlanNode& node) {
  std::vector<const PlanNode*> members;
  if (node.op != PlanOp::Or) return {&node};
  members.reserve(node.children.size());
  for (const PlanNode& child : node.children) members.push_back(&child);
  return members;
}

}  // namespace

Value PlanWriter::write(const Plan& plan) {
  return condition(plan.root, {});
}

Value PlanWriter::condition(const PlanNode& node, const Scope& scope) {
  Conjunction out(Grouping::Joined);
  add(node, scope, out);
  return std::move(out).condition();
}

// The operand of `$elemMatch`.
Value PlanWriter::element(const PlanNode& node, const FieldSchema* items) {
  Conjunction out(Grouping::Joined);
  if (looks_into_containers(node)) {
    const Scope scope{.element = items, .in_element = true};
    if (node.op == PlanOp::And)
      for (const PlanNode& child : node.children)
        if (!is_container(child)) add(child, scope, out);
    return std::move(out).condition();
  }
  add(node, {.element = items, .in_element = true, .self = true}, out);
  return std::move(out).operators();
}

void PlanWriter::add(const PlanNode& node, const Scope& scope, Conjunction& out) {
  switch (node.op) {
    case PlanOp::True:
      break;
    case PlanOp::False:
      out.add("_id", "$in", Array());
      break;
    case PlanOp::And:
      for (const PlanNode& child : node.children) add(child, scope, out);
      break;
    case PlanOp::Any:
      add_test(field_of(node, scope), node.children.front(), out);
      break;
    case PlanOp::Element:
    case PlanOp::Test:
      if (node.op == PlanOp::Test && node.test->op == TestOp::Schema)
        out.add_logical("$jsonSchema", node.test->operand.value);
      else
        add_test(element_of(scope), node, out);
      break;
    case PlanOp::Or:
      if (scope.self)
        add_test(element_of(scope), node, out);
      else
        out.add_logical("$or", alternatives(node, scope));
      break;
    case PlanOp::Not:
      add_negation(node.children.front(), scope, out);
      break;
  }
}

void PlanWriter::add_negation(const PlanNode& node, const Scope& scope, Conjunction& out) {
  Conjunction inner(Grouping::Joined);
  if (node.op == PlanOp::Any) {
    add_negated_test(field_of(node, scope), node.children.front(), out);
  } else if (scope.self && node.op == PlanOp::And) {
    add(node, scope, inner);
    out.add("", "$not", std::move(inner).operators());
  } else if (scope.self) {
    add_negated_test(element_of(scope), node, out);
  } else if (node.op == PlanOp::And && path_of_operators(node) != nullptr) {
    for (const PlanNode& child : node.children)
      add_test({.key = "", .schema = field_of(child, scope).schema}, child.children.front(), inner);
    out.add(field_of(node.children.front(), scope).key, "$not", std::move(inner).operators());
  } else {
    out.add_logical("$nor", alternatives(node, scope));
  }
}

void PlanWriter::add_test(const Field& field, const PlanNode& node, Conjunction& out) {
  if (node.op == PlanOp::Element) {
    const FieldSchema* items = field.schema != nullptr ? field.schema->items.get() : nullptr;
    out.add(field.key, "$elemMatch", element(node.children.front(), items));
    return;
  }
  if (node.op == PlanOp::Test && node.test->op != TestOp::In) {
    const Test& test = *node.test;
    if (test.operand.date_math) return add_relative(field, test.op, test.operand, out);
    Leaf leaf = leaf_of(test, literal(field, test.op, test.operand));
    out.add(field.key, leaf.op, std::move(leaf.operand));
    return;
  }
  if (can_be_listed(node))
    out.add(field.key, "$in", values(field, members_of(node)));
  else
    out.add_logical("$or", alternatives_of_field(field, node));
}

void PlanWriter::add_negated_test(const Field& field, const PlanNode& node, Conjunction& out) {
  const bool one_value = node.op == PlanOp::Test && node.test->op != TestOp::In;
  if (can_be_listed(node) && !one_value) {
    out.add(field.key, "$nin", values(field, members_of(node)));
  } else if (node.op == PlanOp::Element) {
    Conjunction inner(Grouping::Joined);
    add_test({.key = "", .schema = field.schema}, node, inner);
    out.add(field.key, "$not", std::move(inner).operators());
  } else if (!one_value || !add_negated_operator(field, node, out)) {
    out.add_logical("$nor", alternatives_of_field(field, node));
  }
}

// False for what is no operator of the field's: a relative date.
bool PlanWriter::add_negated_operator(const Field& field, const PlanNode& node, Conjunction& out) {
  const Test& test = *node.test;
  if (test.operand.date_math) return false;
  Leaf leaf = leaf_of(test, literal(field, test.op, test.operand));
  if (test.op == TestOp::Exists)
    out.add(field.key, "$exists", false);
  else if (test.op == TestOp::Eq && !leaf.operand.is(BsonType::Regex))
    out.add(field.key, "$ne", std::move(leaf.operand));
  else if (test.op == TestOp::Regex)
    out.add(field.key, "$not", std::move(leaf.operand));
  else
    out.add(field.key, "$not", single(std::string(leaf.op), std::move(leaf.operand)));
  return true;
}

Array PlanWriter::alternatives(const PlanNode& node, const Scope& scope) {
  if (node.op != PlanOp::Or) return {condition(node, scope)};
  Array all;
  for (const PlanNode& child : node.children) {
    if (child.op != PlanOp::Any) {
      all.push_back(condition(child, scope));
      continue;
    }
    Array some = alternatives_of_field(field_of(child, scope), child.children.front());
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

// Equalities and patterns together, then each other test by itself.
Array PlanWriter::alternatives_of_field(const Field& field, const PlanNode& node) {
  std::deque<PlanNode> made;  // equalities that were members of a list
  std::vector<const PlanNode*> listed, others;
  const auto sort = [&](const PlanNode& test) {
    (can_be_listed(test) ? listed : others).push_back(&test);
  };
  for (const PlanNode* member : members_of(node)) {
    if (member->op != PlanOp::Test || member->test->op != TestOp::In) {
      sort(*member);
      continue;
    }
    for (const Operand& operand : member->test->list) {
      PlanNode& one = made.emplace_back();
      one.op = PlanOp::Test;
      one.test = std::make_unique<Test>();
      one.test->op = TestOp::Eq;
      one.test->operand = operand;
      sort(one);
    }
  }
  Array all;
  const auto add = [&](const auto& put) {
    Conjunction out(Grouping::Joined);
    put(out);
    all.push_back(std::move(out).condition());
  };
  if (listed.size() == 1)
    others.insert(others.begin(), listed.front());
  else if (!listed.empty())
    add([&](Conjunction& out) { out.add(field.key, "$in", values(field, listed)); });
  for (const PlanNode* other : others) add([&](Conjunction& out) { add_test(field, *other, out); });
  return all;
}

// The members of an `$in`: values, then patterns.
Array PlanWriter::values(const Field& field, const std::vector<const PlanNode*>& tests) {
  Array list, patterns;
  for (const PlanNode* node : tests) {
    const Test& test = *node->test;
    if (test.op == TestOp::Regex) patterns.push_back(test.operand.value);
    if (test.op == TestOp::Eq) list.push_back(literal(field, TestOp::Eq, test.operand));
    for (const Operand& operand : test.list) list.push_back(literal(field, TestOp::Eq, operand));
  }
  std::move(patterns.begin(), patterns.end(), std::back_inserter(list));
  return list;
}

void PlanWriter::add_relative(const Field& field, TestOp op, const Operand& operand,
                              Conjunction& out) {
  const auto refuse = [&](const NoExpression& reason) {
    report_
        .error(reason.code, operand.span,
               fmt::format("`{}` cannot stay relative: {}", operand.date_math->text(), reason.why),
               "relative here")
        .help("bind relative dates to a moment");
  };
  if (field.in_element) return refuse({"B030", "`$expr` cannot look at an element of an array"});
  const auto place = field_in_expression(field.key, field.facts, op);
  if (const auto* reason = std::get_if<NoExpression>(&place)) return refuse(*reason);
  auto date = expression_of(*operand.date_math, zone_, version_);
  if (const auto* reason = std::get_if<NoExpression>(&date)) return refuse(*reason);
  const auto& named = std::get<FieldInExpression>(place);
  Test test;
  test.op = op;
  const Leaf leaf = leaf_of(test, {});
  if (named.needs_type) out.add_once(field.key, "$type", "date");
  out.add_logical(
      "$expr", single(std::string(leaf.op), Array{named.path, std::move(std::get<Value>(date))}));
}

PlanWriter::Field PlanWriter::field_of(const PlanNode& any, const Scope& scope) const {
  const bool known = any.facts != nullptr && any.facts->known;
  return {.key = stored_path(any.path, any.facts),
          .schema = known ? any.facts->field : nullptr,
          .facts = any.facts,
          .in_element = scope.in_element};
}

PlanWriter::Field PlanWriter::element_of(const Scope& scope) {
  return {.key = "", .schema = scope.element, .in_element = true};
}

Value PlanWriter::literal(const Field& field, TestOp op, const Operand& operand) {
  const bool ordered = op != TestOp::Eq && op != TestOp::Regex;
  return stored_operand(operand, field.schema, ordered, report_);
}

}  // namespace tamis::mongodb
