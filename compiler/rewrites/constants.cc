#include <algorithm>
#include <utility>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

// All constants are alike: nothing is left of what the node was but its place in the text.
void become(PlanNode& node, PlanOp constant) {
  PlanNode made;
  made.op = constant;
  made.span = node.span;
  made.op_span = node.op_span;
  node = std::move(made);
}

bool group(PlanNode& node, PlanOp neutral, PlanOp decisive) {
  const auto is = [](PlanOp op) { return [op](const PlanNode& child) { return child.op == op; }; };
  if (node.children.empty()) {
    become(node, neutral);
    return true;
  }
  if (std::any_of(node.children.begin(), node.children.end(), is(decisive))) {
    become(node, decisive);
    return true;
  }
  return std::erase_if(node.children, is(neutral)) > 0;
}

}  // namespace

bool constants(PlanNode& node) {
  switch (node.op) {
    case PlanOp::And:
      return group(node, PlanOp::True, PlanOp::False);
    case PlanOp::Or:
      return group(node, PlanOp::False, PlanOp::True);
    case PlanOp::Not:
      if (node.children.front().op == PlanOp::True) return become(node, PlanOp::False), true;
      if (node.children.front().op == PlanOp::False) return become(node, PlanOp::True), true;
      return false;
    case PlanOp::Any:
    case PlanOp::Element:
      // Any over True is no constant: the walk may end nowhere.
      if (node.children.front().op == PlanOp::False) return become(node, PlanOp::False), true;
      return false;
    default:
      return false;
  }
}

}  // namespace tamis::rewrite
