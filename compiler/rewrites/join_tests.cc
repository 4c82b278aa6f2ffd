#include <algorithm>
#include <iterator>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

bool is_equality(const PlanNode& node) {
  return node.op == PlanOp::Test && (node.test->op == TestOp::Eq || node.test->op == TestOp::In);
}

}  // namespace

bool join_tests(PlanNode& node) {
  const auto count = std::count_if(node.children.begin(), node.children.end(), is_equality);
  if (count < 2) return false;
  std::vector<PlanNode> others;
  std::vector<Operand> list;
  list.reserve(static_cast<std::size_t>(count));
  PlanNode joined;
  for (PlanNode& child : node.children) {
    if (!is_equality(child)) {
      others.push_back(std::move(child));
      continue;
    }
    if (child.test->op == TestOp::Eq)
      list.push_back(std::move(child.test->operand));
    else
      std::move(child.test->list.begin(), child.test->list.end(), std::back_inserter(list));
    if (!joined.test) joined = std::move(child);
  }
  sort_list(list);
  joined.test->op = TestOp::In;
  joined.test->operand = {};
  joined.test->list = std::move(list);
  joined.span = node.span;
  others.insert(others.begin(), std::move(joined));
  node.children = std::move(others);
  return true;
}

}  // namespace tamis::rewrite
