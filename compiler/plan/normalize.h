// normalize(): the same meaning in fewer and better nodes, by small laws, one per file in
// rewrites/.
//
// Every law holds for every document: arrays, missing fields and other types included.
#pragma once

#include <span>

#include "compiler/plan/plan.h"

namespace tamis {

// A law looks at one node of its operators, whose children are normal already, and may change it;
// true if it did.
struct Rewrite {
  std::string_view name;
  bool (*apply)(PlanNode& node);
  unsigned ops;                 // bit by PlanOp
  bool makes_children = false;  // leaves children that may not be normal

  bool looks_at(PlanOp op) const { return (ops >> static_cast<unsigned>(op) & 1U) != 0; }
};

// In the order in which they are tried.
std::span<const Rewrite> rewrites();

// All laws, or those given: tests run each alone.
void normalize(Plan& plan, std::span<const Rewrite> laws = rewrites());

}  // namespace tamis
