#include "compiler/plan/normalize.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstdint>

#include "compiler/rewrites/rewrites.h"

namespace tamis {
namespace {

constexpr PlanOps kNot = {PlanOp::Not};
constexpr PlanOps kTest = {PlanOp::Test};
constexpr PlanOps kOr = {PlanOp::Or};
constexpr PlanOps kGroup = {PlanOp::And, PlanOp::Or};
constexpr PlanOps kParent = {PlanOp::And, PlanOp::Or, PlanOp::Not, PlanOp::Any, PlanOp::Element};

constexpr Rewrite kRewrites[] = {
    {.name = "only-child", .apply = rewrite::only_child, .ops = kGroup, .leaves_normal = true},
    {"flatten", rewrite::flatten, kGroup},
    {.name = "double-negation",
     .apply = rewrite::double_negation,
     .ops = kNot,
     .leaves_normal = true},
    {"in-of-few", rewrite::in_of_few, kTest},
    {"join-tests", rewrite::join_tests, kOr, true},
    {"join-paths", rewrite::join_paths, kOr, true},
    {"unique-children", rewrite::unique_children, kGroup},
    {"constants", rewrite::constants, kParent},
};

// Laws, and which of them look at a node.
class Laws {
 public:
  constexpr explicit Laws(std::span<const Rewrite> laws) : laws_(laws) {
    assert(laws.size() <= 32);
    for (std::size_t law = 0; law < laws.size(); ++law)
      for (std::size_t op = 0; op < by_op_.size(); ++op)
        if (laws[law].ops.contains(static_cast<PlanOp>(op))) by_op_[op] |= std::uint64_t{1} << law;
  }

  // The first, from `law` on, that looks at nodes of this operator; null if none does.
  const Rewrite* next(std::size_t law, PlanOp op) const {
    const std::uint64_t left = by_op_[static_cast<std::size_t>(op)] >> law;
    return left == 0 ? nullptr : &laws_[law + static_cast<std::size_t>(std::countr_zero(left))];
  }
  std::size_t behind(const Rewrite* law) const {
    return static_cast<std::size_t>(law - laws_.data()) + 1;
  }

 private:
  std::span<const Rewrite> laws_;
  std::array<std::uint64_t, static_cast<std::size_t>(PlanOp::Test) + 1>
      by_op_{};  // bit n: the n-th
};

void normalize_node(PlanNode& node, const Laws& laws) {
  for (PlanNode& child : node.children) normalize_node(child, laws);
  for (bool changed = true; changed;) {
    changed = false;
    bool new_children = false;
    for (const Rewrite* law = laws.next(0, node.op); law != nullptr;
         law = laws.next(laws.behind(law), node.op)) {
      if (!law->apply(node)) continue;
      if (law->leaves_normal) return;
      changed = true;
      new_children = new_children || law->makes_children;
    }
    if (new_children)
      for (PlanNode& child : node.children) normalize_node(child, laws);
  }
}

}  // namespace

std::span<const Rewrite> rewrites() {
  return kRewrites;
}

void normalize(Plan& plan) {
  static constexpr Laws kAll(kRewrites);
  normalize_node(plan.root, kAll);
}

void normalize(Plan& plan, std::span<const Rewrite> laws) {
  normalize_node(plan.root, Laws(laws));
}

}  // namespace tamis
