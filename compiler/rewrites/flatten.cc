#include <algorithm>
#include <iterator>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {

bool flatten(PlanNode& node) {
  const auto is_nested = [&](const PlanNode& child) { return child.op == node.op; };
  if (std::none_of(node.children.begin(), node.children.end(), is_nested)) return false;
  std::size_t count = 0;
  for (const PlanNode& child : node.children) count += is_nested(child) ? child.children.size() : 1;
  std::vector<PlanNode> flat;
  flat.reserve(count);
  for (PlanNode& child : node.children) {
    if (is_nested(child))
      std::move(child.children.begin(), child.children.end(), std::back_inserter(flat));
    else
      flat.push_back(std::move(child));
  }
  node.children = std::move(flat);
  return true;
}

}  // namespace tamis::rewrite
