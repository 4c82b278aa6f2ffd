// Keys of the rows that match, read from child tables without a look at the root's.
#include <algorithm>

#include "backends/sqlite/emitter.h"
#include "backends/sqlite/merge.h"

namespace tamis::sqlite {
namespace {

constexpr std::string_view kUnion = " UNION ";

std::size_t unions_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(kUnion); at != std::string_view::npos;
       at = text.find(kUnion, at + 1))
    ++count;
  return count;
}

}  // namespace

// An index gives the rows of equal values in the order of their keys; those of a range have to be
// sorted to find repeats, which costs more than a look at the root's table.
bool Emitter::only_equalities(const PlanNode& node) {
  constexpr TestOp kAsked[] = {TestOp::Eq, TestOp::In, TestOp::Container};
  if (node.op == PlanOp::Test) return std::ranges::find(kAsked, node.test->op) != std::end(kAsked);
  return node.op != PlanOp::Not && std::ranges::all_of(node.children, only_equalities);
}

std::optional<Sql> Emitter::keys() {
  if (root_.schema == nullptr) return std::nullopt;
  root_.qualifier = root_.root_qualifier;  // so that a column of the root shows in the text
  const PlanNode plan = merged(condition_.plan().root, root_, dialect_);
  std::optional<Sql> keys = keys_of(plan);
  if (keys && keys->params.size() > dialect_.parameters) return std::nullopt;
  if (keys && unions_in(keys->text) > dialect_.compound_terms) return std::nullopt;
  return keys;
}

std::optional<Sql> Emitter::keys_of(const PlanNode& node) {
  switch (node.op) {
    case PlanOp::Any:
      return keys_led_by({.rows = &node}, node);
    case PlanOp::And: {
      const Lead lead = leader(node, root_);
      return lead.rows == nullptr ? std::nullopt : keys_led_by(lead, node);
    }
    case PlanOp::Or: {
      Sql all;
      for (const PlanNode& child : node.children) {
        const std::optional<Sql> keys = keys_of(child);
        if (!keys) return std::nullopt;
        if (!all.text.empty()) all += Sql(kUnion);
        all += *keys;
      }
      return all.text.empty() ? std::nullopt : std::optional(std::move(all));
    }
    default:
      return std::nullopt;
  }
}

std::optional<Sql> Emitter::keys_led_by(const Lead& lead, const PlanNode& conjunction) {
  const std::optional<Expr> leading = node(*lead.rows, root_, nullptr, Form::In);
  if (!leading || !leading->keys || !fits(*leading)) return std::nullopt;
  const Keys& keys = *leading->keys;
  if (!keys.unique && !only_equalities(*lead.rows)) return std::nullopt;
  Sql sql = Sql(keys.unique ? "SELECT " : "SELECT DISTINCT ") + keys.column + keys.from;
  if (lead.rows != &conjunction) {
    Scope row = root_;
    row.key = keys.column;
    row.depth = root_.depth + 1;
    for (const PlanNode& child : conjunction.children) {
      if (&child == lead.rows) continue;
      const Form form = form_behind(lead, child, row);
      const std::optional<Expr> rest = node(child, row, nullptr, form);
      if (!rest || !fits(*rest)) return std::nullopt;
      // A list is not to be looked up in place of the leader.
      sql += Sql(" AND ");
      sql += form == Form::In ? said(dialect_.unindexed, {within(*rest, Binding::Primary)})
                              : within(*rest, Binding::And);
    }
  }
  const bool asks_root = sql.text.find(root_.root_qualifier) != std::string::npos;
  return asks_root ? std::nullopt : std::optional(std::move(sql));
}

}  // namespace tamis::sqlite
