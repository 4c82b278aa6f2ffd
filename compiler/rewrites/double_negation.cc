#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {

bool double_negation(PlanNode& node) {
  if (node.children.front().op != PlanOp::Not) return false;
  PlanNode inner = std::move(node.children.front().children.front());
  node = std::move(inner);
  return true;
}

}  // namespace tamis::rewrite
