#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {

bool in_of_few(PlanNode& node) {
  if (node.test->op != TestOp::In || node.test->list.size() > 1) return false;
  if (node.test->list.empty()) {
    node.op = PlanOp::False;
    node.test.reset();
    return true;
  }
  node.test->op = TestOp::Eq;
  node.test->operand = std::move(node.test->list.front());
  node.test->list.clear();
  return true;
}

}  // namespace tamis::rewrite
