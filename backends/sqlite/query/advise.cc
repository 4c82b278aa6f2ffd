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

struct Made {
  std::string name;
  std::string statement;
};

class Adviser {
 public:
  Adviser(const TrialDatabase& trial, std::span<const Condition> conditions,
          const Selection& selection, const EmitOptions& options)
      : trial_(trial),
        conditions_(conditions),
        all_rows_(terms_of_all_rows(conditions.front().schema()->root())) {
    for (const Condition& condition : conditions) {
      const Result<SqlStatement> select = sqlite::select(condition, selection, options);
      statements_.push_back(select ? select->text : "");
    }
  }

  std::vector<IndexAdvice> run() {
    for (std::size_t i = 0; i < conditions_.size(); ++i)
      if (scans_of(i) != 0) try_candidates(i);
    drop_spare();
    std::vector<IndexAdvice> advice;
    for (const Made& made : made_) advice.push_back({made.name, made.statement, served_by(made)});
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

  std::ptrdiff_t scans_of(std::size_t i) const {
    return std::ranges::count_if(plan_of(i).steps,
                                 [&](const QueryPlan::Step& step) { return reads_all(step); });
  }

  void try_candidates(std::size_t i) {
    std::vector<Made> tried;
    for (const IndexShape& shape : candidates(conditions_[i])) {
      Made made{name_for(shape, trial_), {}};
      made.statement = create_index(made.name, shape);
      if (trial_.run(made.statement) == SQLITE_OK) tried.push_back(std::move(made));
    }
    const QueryPlan plan = plan_of(i);
    for (Made& made : tried)
      if (plan.uses_index(made.name))
        made_.push_back(std::move(made));
      else
        drop(made);
  }

  void drop(const Made& made) const { trial_.run("DROP INDEX \"" + made.name + "\""); }

  std::vector<std::ptrdiff_t> all_scans() const {
    std::vector<std::ptrdiff_t> scans;
    for (std::size_t i = 0; i < statements_.size(); ++i) scans.push_back(scans_of(i));
    return scans;
  }

  // One that the others can stand in for is not worth its upkeep.
  void drop_spare() {
    const std::vector<std::ptrdiff_t> least = all_scans();
    std::erase_if(made_, [&](const Made& made) {
      drop(made);
      if (all_scans() == least) return true;
      trial_.run(made.statement);
      return false;
    });
  }

  std::vector<std::size_t> served_by(const Made& made) const {
    std::vector<std::size_t> served;
    for (std::size_t i = 0; i < statements_.size(); ++i)
      if (plan_of(i).uses_index(made.name)) served.push_back(i);
    return served;
  }

  const TrialDatabase& trial_;
  std::span<const Condition> conditions_;
  std::set<std::string> all_rows_;
  std::vector<std::string> statements_;  // "" of a condition that is refused
  std::vector<Made> made_;
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
  if (code == SQLITE_OK) code = db == nullptr ? trial.make(*schema) : trial.copy(db);
  if (code != SQLITE_OK) return code;
  EmitOptions bound = options;
  bound.inline_values = false;
  advice = Adviser(trial, conditions, selection, bound).run();
  return SQLITE_OK;
}

}  // namespace tamis::sqlite
