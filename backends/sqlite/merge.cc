#include "backends/sqlite/merge.h"

#include <algorithm>

#include "backends/sqlite/factor.h"

namespace tamis::sqlite {
namespace {

class Merger {
 public:
  Merger(const Scope& scope, const Dialect& dialect) : scope_(scope), dialect_(dialect) {}

  // Below an Any the places are others than the root's.
  void merge(PlanNode& node) const {
    if (node.op == PlanOp::Any) return;
    for (PlanNode& child : node.children) merge(child);
    if (node.op != PlanOp::And) return;
    std::vector<PlanNode> kept;
    for (PlanNode& child : node.children) {
      PlanNode* other = is_single_row(child) ? same_field(kept, child) : nullptr;
      if (other == nullptr)
        kept.push_back(std::move(child));
      else
        add(*other, std::move(child));
    }
    node.children = std::move(kept);
  }

 private:
  bool is_single_row(const PlanNode& node) const {
    if (node.op != PlanOp::Any || node.facts == nullptr) return false;
    const Storage storage = locate(node.path, *node.facts, scope_, dialect_);
    return storage.place == Storage::Place::Rows && storage.single;
  }

  static PlanNode* same_field(std::vector<PlanNode>& kept, const PlanNode& node) {
    const auto found = std::ranges::find_if(kept, [&](const PlanNode& other) {
      return other.op == PlanOp::Any && other.path == node.path;
    });
    return found == kept.end() ? nullptr : &*found;
  }

  static void add(PlanNode& any, PlanNode other) {
    PlanNode& child = any.children.front();
    if (child.op != PlanOp::And) {
      PlanNode both;
      both.op = PlanOp::And;
      both.span = any.span;
      both.op_span = any.op_span;
      both.children.push_back(std::move(child));
      child = std::move(both);
    }
    child.children.push_back(std::move(other.children.front()));
  }

  const Scope& scope_;
  const Dialect& dialect_;
};

}  // namespace

PlanNode merged(const PlanNode& root, const Scope& scope, const Dialect& dialect) {
  PlanNode plan = root.clone();
  if (scope.schema == nullptr) return plan;
  factor(plan, scope, dialect);
  Merger(scope, dialect).merge(plan);
  return plan;
}

}  // namespace tamis::sqlite
