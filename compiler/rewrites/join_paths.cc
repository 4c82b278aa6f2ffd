#include <algorithm>
#include <compare>
#include <span>
#include <string_view>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

struct Place {
  std::string_view path;
  Traverse traverse;
  friend auto operator<=>(const Place&, const Place&) = default;
};

// A node of a list, by the place that it asks.
struct Placed {
  Place place;
  PlanNode* any;
  friend auto operator<=>(const Placed&, const Placed&) = default;
};

// By place, and those of one place in the list's order.
std::vector<Placed> by_place(std::vector<PlanNode>& nodes) {
  std::vector<Placed> placed;
  placed.reserve(nodes.size());
  for (PlanNode& node : nodes)
    if (node.op == PlanOp::Any) placed.push_back({{node.path.text(), node.traverse}, &node});
  std::ranges::sort(placed);
  return placed;
}

// The first comes to ask what all of them do, and the others nothing.
void join(std::span<const Placed> alike, const PlanNode& disjunction) {
  PlanNode& inner = alike.front().any->children.front();
  if (inner.op != PlanOp::Or) {
    PlanNode either;
    either.op = PlanOp::Or;
    either.span = disjunction.span;
    either.op_span = disjunction.op_span;
    either.children.reserve(alike.size());
    either.children.push_back(std::move(inner));
    inner = std::move(either);
  }
  for (const Placed& other : alike.subspan(1)) {
    inner.children.push_back(std::move(other.any->children.front()));
    other.any->children.clear();
  }
}

}  // namespace

bool join_paths(PlanNode& node) {
  const std::vector<Placed> placed = by_place(node.children);
  for (auto first = placed.begin(); first != placed.end();) {
    const auto next = std::find_if(first, placed.end(),
                                   [&](const Placed& each) { return each.place != first->place; });
    if (next - first > 1) join({first, next}, node);
    first = next;
  }
  const auto asks_nothing = [](const PlanNode& child) {
    return child.op == PlanOp::Any && child.children.empty();
  };
  return std::erase_if(node.children, asks_nothing) > 0;
}

}  // namespace tamis::rewrite
