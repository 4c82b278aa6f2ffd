// normalize(): the same meaning in fewer and better nodes, by small laws, one per file in
// rewrites/.
//
// Every law holds for every document: arrays, missing fields and other types included.
#pragma once

#include <initializer_list>
#include <span>

#include "compiler/plan/plan.h"

namespace tamis {

class PlanOps {
 public:
  constexpr PlanOps(std::initializer_list<PlanOp> ops) {
    for (const PlanOp op : ops) bits_ |= 1U << static_cast<unsigned>(op);
  }
  constexpr bool contains(PlanOp op) const {
    return (bits_ >> static_cast<unsigned>(op) & 1U) != 0;
  }

 private:
  unsigned bits_ = 0;
};

// A law looks at one node of its operators, whose children are normal already, and may change it;
// true if it did.
struct Rewrite {
  std::string_view name;
  bool (*apply)(PlanNode& node);
  PlanOps ops;
  bool makes_children = false;  // leaves children that may not be normal
  bool leaves_normal = false;   // leaves a node that was below, and so is normal
};

// In the order in which they are tried.
std::span<const Rewrite> rewrites();

// By all laws, or by those given: tests run each alone. At most 32.
void normalize(Plan& plan);
void normalize(Plan& plan, std::span<const Rewrite> laws);

}  // namespace tamis
