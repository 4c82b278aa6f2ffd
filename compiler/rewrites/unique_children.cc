#include <algorithm>
#include <unordered_map>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

// Up to so many are compared with one another: most differ in their paths already, and a hash would
// read all that is below them, again at every level.
constexpr std::size_t kFew = 8;

bool few_repeat(const std::vector<PlanNode>& nodes) {
  for (auto node = nodes.begin(); node != nodes.end(); ++node)
    if (std::any_of(nodes.begin(), node, [&](const PlanNode& other) { return same(other, *node); }))
      return true;
  return false;
}

bool may_repeat(const std::vector<PlanNode>& nodes, std::vector<std::size_t>& hashes) {
  hashes.reserve(nodes.size());
  for (const PlanNode& node : nodes) hashes.push_back(hash(node));
  std::vector<std::size_t> sorted = hashes;
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

}  // namespace

bool unique_children(PlanNode& node) {
  if ((node.op != PlanOp::And && node.op != PlanOp::Or) || node.children.size() < 2) return false;
  if (node.children.size() <= kFew && !few_repeat(node.children)) return false;
  std::vector<std::size_t> hashes;
  if (!may_repeat(node.children, hashes)) return false;
  std::unordered_multimap<std::size_t, std::size_t> seen;
  std::vector<PlanNode> kept;
  kept.reserve(node.children.size());
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto [begin, end] = seen.equal_range(hashes[i]);
    if (std::any_of(begin, end,
                    [&](const auto& other) { return same(kept[other.second], node.children[i]); }))
      continue;
    seen.emplace(hashes[i], kept.size());
    kept.push_back(std::move(node.children[i]));
  }
  const bool changed = kept.size() != node.children.size();
  node.children = std::move(kept);
  return changed;
}

}  // namespace tamis::rewrite
