#include "compiler/plan/normalize.h"

#include "compiler/rewrites/rewrites.h"

namespace tamis {
namespace {

constexpr unsigned ops(std::initializer_list<PlanOp> list) {
  unsigned bits = 0;
  for (const PlanOp op : list) bits |= 1U << static_cast<unsigned>(op);
  return bits;
}

constexpr unsigned kNot = ops({PlanOp::Not});
constexpr unsigned kTest = ops({PlanOp::Test});
constexpr unsigned kOr = ops({PlanOp::Or});
constexpr unsigned kGroup = ops({PlanOp::And, PlanOp::Or});
constexpr unsigned kParent = kGroup | kNot | ops({PlanOp::Any, PlanOp::Element});

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
      if (!law.looks_at(node.op) || !law.apply(node)) continue;
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
