#include "compiler/plan/plan.h"

#include <algorithm>

namespace tamis {
namespace {

class Planner {
 public:
  explicit Planner(const CheckedExpression& checked) : checked_(checked) {}

  PlanNode node(const MatchNode& match) {
    switch (match.op) {
      case MatchOp::And:
        return group(PlanOp::And, match);
      case MatchOp::Or:
        return group(PlanOp::Or, match);
      case MatchOp::Nor:
        return negation(match, group(PlanOp::Or, match));
      case MatchOp::Not:
        return negation(match, node(match.children.front()));
      case MatchOp::AlwaysTrue:
      case MatchOp::Comment:
        return bare(PlanOp::True, match);
      case MatchOp::AlwaysFalse:
        return bare(PlanOp::False, match);
      default:
        return field(match);
    }
  }

 private:
  static PlanNode bare(PlanOp op, const MatchNode& match) {
    PlanNode result;
    result.op = op;
    result.span = match.span;
    result.op_span = match.op_span;
    return result;
  }

  PlanNode group(PlanOp op, const MatchNode& match) {
    PlanNode result = bare(op, match);
    result.children.reserve(match.children.size());
    for (const MatchNode& child : match.children) result.children.push_back(node(child));
    return result;
  }

  static PlanNode negation(const MatchNode& match, PlanNode child) {
    PlanNode result = bare(PlanOp::Not, match);
    result.children.push_back(std::move(child));
    return result;
  }

  // The test of a place, told which place: the path's, or for `self` the element at hand.
  PlanNode at_path(const MatchNode& match, Traverse traverse, PlanNode child) {
    if (match.self) return child;
    PlanNode any = bare(PlanOp::Any, match);
    any.traverse = traverse;
    any.path = match.path;
    if (checked_.schema) any.facts = &checked_.facts[match.id];
    any.children.push_back(std::move(child));
    return any;
  }

  static PlanNode test(TestOp op, const MatchNode& match, Operand operand = {}) {
    PlanNode result = bare(PlanOp::Test, match);
    result.test = std::make_unique<Test>();
    result.test->op = op;
    result.test->operand = std::move(operand);
    result.test->types = match.types;
    result.test->a = match.a;
    result.test->b = match.b;
    result.test->bits = match.bits;
    return result;
  }

  PlanNode field(const MatchNode& match) {
    switch (match.op) {
      case MatchOp::Eq:
        return at_path(match, Traverse::Elements, test(TestOp::Eq, match, match.operand));
      case MatchOp::Ne:
        return negation(match,
                        at_path(match, Traverse::Elements, test(TestOp::Eq, match, match.operand)));
      case MatchOp::Gt:
        return at_path(match, Traverse::Elements, test(TestOp::Gt, match, match.operand));
      case MatchOp::Gte:
        return at_path(match, Traverse::Elements, test(TestOp::Gte, match, match.operand));
      case MatchOp::Lt:
        return at_path(match, Traverse::Elements, test(TestOp::Lt, match, match.operand));
      case MatchOp::Lte:
        return at_path(match, Traverse::Elements, test(TestOp::Lte, match, match.operand));
      case MatchOp::In:
        return at_path(match, Traverse::Elements, in(match));
      case MatchOp::Nin:
        return negation(match, at_path(match, Traverse::Elements, in(match)));
      case MatchOp::All:
        return all(match);
      case MatchOp::Exists: {
        PlanNode there = at_path(match, Traverse::Whole, test(TestOp::Exists, match));
        return match.flag ? std::move(there) : negation(match, std::move(there));
      }
      case MatchOp::Type:
        return at_path(match, Traverse::Elements, test(TestOp::Type, match));
      case MatchOp::Size:
        return at_path(match, Traverse::Whole, test(TestOp::Size, match));
      case MatchOp::Mod:
        return at_path(match, Traverse::Elements, test(TestOp::Mod, match));
      case MatchOp::Regex:
        return at_path(match, Traverse::Elements, test(TestOp::Regex, match, match.operand));
      case MatchOp::BitsAllSet:
        return at_path(match, Traverse::Elements, test(TestOp::BitsAllSet, match));
      case MatchOp::BitsAllClear:
        return at_path(match, Traverse::Elements, test(TestOp::BitsAllClear, match));
      case MatchOp::BitsAnySet:
        return at_path(match, Traverse::Elements, test(TestOp::BitsAnySet, match));
      case MatchOp::BitsAnyClear:
        return at_path(match, Traverse::Elements, test(TestOp::BitsAnyClear, match));
      case MatchOp::ElemMatchObject:
      case MatchOp::ElemMatchValue:
        return elem_match(match);
      default:
        return bare(PlanOp::True, match);
    }
  }

  static PlanNode member(const MatchNode& match, const Operand& operand) {
    PlanNode result = test(operand.regex ? TestOp::Regex : TestOp::Eq, match, operand);
    result.span = operand.span;
    return result;
  }

  static PlanNode in(const MatchNode& match) {
    PlanNode values = test(TestOp::In, match);
    PlanNode any = bare(PlanOp::Or, match);
    for (const Operand& operand : match.list) {
      if (operand.regex)
        any.children.push_back(member(match, operand));
      else
        values.test->list.push_back(operand);
    }
    sort_list(values.test->list);
    if (any.children.empty()) return values;
    if (!values.test->list.empty()) any.children.insert(any.children.begin(), std::move(values));
    return any;
  }

  PlanNode all(const MatchNode& match) {
    if (match.list.empty()) return bare(PlanOp::False, match);
    PlanNode every = bare(PlanOp::And, match);
    for (const Operand& operand : match.list)
      every.children.push_back(at_path(match, Traverse::Elements, member(match, operand)));
    return every;
  }

  PlanNode elem_match(const MatchNode& match) {
    PlanNode element = bare(PlanOp::Element, match);
    PlanNode inner = node(match.children.front());
    if (match.op == MatchOp::ElemMatchObject) {
      PlanNode both = bare(PlanOp::And, match);
      both.children.reserve(2);
      both.children.push_back(test(TestOp::Container, match));
      both.children.push_back(std::move(inner));
      inner = std::move(both);
    }
    element.children.push_back(std::move(inner));
    return at_path(match, Traverse::Whole, std::move(element));
  }

  const CheckedExpression& checked_;
};

}  // namespace

PlanNode PlanNode::clone() const {
  PlanNode copy;
  copy.op = op;
  copy.traverse = traverse;
  copy.path = path;
  copy.facts = facts;
  if (test) copy.test = std::make_unique<Test>(*test);
  copy.children.reserve(children.size());
  for (const PlanNode& child : children) copy.children.push_back(child.clone());
  copy.span = span;
  copy.op_span = op_span;
  return copy;
}

void sort_list(std::vector<Operand>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Operand& a, const Operand& b) {
    if (static_cast<bool>(a.date_math) != static_cast<bool>(b.date_math)) return !a.date_math;
    return compare(a.value, b.value) < 0;
  });
  list.erase(std::unique(list.begin(), list.end(),
                         [](const Operand& a, const Operand& b) {
                           return static_cast<bool>(a.date_math) ==
                                      static_cast<bool>(b.date_math) &&
                                  compare(a.value, b.value) == 0;
                         }),
             list.end());
}

Plan plan(const CheckedExpression& checked) {
  return {plan(checked, checked.expression.root)};
}

PlanNode plan(const CheckedExpression& checked, const MatchNode& part) {
  return Planner(checked).node(part);
}

}  // namespace tamis
