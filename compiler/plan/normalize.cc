#include "compiler/plan/normalize.h"

#include "compiler/rewrites/rewrites.h"

namespace tamis {
namespace {

constexpr Rewrite kRewrites[] = {
    {"flatten", rewrite::flatten},
    {"double-negation", rewrite::double_negation},
    {"in-of-few", rewrite::in_of_few},
    {"join-tests", rewrite::join_tests, true},
    {"join-paths", rewrite::join_paths, true},
    {"unique-children", rewrite::unique_children},
    {"constants", rewrite::constants},
};

void normalize_node(PlanNode& node, std::span<const Rewrite> laws) {
  for (PlanNode& child : node.children) normalize_node(child, laws);
  for (bool changed = true; changed;) {
    changed = false;
    bool new_children = false;
    for (const Rewrite& law : laws) {
      if (!law.apply(node)) continue;
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
