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

using Hashes = std::vector<std::size_t>;

Hashes hashes_of(const std::vector<PlanNode>& nodes, std::size_t (&hash_of)(const PlanNode&)) {
  Hashes hashes;
  hashes.reserve(nodes.size());
  for (const PlanNode& node : nodes) hashes.push_back(hash_of(node));
  return hashes;
}

bool has_repeat(Hashes hashes) {
  std::sort(hashes.begin(), hashes.end());
  return std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
}

}  // namespace

bool unique_children(PlanNode& node) {
  if (node.children.size() < 2) return false;
  if (node.children.size() <= kFew && !few_repeat(node.children)) return false;
  if (!has_repeat(hashes_of(node.children, hash_of_first))) return false;
  const Hashes hashes = hashes_of(node.children, hash);
  if (!has_repeat(hashes)) return false;
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
