// Which child table of a conjunction should lead: the one whose rows are the fewest.
#include <algorithm>

#include <tamis/sqlite_query.h>

#include "backends/sqlite/emitter.h"
#include "backends/sqlite/finish.h"

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
      return std::min(equality * static_cast<double>(test.list.size()), kRange);
    case TestOp::Exists:
    case TestOp::Type:
    case TestOp::Container:
      return kUnknown;
    default:
      return kRange;
  }
}

}  // namespace

double Emitter::counted_share(const PlanNode& node, const Storage& storage, const Scope& scope) {
  const Statistics* statistics = options_.statistics.get();
  if (statistics == nullptr || !scope.is_root) return -1;
  const std::string& root = scope.schema->sqlite()->table;
  const Statistics::Table* roots = statistics->table(root);
  if (roots == nullptr || roots->rows <= 0) return -1;
  const bool is_rows = storage.place == Storage::Place::Rows;
  const std::optional<Sql> selected =
      is_rows ? rows_of_child(node, storage, scope) : rows_of_root(node, scope);
  if (!selected) return -1;
  const Result<SqlFilter> from = finish(*selected, condition_, {});
  const std::string& table = is_rows ? storage.mapping->table : root;
  const double rows = from ? statistics->rows_selected(table, *from) : -1;
  return rows < 0 ? -1 : std::min(rows / roots->rows, kUnknown);
}

std::optional<Sql> Emitter::rows_of_child(const PlanNode& node, const Storage& storage,
                                          const Scope& scope) {
  std::optional<Expr> test = of_rows(node, storage, scope, Form::In);
  if (!test || !test->keys) return std::nullopt;
  return std::move(test->keys->from);
}

// Qualified, as SQLite takes the bare name of a column that is not there for a text.
std::optional<Sql> Emitter::rows_of_root(const PlanNode& node, const Scope& scope) {
  Scope root = scope;
  root.qualifier = scope.root_qualifier;
  const std::optional<Expr> test =
      at_column(node, locate(node.path, *node.facts, root, dialect_), root);
  if (!test || test->constant) return std::nullopt;
  return Sql(" FROM " + dialect_.quoted(scope.schema->sqlite()->table) + " AS " + root.name() +
             " WHERE ") +
         test->sql;
}

double Emitter::share(const PlanNode& node, const Storage& storage, const Scope& scope) {
  if (const double counted = counted_share(node, storage, scope); counted >= 0) return counted;
  const bool rows = storage.place == Storage::Place::Rows;
  double equality = rows ? kEquality : kColumnEquality;
  if (storage.field->selectivity >= 0) equality = storage.field->selectivity;
  return share_of(node.children.front(), equality);
}

std::optional<Emitter::Lead> Emitter::lead_of(const PlanNode& node, const Scope& scope,
                                              double& share) {
  if (node.op == PlanOp::Or) {
    double sum = 0;
    for (const PlanNode& child : node.children) {
      double part = kUnknown;
      const auto lead = lead_of(child, scope, part);
      if (!lead || lead->rows == nullptr) return std::nullopt;
      sum += part;
    }
    share = std::min(sum, kUnknown);
    return Lead{&node, false, share};
  }
  if (node.op != PlanOp::Any || node.facts == nullptr) return std::nullopt;
  const Storage storage = locate(node.path, *node.facts, scope, dialect_);
  const bool is_rows = storage.place == Storage::Place::Rows;
  // A column's own index leads by itself.
  const bool is_indexed = storage.place == Storage::Place::Column && storage.field->indexed;
  if (!is_rows && !is_indexed) return std::nullopt;
  share = this->share(node, storage, scope);
  return Lead{is_rows ? &node : nullptr, is_indexed, share};
}

Emitter::Lead Emitter::leader(const PlanNode& conjunction, const Scope& scope) {
  Lead best;
  double least = kWorthLeading;
  for (const PlanNode& child : conjunction.children) {
    double share = kUnknown;
    const auto lead = lead_of(child, scope, share);
    if (!lead || share >= least) continue;
    least = share;
    best = *lead;
  }
  return best;
}

// A look at each of the leader's keys costs as much as kLooks rows of a list, which an index gives
// in the order of their keys.
Emitter::Form Emitter::form_behind(const Lead& lead, const PlanNode& term, const Scope& scope) {
  constexpr double kLooks = 2;
  if (term.op != PlanOp::Any || term.facts == nullptr || !only_equalities(term.children.front()))
    return Form::Exists;
  const Storage storage = locate(term.path, *term.facts, scope, dialect_);
  if (storage.place != Storage::Place::Rows) return Form::Exists;
  const double counted = counted_share(term, storage, root_);
  return counted >= 0 && counted < kLooks * lead.share ? Form::In : Form::Exists;
}

}  // namespace tamis::sqlite
