#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

struct Place {
  std::string_view path;
  Traverse traverse;
  friend bool operator==(const Place&, const Place&) = default;
};

struct PlaceHash {
  std::size_t operator()(const Place& place) const {
    return std::hash<std::string_view>()(place.path) * 2 + static_cast<std::size_t>(place.traverse);
  }
};

Place place_of(const PlanNode& any) {
  return {any.path.text(), any.traverse};
}

bool has_shared_place(const std::vector<PlanNode>& nodes) {
  std::unordered_set<Place, PlaceHash> seen;
  return std::any_of(nodes.begin(), nodes.end(), [&](const PlanNode& node) {
    return node.op == PlanOp::Any && !seen.insert(place_of(node)).second;
  });
}

}  // namespace

bool join_paths(PlanNode& node) {
  if (node.op != PlanOp::Or || !has_shared_place(node.children)) return false;
  std::vector<PlanNode> kept;
  kept.reserve(node.children.size());  // keeps the paths' text in its place
  std::unordered_map<Place, std::size_t, PlaceHash> first;
  for (PlanNode& child : node.children) {
    if (child.op != PlanOp::Any) {
      kept.push_back(std::move(child));
      continue;
    }
    const auto found = first.find(place_of(child));
    if (found == first.end()) {
      kept.push_back(std::move(child));
      first.emplace(place_of(kept.back()), kept.size() - 1);
      continue;
    }
    PlanNode& inner = kept[found->second].children.front();
    if (inner.op != PlanOp::Or) {
      PlanNode either;
      either.op = PlanOp::Or;
      either.span = node.span;
      either.op_span = node.op_span;
      either.children.push_back(std::move(inner));
      inner = std::move(either);
    }
    inner.children.push_back(std::move(child.children.front()));
  }
  node.children = std::move(kept);
  return true;
}

}  // namespace tamis::rewrite
