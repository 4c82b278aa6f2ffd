// Which child table of a conjunction should lead: the one whose rows are the fewest.
#include <algorithm>

#include <tamis/sqlite_query.h>

#include "backends/sqlite/emitter.h"

namespace tamis::sqlite {
namespace {

constexpr double kEquality = 0.01;  // of a child table, when nothing better is known
constexpr double kColumnEquality = 0.1;
constexpr double kRange = 0.3;
constexpr double kUnknown = 1;

// What the test makes of one value's share of the rows.
double share_of(const PlanNode& child, double equality) {
  switch (child.op) {
    case PlanOp::And: {
      double least = kUnknown;
      for (const PlanNode& each : child.children) least = std::min(least, share_of(each, equality));
      return least;
    }
    case PlanOp::Or: {
      double sum = 0;
      for (const PlanNode& each : child.children) sum += share_of(each, equality);
      return std::min(sum, kUnknown);
    }
    case PlanOp::Any:
    case PlanOp::Element:
      return share_of(child.children.front(), equality);
    case PlanOp::Test:
      break;
    default:
      return kUnknown;
  }
  const Test& test = *child.test;
  switch (test.op) {
    case TestOp::Eq:
      return holds_of_missing(test) ? kUnknown : equality;
    case TestOp::In:
      if (holds_of_missing(test)) return kUnknown;
      return std::min(equality * static_cast<double>(test.list.size()), kUnknown);
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      return kRange;
    default:
      return kUnknown;
  }
}

}  // namespace

double Emitter::share(const PlanNode& node, const Storage& storage) const {
  const bool rows = storage.place == Storage::Place::Rows;
  double equality = rows ? kEquality : kColumnEquality;
  if (storage.field->selectivity >= 0) equality = storage.field->selectivity;
  return share_of(node.children.front(), equality);
}

const PlanNode* Emitter::leader(const PlanNode& conjunction, const Scope& scope) const {
  const PlanNode* best = nullptr;
  double least = kUnknown;
  for (const PlanNode& child : conjunction.children) {
    if (child.op != PlanOp::Any || child.facts == nullptr) continue;
    const Storage storage = locate(child.path, *child.facts, scope, dialect_);
    if (storage.place != Storage::Place::Rows && storage.place != Storage::Place::Column) continue;
    const double share = this->share(child, storage);
    if (share >= least) continue;
    // A column's own index leads by itself.
    if (storage.place == Storage::Place::Column && !storage.field->indexed) continue;
    least = share;
    best = storage.place == Storage::Place::Rows ? &child : nullptr;
  }
  return best;
}

}  // namespace tamis::sqlite
