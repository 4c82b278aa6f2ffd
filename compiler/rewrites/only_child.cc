#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {

bool only_child(PlanNode& node) {
  if (node.children.size() != 1) return false;
  PlanNode only = std::move(node.children.front());
  node = std::move(only);
  return true;
}

}  // namespace tamis::rewrite
