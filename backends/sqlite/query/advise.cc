// Which indexes conditions are short of: every one that might serve is made in a database without
// rows, and stays there if SQLite would use it.
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <set>

#include "backends/sqlite/query/candidates.h"
#include "backends/sqlite/query/index_text.h"
#include "backends/sqlite/query/trial.h"

namespace tamis::sqlite {
namespace {

// The terms of a step that looks for nothing but rows whose key is not NULL: all of them.
std::set<std::string> terms_of_all_rows(const FieldSchema& object) {
  std::set<std::string> terms;
  for (const FieldSchema& field : object.properties) {
    if (field.sqlite && !field.sqlite->key.empty()) terms.insert(field.sqlite->key + ">?");
    terms.merge(terms_of_all_rows(field));
  }
  return terms;
}

// That more indexes serve one condition nobody wants, and time grows with their cube.
constexpr std::size_t kMostCandidates = 64;

struct Made {
  std::string name;
  std::string statement;  // as it is made here
  std::string advised;
};

class Adviser {
 public:
  Adviser(const TrialDatabase& trial, std::span<const Condition> conditions,
          const Selection& selection, const EmitOptions& options)
      : trial_(trial),
        conditions_(conditions),
        dialect_(options.dialect),
        table_(selection.table),
        all_rows_(terms_of_all_rows(conditions.front().schema()->root())) {
    for (const Condition& condition : conditions) {
      const Result<SqlStatement> select = sqlite::select(condition, selection, options);
      statements_.push_back(select ? select->text : "");
    }
  }

  std::vector<IndexAdvice> run() {
    for (std::size_t i = 0; i < conditions_.size(); ++i)
      if (scans_in(plan_of(i)) != 0) try_candidates(i);
    for (std::size_t i = 0; i < conditions_.size(); ++i) plans_.push_back(plan_of(i));
    std::erase_if(made_, [&](const Made& made) { return is_spare(made); });
    std::vector<IndexAdvice> advice;
    for (const Made& made : made_) advice.push_back({made.name, made.advised, served_by(made)});
    return advice;
  }

 private:
  // A statement that SQLite does not prepare is one of tables that are not there.
  QueryPlan plan_of(std::size_t i) const {
    QueryPlan plan;
    if (statements_[i].empty() || explain_plan(trial_.get(), statements_[i], plan) != SQLITE_OK)
      return {};
    return plan;
  }

  // That rows are read one after another to find those that are wanted; also to make an index for
  // one run of the statement. What json_each gives has no index.
  bool reads_all(const QueryPlan::Step& step) const {
    if (step.detail.find(" VIRTUAL TABLE ") != std::string::npos) return false;
    return step.kind == QueryPlan::Step::Kind::Scan || all_rows_.contains(step.terms) ||
           step.detail.find(" AUTOMATIC ") != std::string::npos;
  }

  std::ptrdiff_t scans_in(const QueryPlan& plan) const {
    return std::ranges::count_if(plan.steps,
                                 [&](const QueryPlan::Step& step) { return reads_all(step); });
  }

  void try_candidates(std::size_t i) {
    const std::vector<IndexShape> shapes = candidates(conditions_[i], dialect_, table_);
    if (shapes.size() > kMostCandidates) return;
    std::vector<Made> tried;
    for (const IndexShape& shape : shapes) {
      // What ANALYZE has counted of it makes it look worse than a new one that is the same.
      if (trial_.has_index(shape.table, shape.terms)) continue;
      Made made{name_for(shape, trial_), {}, {}};
      made.statement = create_index(made.name, shape, dialect_);
      made.advised = create_index(made.name, shape, dialect_, trial_.attached(shape.table));
      if (trial_.run(made.statement) == SQLITE_OK) tried.push_back(std::move(made));
    }
    const QueryPlan plan = plan_of(i);
    for (Made& made : tried)
      if (plan.uses_index(made.name))
        made_.push_back(std::move(made));
      else
        drop(made);
  }

  void drop(const Made& made) const { trial_.run("DROP INDEX " + dialect_.quoted(made.name)); }

  // One that the others can stand in for is not worth its upkeep. Without it only those plans that
  // use it are others.
  bool is_spare(const Made& made) {
    const std::vector<std::size_t> served = served_by(made);
    drop(made);
    std::vector<QueryPlan> without;
    for (const std::size_t i : served) without.push_back(plan_of(i));
    for (std::size_t k = 0; k < served.size(); ++k)
      if (scans_in(without[k]) != scans_in(plans_[served[k]])) {
        trial_.run(made.statement);
        return false;
      }
    for (std::size_t k = 0; k < served.size(); ++k) plans_[served[k]] = std::move(without[k]);
    return true;
  }

  std::vector<std::size_t> served_by(const Made& made) const {
    std::vector<std::size_t> served;
    for (std::size_t i = 0; i < plans_.size(); ++i)
      if (plans_[i].uses_index(made.name)) served.push_back(i);
    return served;
  }

  const TrialDatabase& trial_;
  std::span<const Condition> conditions_;
  const Dialect& dialect_;
  const std::string& table_;  // "" is the schema's
  std::set<std::string> all_rows_;
  std::vector<std::string> statements_;  // "" of a condition that is refused
  std::vector<Made> made_;
  std::vector<QueryPlan> plans_;  // with the indexes made
};

}  // namespace

int advise(sqlite3* db, std::span<const Condition> conditions, std::vector<IndexAdvice>& advice,
           const Selection& selection, const EmitOptions& options) {
  advice.clear();
  if (conditions.empty()) return SQLITE_OK;
  const std::optional<Schema>& schema = conditions.front().schema();
  if (!schema || !schema->sqlite()) return SQLITE_OK;
  int code = SQLITE_OK;
  TrialDatabase trial(code);
  if (code == SQLITE_OK)
    code = db == nullptr ? trial.make(*schema, selection, options.dialect) : trial.copy(db);
  if (code != SQLITE_OK) return code;
  EmitOptions bound = options;
  bound.inline_values = false;
  advice = Adviser(trial, conditions, selection, bound).run();
  return SQLITE_OK;
}

}  // namespace tamis::sqlite
