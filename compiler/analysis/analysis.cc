#include <tamis/analysis.h>

#include <tamis/compile.h>

#include "compiler/analysis/solver.h"
#include "compiler/check/check.h"
#include "compiler/rewrites/rewrites.h"

namespace tamis {
namespace {

using analysis::Domain;
using analysis::Literal;
using analysis::Outcome;
using analysis::Solver;

Context context_of(const Condition& condition, const AnalysisOptions& options) {
  Context context = options.context;
  if (context.time_zone.empty()) context.time_zone = std::string(time_zone_of(condition.options()));
  return context;
}

// Whether no document meets all literals; `like` has the schema and the zone.
Proof refuted(const Condition& like, const std::vector<Literal>& literals,
              const AnalysisOptions& options) {
  Solver solver(context_of(like, options), options.budget, true);
  const Domain root = Domain::root(like.schema() ? &*like.schema() : nullptr);
  Outcome outcome = solver.solve(root, literals);
  Proof proof;
  if (outcome.kind == Outcome::Kind::Closed) {
    proof.shown = Shown::Yes;
    for (const std::string& path : solver.closed_at())
      if (!path.empty()) proof.fields.push_back(path);
  } else if (outcome.candidate) {
    proof.shown = Shown::No;
    proof.witness = std::move(outcome.candidate->value);
  }
  return proof;
}

bool comparable(const Condition& a, const Condition& b) {
  return a.schema() == b.schema() && time_zone_of(a.options()) == time_zone_of(b.options());
}

Literal yes(const Condition& condition) {
  return {&condition.plan().root, true};
}
Literal no(const Condition& condition) {
  return {&condition.plan().root, false};
}

bool is(const Proof& proof, Shown shown) {
  return proof.shown == shown;
}

}  // namespace

Proof never_true(const Condition& condition, const AnalysisOptions& options) {
  return refuted(condition, {yes(condition)}, options);
}

Proof always_true(const Condition& condition, const AnalysisOptions& options) {
  return refuted(condition, {no(condition)}, options);
}

Proof implies(const Condition& a, const Condition& b, const AnalysisOptions& options) {
  if (!comparable(a, b)) return {};
  if (rewrite::same(a.plan().root, b.plan().root)) return {Shown::Yes, {}, {}};
  return refuted(a, {yes(a), no(b)}, options);
}

Proof disjoint(const Condition& a, const Condition& b, const AnalysisOptions& options) {
  return comparable(a, b) ? refuted(a, {yes(a), yes(b)}, options) : Proof{};
}

std::string_view relation_name(RelationKind kind) {
  switch (kind) {
    case RelationKind::Equivalent:
      return "equivalent";
    case RelationKind::Narrower:
      return "narrower";
    case RelationKind::Wider:
      return "wider";
    case RelationKind::Disjoint:
      return "disjoint";
    case RelationKind::Overlapping:
      return "overlapping";
    case RelationKind::NotShown:
      return "not-shown";
  }
  return {};
}

Relation relate(const Condition& first, const Condition& second, const AnalysisOptions& options) {
  Proof narrows = implies(second, first, options);
  Proof widens = implies(first, second, options);
  Proof apart = disjoint(first, second, options);
  Relation relation;
  if (is(narrows, Shown::Yes) && is(widens, Shown::Yes))
    relation.kind = RelationKind::Equivalent;
  else if (is(narrows, Shown::Yes) && is(widens, Shown::No))
    relation.kind = RelationKind::Narrower;
  else if (is(widens, Shown::Yes) && is(narrows, Shown::No))
    relation.kind = RelationKind::Wider;
  else if (is(apart, Shown::Yes) && is(narrows, Shown::No) && is(widens, Shown::No))
    relation.kind = RelationKind::Disjoint;
  else if (is(apart, Shown::No) && is(narrows, Shown::No) && is(widens, Shown::No))
    relation.kind = RelationKind::Overlapping;
  relation.both = std::move(apart.witness);
  relation.only_first = std::move(widens.witness);
  relation.only_second = std::move(narrows.witness);
  return relation;
}

}  // namespace tamis
