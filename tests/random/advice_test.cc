// Advised indexes of random conditions and mappings: each is made without an error, is used by what
// it serves, changes no answer, and is not advised again.
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include "tests/random/trials.h"
#include "tools/tamis/engines/sqlite_mapping.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::equivalence {
namespace {

using engines::SqliteDatabase;
using engines::SqliteMapping;
using engines::SqliteStatement;
using sqlite::IndexAdvice;

// The store has an index of every column; every `step`-th of them stays.
void drop_indexes(const SqliteDatabase& db, std::uint64_t step) {
  std::vector<std::string> names;
  SqliteStatement indexes =
      db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
  while (indexes.step()) names.push_back(indexes.column(0).as<std::string>());
  indexes.reset();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (i % step != 0) db.execute("DROP INDEX " + engines::quoted_identifier(names[i]));
}

class AdviceTrial {
 public:
  AdviceTrial(const Schema& schema, const Condition& condition, const Trial& trial)
      : condition_(condition), context_{.now_ms = trial.now_ms}, store_(schema) {
    std::vector<Value> held;
    for (const Value& document : trial.documents)
      if (const auto value = engines::as_held(schema, document)) held.push_back(*value);
    store_.load(held);
  }

  // Nothing, when the promises are kept.
  std::optional<std::string> wrong(std::uint64_t step, std::size_t& advised) {
    drop_indexes(db(), step);
    const auto select = sqlite::select(condition_, {.by_key = sqlite::Selection::ByKey::Sorted});
    if (!select) return std::nullopt;
    select_ = *select;
    const std::string before = keys();
    const std::vector<IndexAdvice> advice = ask();
    for (const IndexAdvice& index : advice) db().execute(index.statement);
    advised += advice.size();
    for (const IndexAdvice& index : advice)
      if (!plan().uses_index(index.name)) return "not used: " + index.statement;
    if (keys() != before) return "other rows than before: " + select_.text;
    for (const IndexAdvice& index : ask()) return "advised once more: " + index.statement;
    return wrong_when_counted();
  }

 private:
  const SqliteDatabase& db() const { return store_.database(); }

  // Whatever rows ANALYZE finds, no index is advised that is there.
  std::optional<std::string> wrong_when_counted() const {
    const auto what = [](const std::string& statement) {
      return statement.substr(statement.find("\" ON \""));
    };
    db().execute("ANALYZE");
    for (const IndexAdvice& index : ask()) {
      SqliteStatement same =
          db().prepare("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND instr(sql, ?)");
      same.bind(1, Value(what(index.statement)));
      if (same.step()) return "advised, and there: " + index.statement;
    }
    return std::nullopt;
  }

  std::vector<IndexAdvice> ask() const {
    std::vector<IndexAdvice> advice;
    const int code = sqlite::advise(db().get(), {&condition_, 1}, advice,
                                    {.by_key = sqlite::Selection::ByKey::Sorted});
    if (code != SQLITE_OK) throw engines::SqliteError(sqlite3_errstr(code));
    return advice;
  }

  sqlite::QueryPlan plan() const {
    sqlite::QueryPlan plan;
    sqlite::explain_plan(db().get(), select_.text, plan);
    return plan;
  }

  std::string keys() const {
    SqliteStatement rows = db().prepare(select_.text);
    sqlite::bind(rows.get(), select_, context_);
    std::string keys;
    while (rows.step()) keys += fmt::format("{} ", rows.column(0).as<std::int64_t>());
    return keys;
  }

  Condition condition_;
  Context context_;
  engines::SqliteStore store_;
  sqlite::SqlStatement select_;
};

TEST_CASE("advised indexes of random conditions", "[random][sqlite]") {
  for (const SqliteMapping mapping :
       {SqliteMapping::Columns, SqliteMapping::Eav, SqliteMapping::Json}) {
    std::size_t advised = 0;
    const SeedsRow row = {"documents that fit a schema", TrialKind::Typed, 1'500};
    std::uint64_t seed = 0;
    check_seeds(row, [&](const Trial& trial) -> std::optional<std::string> {
      const Result<Schema> schema = parse_schema(Source("schema", trial.schema));
      const auto mapped = engines::mapped_schema(*schema, mapping, ++seed % 2 == 0);
      if (!mapped) return std::nullopt;
      const Source text("condition", condition_text(trial.condition));
      const Result<Condition> condition =
          compile(text, {.schema = *mapped, .time_zone = trial.time_zone});
      if (!condition) return std::nullopt;
      const auto wrong = AdviceTrial(*mapped, *condition, trial).wrong(seed % 5 + 2, advised);
      return wrong ? std::optional(text.text().data() + ("\n" + *wrong)) : std::nullopt;
    });
    CHECK(advised > 100);
  }
}

}  // namespace
}  // namespace tamis::equivalence
