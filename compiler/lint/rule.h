// Rule: one thing that lint looks for. A rule is a file in rules/ and a line in registry.cc.
#pragma once

#include <tamis/lint.h>

#include <span>
#include <vector>

#include "compiler/lint/context.h"
#include "compiler/match_expression.h"

namespace tamis::linting {

// Which nodes a rule is shown.
class OpSet {
 public:
  constexpr OpSet() = default;
  constexpr OpSet(std::initializer_list<MatchOp> ops) {
    for (const MatchOp op : ops) bits_ |= std::uint64_t{1} << static_cast<unsigned>(op);
  }
  // All from `first` on.
  static constexpr OpSet from(MatchOp first) {
    OpSet set;
    set.bits_ = ~std::uint64_t{0} << static_cast<unsigned>(first);
    return set;
  }
  constexpr bool contains(MatchOp op) const {
    return ((bits_ >> static_cast<unsigned>(op)) & 1U) != 0;
  }

 private:
  std::uint64_t bits_ = 0;
};

inline constexpr OpSet kOrderOps = {MatchOp::Gt, MatchOp::Gte, MatchOp::Lt, MatchOp::Lte};
inline constexpr OpSet kEqualityOps = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin};
// Whatever tests a field.
inline constexpr OpSet kLeafOps = OpSet::from(MatchOp::Eq);

// The functions that are set are called while the condition is walked once.
struct Rule {
  RuleInfo info;
  OpSet ops = {};                                            // what `node` and `leave` are shown
  void (*node)(const MatchNode&, LintContext&) = nullptr;    // in pre-order
  void (*leave)(const MatchNode&, LintContext&) = nullptr;   // in post-order: after what is below
  void (*field)(const FieldTests&, LintContext&) = nullptr;  // tests of one field that all hold
  void (*whole)(LintContext&) = nullptr;                     // once, before the nodes
};

// All rules, sorted by code.
std::span<const Rule> registry();

}  // namespace tamis::linting
