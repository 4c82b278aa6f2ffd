// Emitter: walks a Plan and says it in SQL.
//
//   Plan node, Scope --node()--> Expr, or nothing where SQL has no words for it
//
// What has no words becomes, at the root, a call of tamis_match on the document, or on a document
// made again from the columns that the part reads (rebuild.h).
#pragma once

#include <optional>
#include <vector>

#include "backends/sqlite/storage.h"

namespace tamis::sqlite {

// A refusal, when there is nothing to fall back on.
struct Refusal {
  std::string_view code;
  SourceSpan span;     // of the node
  SourceSpan op_span;  // of its operator; empty where none was written
  int levels = 0;      // of the node's parts, where SQL has words that nest too deep
};

// Of the rows, at most, for a child table to be read first.
constexpr double kWorthLeading = 0.35;
// And for a list of its keys, rather than a look for each of the root's rows.
constexpr double kWorthListing = 0.6;

class Emitter {
 public:
  Emitter(const Condition& condition, const EmitOptions& options, const Dialect& dialect);

  // The whole condition, 0 or 1; nullopt with refusals().
  std::optional<Expr> run();
  // The same for a WHERE, which does not tell NULL from 0.
  std::optional<Expr> run_open();
  // The whole condition as one call of tamis_match.
  std::optional<Expr> run_match();
  // A SELECT of the keys of the root's rows that match, from child tables alone; nullopt where the
  // condition asks for the root's row, too. A row whose root is gone counts as one that matches.
  std::optional<Sql> keys();
  const std::vector<Refusal>& refusals() const { return refusals_; }

 private:
  // What a test is of: a scalar, or an object that is a row of its own.
  struct Here {
    const Scalar* scalar = nullptr;
    Expr is_object;  // where there is no scalar
  };
  // How rows of a child table are asked for.
  enum class Form : std::uint8_t {
    Exists,  // EXISTS (… the row's key is the root's …)
    In,      // the root's key IN (…): the child table leads
    Count    // how many, a number
  };
  // Places whose verdict does not hang on what stands there.
  enum class Bare : std::uint8_t { Missing, Null, Array };

  std::optional<Expr> node(const PlanNode& node, const Scope& scope, const Here* here, Form form);
  std::optional<Expr> group(const PlanNode& node, const Scope& scope, const Here* here, Form form);
  std::optional<Expr> any(const PlanNode& node, const Scope& scope, Form form);
  std::optional<Expr> any_by_branches(const PlanNode& node, const Scope& scope, Form form);
  std::optional<Expr> at_column(const PlanNode& node, const Storage& storage, const Scope& scope);
  std::optional<Expr> at_rows(const PlanNode& node, const Storage& storage, const Scope& scope,
                              Form form);
  std::optional<Expr> at_single_row(const PlanNode& node, const Storage& storage,
                                    const Scope& scope, Form form);
  std::optional<Expr> at_json_array(const PlanNode& node, const Storage& storage,
                                    const Scope& scope);
  std::optional<Expr> element_rows(const PlanNode& node, const Storage& storage,
                                   const Scope& row_scope);

  // Rows of the storage's table that belong to the root's row and meet `test`.
  Expr rows(const Storage& storage, const Scope& scope, const Scope& row, const Expr& test,
            Form form) const;
  std::optional<Sql> keys_of(const PlanNode& node);
  // Whether an index gives the keys of the rows in their order.
  static bool only_equalities(const PlanNode& node);
  Scope row_scope(const Storage& storage, const Scope& scope) const;
  struct State {
    Expr missing, null, array;
  };
  State state_of_rows(const Storage& storage, const Scope& scope) const;
  State state_of_json(const Storage& storage) const;
  // Where the child holds of a bare place, its state.
  static bool add_bare(const PlanNode& child, const State& state, std::vector<Expr>& parts);
  static std::optional<bool> verdict(const PlanNode& child, Bare bare);

  // A call of tamis_match; nullopt where there is no document, or none may be asked.
  std::optional<Expr> residual(PlanOp op, const std::vector<const PlanNode*>& nodes) const;
  // Of the whole condition where there is no `plan`.
  std::optional<Expr> match(const Sql& document, std::shared_ptr<const Plan> plan) const;
  // Which term of a conjunction is looked up first.
  struct Lead {
    const PlanNode* rows = nullptr;  // one of a child table
    bool is_column = false;          // a column's index
    double share = 1;                // of the rows
  };
  Lead leader(const PlanNode& conjunction, const Scope& scope);
  std::optional<Sql> keys_led_by(const Lead& lead, const PlanNode& conjunction);
  // How another term of the conjunction is asked behind its leader.
  Form form_behind(const Lead& lead, const PlanNode& term, const Scope& scope);
  // The share of the rows that an Any selects, as the statistics, else the schema's hints have it;
  // 1 where it is not known.
  double share(const PlanNode& node, const Storage& storage, const Scope& scope);
  // -1 where there are no statistics.
  double counted_share(const PlanNode& node, const Storage& storage, const Scope& scope);
  // FROM … WHERE …, of the rows that an Any selects.
  std::optional<Sql> rows_of_child(const PlanNode& node, const Storage& storage,
                                   const Scope& scope);
  std::optional<Sql> rows_of_root(const PlanNode& node, const Scope& scope);
  std::optional<Lead> lead_of(const PlanNode& node, const Scope& scope, double& share);
  std::optional<Expr> of_rows(const PlanNode& node, const Storage& storage, const Scope& scope,
                              Form form);
  bool fits(const Expr& expr) const;
  bool is_too_deep(const Expr& expr) const;
  // `words`: what the node is in SQL.
  void refuse(std::string_view code, const PlanNode& node, const std::optional<Expr>& words);
  // The leaves that have no words, so that a message points at them.
  void refuse_leaves(std::string_view code, const PlanNode& node);

  const Condition& condition_;
  const EmitOptions& options_;
  const Dialect& dialect_;
  bool only_sql_;  // nothing is left to tamis_match
  Scope root_;
  bool open_ = false;  // NULL may stand for 0
  std::vector<Refusal> refusals_;
};

}  // namespace tamis::sqlite
