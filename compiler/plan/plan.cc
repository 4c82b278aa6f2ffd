#include "compiler/plan/plan.h"

#include <algorithm>

namespace tamis {
namespace {

// The first bytes of a string or symbol, read as a number; 0 of another value.
std::uint64_t head_of(const Value& value) {
  std::string_view text;
  if (const auto* string = value.get_if<std::string>()) text = *string;
  if (const auto* symbol = value.get_if<Symbol>()) text = symbol->text;
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof(head); ++i)
    head = head << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return head;
}

// A list's member, with what tells its place from most others' at a glance.
struct Ranked {
  explicit Ranked(const Operand& member)
      : operand(&member),
        group(type_family(member.value.type()) + (member.is_relative() ? kRelative : 0)),
        head(head_of(member.value)) {}

  static constexpr int kRelative = 100;  // behind every family
  const Operand* operand;
  int group;
  std::uint64_t head;
};

int compare(const Ranked& a, const Ranked& b) {
  if (a.group != b.group) return a.group < b.group ? -1 : 1;
  if (a.head != b.head) return a.head < b.head ? -1 : 1;
  return compare(a.operand->value, b.operand->value);
}

// By compare(), date math last; of equal members the first alone.
void put_in_order(std::vector<Ranked>& members) {
  std::sort(members.begin(), members.end(), [](const Ranked& a, const Ranked& b) {
    const int order = compare(a, b);
    return order < 0 || (order == 0 && a.operand < b.operand);
  });
  const auto equal = [](const Ranked& a, const Ranked& b) { return compare(a, b) == 0; };
  members.erase(std::unique(members.begin(), members.end(), equal), members.end());
}

class Planner {
 public:
  explicit Planner(const CheckedExpression& checked) : checked_(checked) {}

  // Makes `out`, a fresh node, what the expression means.
  void node(const MatchNode& match, PlanNode& out) {
    switch (match.op) {
      case MatchOp::And:
        return group(PlanOp::And, match, out);
      case MatchOp::Or:
        return group(PlanOp::Or, match, out);
      case MatchOp::Nor:
        return group(PlanOp::Or, match, negation(match, out));
      case MatchOp::Not:
        return node(match.children.front(), negation(match, out));
      case MatchOp::AlwaysTrue:
      case MatchOp::Comment:
        return start(PlanOp::True, match, out);
      case MatchOp::AlwaysFalse:
        return start(PlanOp::False, match, out);
      case MatchOp::JsonSchema:
        comparison(TestOp::Schema, match, out);
        out.test->json_schema = match.json_schema;
        return;
      default:
        return field(match, out);
    }
  }

 private:
  static void start(PlanOp op, const MatchNode& match, PlanNode& out) {
    out.op = op;
    out.span = match.span;
    out.op_span = match.op_span;
  }

  void group(PlanOp op, const MatchNode& match, PlanNode& out) {
    start(op, match, out);
    out.children.reserve(match.children.size());
    for (const MatchNode& child : match.children) node(child, out.children.emplace_back());
  }

  // Gives what is negated.
  static PlanNode& negation(const MatchNode& match, PlanNode& out) {
    start(PlanOp::Not, match, out);
    return out.children.emplace_back();
  }

  // Gives what is asked of the place: the path's, or for `self` the element at hand.
  PlanNode& at_path(const MatchNode& match, Traverse traverse, PlanNode& out) {
    if (match.self) return out;
    start(PlanOp::Any, match, out);
    out.traverse = traverse;
    out.path = match.path;
    if (checked_.schema) out.facts = &checked_.facts[match.id];
    return out.children.emplace_back();
  }

  Test& test(TestOp op, const MatchNode& match, PlanNode& out) {
    start(PlanOp::Test, match, out);
    out.test = new_test();
    out.test->op = op;
    return *out.test;
  }

  // With what is asked of a place beside its value.
  void property_test(TestOp op, const MatchNode& match, PlanNode& out) {
    Test& made = test(op, match, out);
    made.types = match.types;
    made.a = match.a;
    made.b = match.b;
    made.bits = match.bits;
  }

  // Several tests are allocated at once: as many as malloc still gives quickly, with room for one
  // more, where their owners are counted.
  std::shared_ptr<Test> new_test() {
    if (free_tests_ == 0) {
      constexpr std::size_t kMost = 1000 / sizeof(Test) - 1;
      free_tests_ = std::clamp<std::size_t>(checked_.expression.node_count, 1, kMost);
      tests_ = std::make_shared<Test[]>(free_tests_);
    }
    return {tests_, tests_.get() + --free_tests_};
  }

  void comparison(TestOp op, const MatchNode& match, PlanNode& out) {
    test(op, match, out).operand = match.operand;
  }

  void field(const MatchNode& match, PlanNode& out) {
    switch (match.op) {
      case MatchOp::Eq:
        return comparison(TestOp::Eq, match, at_path(match, Traverse::Elements, out));
      case MatchOp::Ne:
        return comparison(TestOp::Eq, match,
                          at_path(match, Traverse::Elements, negation(match, out)));
      case MatchOp::Gt:
        return comparison(TestOp::Gt, match, at_path(match, Traverse::Elements, out));
      case MatchOp::Gte:
        return comparison(TestOp::Gte, match, at_path(match, Traverse::Elements, out));
      case MatchOp::Lt:
        return comparison(TestOp::Lt, match, at_path(match, Traverse::Elements, out));
      case MatchOp::Lte:
        return comparison(TestOp::Lte, match, at_path(match, Traverse::Elements, out));
      case MatchOp::Regex:
        return comparison(TestOp::Regex, match, at_path(match, Traverse::Elements, out));
      case MatchOp::In:
        return in(match, at_path(match, Traverse::Elements, out));
      case MatchOp::Nin:
        return in(match, at_path(match, Traverse::Elements, negation(match, out)));
      case MatchOp::All:
        return all(match, out);
      case MatchOp::ElemMatchObject:
      case MatchOp::ElemMatchValue:
        return elem_match(match, out);
      default:
        property(match, out);
    }
  }

  // What is asked of a place without comparing it.
  void property(const MatchNode& match, PlanNode& out) {
    switch (match.op) {
      case MatchOp::Exists:
        property_test(TestOp::Exists, match,
                      at_path(match, Traverse::Whole, match.flag ? out : negation(match, out)));
        break;
      case MatchOp::Type:
        property_test(TestOp::Type, match, at_path(match, Traverse::Elements, out));
        break;
      case MatchOp::Size:
        property_test(TestOp::Size, match, at_path(match, Traverse::Whole, out));
        break;
      case MatchOp::Mod:
        property_test(TestOp::Mod, match, at_path(match, Traverse::Elements, out));
        break;
      case MatchOp::BitsAllSet:
        property_test(TestOp::BitsAllSet, match, at_path(match, Traverse::Elements, out));
        break;
      case MatchOp::BitsAllClear:
        property_test(TestOp::BitsAllClear, match, at_path(match, Traverse::Elements, out));
        break;
      case MatchOp::BitsAnySet:
        property_test(TestOp::BitsAnySet, match, at_path(match, Traverse::Elements, out));
        break;
      case MatchOp::BitsAnyClear:
        property_test(TestOp::BitsAnyClear, match, at_path(match, Traverse::Elements, out));
        break;
      default:
        start(PlanOp::True, match, out);
    }
  }

  void member(const MatchNode& match, const Operand& operand, PlanNode& out) {
    test(operand.regex ? TestOp::Regex : TestOp::Eq, match, out).operand = operand;
    out.span = operand.span;
  }

  void in(const MatchNode& match, PlanNode& out) {
    std::vector<Ranked> values;
    values.reserve(match.list.size());
    for (const Operand& operand : match.list)
      if (!operand.regex) values.emplace_back(operand);
    const bool has_regex = values.size() < match.list.size();
    put_in_order(values);
    if (!has_regex) return in_values(match, values, out);
    start(PlanOp::Or, match, out);
    if (!values.empty()) in_values(match, values, out.children.emplace_back());
    for (const Operand& operand : match.list)
      if (operand.regex) member(match, operand, out.children.emplace_back());
  }

  void in_values(const MatchNode& match, const std::vector<Ranked>& values, PlanNode& out) {
    std::vector<Operand>& list = test(TestOp::In, match, out).list;
    list.reserve(values.size());
    for (const Ranked& value : values) list.push_back(*value.operand);
  }

  void all(const MatchNode& match, PlanNode& out) {
    if (match.list.empty()) return start(PlanOp::False, match, out);
    start(PlanOp::And, match, out);
    out.children.reserve(match.list.size());
    for (const Operand& operand : match.list)
      member(match, operand, at_path(match, Traverse::Elements, out.children.emplace_back()));
  }

  void elem_match(const MatchNode& match, PlanNode& out) {
    PlanNode& element = at_path(match, Traverse::Whole, out);
    start(PlanOp::Element, match, element);
    PlanNode& inner = element.children.emplace_back();
    if (match.op == MatchOp::ElemMatchValue) return node(match.children.front(), inner);
    start(PlanOp::And, match, inner);
    inner.children.reserve(2);
    test(TestOp::Container, match, inner.children.emplace_back());
    node(match.children.front(), inner.children.emplace_back());
  }

  const CheckedExpression& checked_;
  std::shared_ptr<Test[]> tests_;
  std::size_t free_tests_ = 0;
};

}  // namespace

PlanNode PlanNode::clone() const {
  PlanNode copy;
  copy.op = op;
  copy.traverse = traverse;
  copy.path = path;
  copy.facts = facts;
  if (test) copy.test = std::make_shared<Test>(*test);
  copy.children.reserve(children.size());
  for (const PlanNode& child : children) copy.children.push_back(child.clone());
  copy.span = span;
  copy.op_span = op_span;
  return copy;
}

void sort_list(std::vector<Operand>& list) {
  std::vector<Ranked> order(list.begin(), list.end());
  put_in_order(order);
  std::vector<Operand> sorted;
  sorted.reserve(order.size());
  for (const Ranked& member : order)
    sorted.push_back(std::move(list[static_cast<std::size_t>(member.operand - list.data())]));
  list = std::move(sorted);
}

Plan plan(const CheckedExpression& checked) {
  return {plan(checked, checked.expression.root)};
}

PlanNode plan(const CheckedExpression& checked, const MatchNode& part) {
  PlanNode result;
  Planner(checked).node(part, result);
  return result;
}

}  // namespace tamis
