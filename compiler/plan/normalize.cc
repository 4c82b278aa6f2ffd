#include "compiler/plan/normalize.h"

#include "compiler/rewrites/rewrites.h"

namespace tamis {
namespace {

constexpr PlanOps kNot = {PlanOp::Not};
constexpr PlanOps kTest = {PlanOp::Test};
constexpr PlanOps kOr = {PlanOp::Or};
constexpr PlanOps kGroup = {PlanOp::And, PlanOp::Or};
constexpr PlanOps kParent = {PlanOp::And, PlanOp::Or, PlanOp::Not, PlanOp::Any, PlanOp::Element};

constexpr Rewrite kRewrites[] = {
    {"flatten", rewrite::flatten, kGroup},
    {"double-negation", rewrite::double_negation, kNot},
    {"in-of-few", rewrite::in_of_few, kTest},
    {"join-tests", rewrite::join_tests, kOr, true},
    {"join-paths", rewrite::join_paths, kOr, true},
    {"unique-children", rewrite::unique_children, kGroup},
    {"constants", rewrite::constants, kParent},
};

void normalize_node(PlanNode& node, std::span<const Rewrite> laws) {
  for (PlanNode& child : node.children) normalize_node(child, laws);
  for (bool changed = true; changed;) {
    changed = false;
    bool new_children = false;
    for (const Rewrite& law : laws) {
      if (!law.ops.contains(node.op) || !law.apply(node)) continue;
      changed = true;
      new_children = new_children || law.makes_children;
    }
    if (new_children)
      for (PlanNode& child : node.children) normalize_node(child, laws);
  }
}

}  // namespace

std::span<const Rewrite> rewrites() {
  return kRewrites;
}

void normalize(Plan& plan, std::span<const Rewrite> laws) {
  normalize_node(plan.root, laws);
}

}  // namespace tamis
