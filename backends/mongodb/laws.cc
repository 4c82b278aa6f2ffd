#include "backends/mongodb/laws.h"

#include <algorithm>
#include <map>
#include <vector>

#include "backends/mongodb/conjunction.h"
#include "compiler/plan/normalize.h"

namespace tamis::mongodb {
namespace {

bool is_listable(const Operand& operand) {
  return !operand.date_math && can_be_listed(operand.value);
}

bool is_one_operator(const PlanNode& any) {
  if (any.op != PlanOp::Any) return false;
  const PlanNode& child = any.children.front();
  if (child.op == PlanOp::Element) return true;
  if (child.op != PlanOp::Test) return false;
  const Test& test = *child.test;
  return test.op == TestOp::In ? can_be_listed(test) : !test.operand.date_math;
}

// Operators that a field's object has once each, told by what prints as one.
int operator_key(const PlanNode& any) {
  const PlanNode& child = any.children.front();
  return child.op == PlanOp::Element ? -1 : static_cast<int>(child.test->op);
}

// How an And says a negation.
struct Negation {
  enum class Kind { None, Listed, Field, Nor } kind = Kind::None;
  std::string_view path;  // of Listed and Field; "" of the element itself
};

Negation negation_of_any(const PlanNode& any) {
  const PlanNode& child = any.children.front();
  if (can_be_listed(child)) return {Negation::Kind::Listed, any.path.text()};
  if (!is_one_operator(any)) return {Negation::Kind::Nor, {}};
  const TestOp op = child.op == PlanOp::Test ? child.test->op : TestOp::Container;
  const bool own_operator =
      op == TestOp::Exists || (op == TestOp::Eq && !child.test->operand.value.is(BsonType::Regex));
  if (own_operator) return {};
  return {Negation::Kind::Field, any.path.text()};
}

Negation negation_of(const PlanNode& node) {
  if (node.op != PlanOp::Not) return {};
  const PlanNode& child = node.children.front();
  switch (child.op) {
    case PlanOp::Any:
      return negation_of_any(child);
    case PlanOp::And: {
      const FieldPath* path = path_of_operators(child);
      if (path != nullptr) return {Negation::Kind::Field, path->text()};
      // An And of an element's own tests is one `$not`, which nothing else can take the place of.
      const bool own = std::any_of(
          child.children.begin(), child.children.end(),
          [](const auto& it) { return it.op == PlanOp::Test || it.op == PlanOp::Element; });
      return own ? Negation{} : Negation{Negation::Kind::Nor, {}};
    }
    case PlanOp::Or:
      return can_be_listed(child) ? Negation{Negation::Kind::Listed, {}}
                                  : Negation{Negation::Kind::Nor, {}};
    case PlanOp::Test:
      return can_be_listed(child) ? Negation{Negation::Kind::Listed, {}} : Negation{};
    default:
      return {};
  }
}

// Not x, Not y, ... become Not(Or(x, y, ...)) in the place of the first.
void merge(PlanNode& node, const std::vector<std::size_t>& which) {
  PlanNode either;
  either.op = PlanOp::Or;
  either.span = node.span;
  either.op_span = node.children[which.front()].op_span;
  for (const std::size_t i : which)
    either.children.push_back(std::move(node.children[i].children.front()));
  node.children[which.front()].children.front() = std::move(either);
  std::vector<PlanNode> kept;
  for (std::size_t i = 0; i < node.children.size(); ++i)
    if (i == which.front() || !std::binary_search(which.begin(), which.end(), i))
      kept.push_back(std::move(node.children[i]));
  node.children = std::move(kept);
}

}  // namespace

bool can_be_listed(const Test& test) {
  switch (test.op) {
    case TestOp::Eq:
      return is_listable(test.operand);
    case TestOp::In:
      return std::all_of(test.list.begin(), test.list.end(), is_listable);
    default:
      return test.op == TestOp::Regex;
  }
}

bool can_be_listed(const PlanNode& node) {
  if (node.op == PlanOp::Test) return can_be_listed(*node.test);
  return node.op == PlanOp::Or &&
         std::all_of(node.children.begin(), node.children.end(), [](const PlanNode& child) {
           return child.op == PlanOp::Test && can_be_listed(*child.test);
         });
}

const FieldPath* path_of_operators(const PlanNode& conjunction) {
  std::vector<int> keys;
  for (const PlanNode& child : conjunction.children) {
    if (!is_one_operator(child) || !(child.path == conjunction.children.front().path))
      return nullptr;
    keys.push_back(operator_key(child));
  }
  std::sort(keys.begin(), keys.end());
  if (keys.empty() || std::adjacent_find(keys.begin(), keys.end()) != keys.end()) return nullptr;
  return &conjunction.children.front().path;
}

bool join_negations(PlanNode& node) {
  std::map<std::string, std::vector<std::size_t>, std::less<>> listed, fields;
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Negation negation = negation_of(node.children[i]);
    if (negation.kind == Negation::Kind::Listed) listed[std::string(negation.path)].push_back(i);
    if (negation.kind == Negation::Kind::Field) fields[std::string(negation.path)].push_back(i);
    if (negation.kind == Negation::Kind::Nor) others.push_back(i);
  }
  for (const auto& [path, which] : listed)
    if (which.size() > 1) return merge(node, which), true;
  // A field has one `$not`; where more are needed, all of them go into the `$nor`.
  for (const auto& [path, which] : fields)
    if (which.size() > 1) others.insert(others.end(), which.begin(), which.end());
  if (others.size() < 2) return false;
  std::sort(others.begin(), others.end());
  merge(node, others);
  return true;
}

void normalize_for_filter(Plan& plan) {
  std::vector<Rewrite> laws(rewrites().begin(), rewrites().end());
  laws.push_back({"join-negations", join_negations, {PlanOp::And}, true});
  normalize(plan, laws);
}

}  // namespace tamis::mongodb
