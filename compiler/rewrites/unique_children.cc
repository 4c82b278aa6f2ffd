#include <unordered_map>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {

bool unique_children(PlanNode& node) {
  if ((node.op != PlanOp::And && node.op != PlanOp::Or) || node.children.size() < 2) return false;
  std::unordered_multimap<std::size_t, std::size_t> seen;
  std::vector<PlanNode> kept;
  kept.reserve(node.children.size());
  for (PlanNode& child : node.children) {
    const std::size_t key = hash(child);
    const auto [begin, end] = seen.equal_range(key);
    bool twice = false;
    for (auto it = begin; it != end && !twice; ++it) twice = same(kept[it->second], child);
    if (twice) continue;
    seen.emplace(key, kept.size());
    kept.push_back(std::move(child));
  }
  const bool changed = kept.size() != node.children.size();
  node.children = std::move(kept);
  return changed;
}

}  // namespace tamis::rewrite
