// Columns that are declared otherwise than the store does: where check_tables() finds nothing, rows
// are selected as before.
#include <map>
#include <set>

#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include "tests/random/trials.h"
#include "tests/support/equivalence/choices.h"
#include "tools/tamis/engines/sqlite_mapping.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::equivalence {
namespace {

using engines::quoted_identifier;
using engines::SqliteDatabase;
using engines::SqliteMapping;
using engines::SqliteStatement;

constexpr const char* kTypes[] = {
    "",           "",        "BLOB",    "TEXT",     "TEXT",
    "VARCHAR(9)", "INTEGER", "NUMERIC", "DATETIME", "TEXT COLLATE NOCASE"};

// Every third column, as far as chances go, but for keys.
void declare_anew(const SqliteDatabase& db, Choices& choices) {
  std::map<std::string, std::string> tables;  // the columns of each
  SqliteStatement columns = db.prepare(
      "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
      "WHERE t.type = 'table'");
  while (columns.step()) {
    std::string& list = tables[columns.column(0).as<std::string>()];
    const auto column = columns.column(1).as<std::string>();
    const auto type = columns.column(2).as<std::string>();
    const bool stays = column == "id" || column == "document_id" || !choices.once_in(3);
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", quoted_identifier(column),
                        stays ? type : choices.pick(kTypes));
  }
  columns.reset();
  for (const auto& [name, list] : tables)
    db.execute(
        fmt::format("ALTER TABLE {0} RENAME TO old; CREATE TABLE {0}({1}); "
                    "INSERT INTO {0} SELECT * FROM old; DROP TABLE old",
                    quoted_identifier(name), list));
}

std::set<int> keys(const SqliteDatabase& db, const sqlite::SqlStatement& select,
                   const Context& context) {
  SqliteStatement rows = db.prepare(select.text);
  sqlite::bind(rows.get(), select, context);
  std::set<int> keys;
  while (rows.step()) keys.insert(sqlite3_column_int(rows.get(), 0));
  return keys;
}

struct Counts {
  std::size_t passed = 0, refused = 0, refused_rightly = 0;
};

// A whole double becomes a whole number in a column of numbers, which `$type` tells.
bool asks_for_types(const std::string& condition) {
  return condition.find("$type") != std::string::npos ||
         condition.find("$jsonSchema") != std::string::npos;
}

std::optional<std::string> wrong(const Trial& trial, SqliteMapping mapping, std::uint64_t seed,
                                 Counts& counts) {
  const Result<Schema> schema = parse_schema(Source("schema", trial.schema));
  const auto mapped = engines::mapped_schema(*schema, mapping, false);
  const std::string text = condition_text(trial.condition);
  if (!mapped || asks_for_types(text)) return std::nullopt;
  const auto condition =
      compile(Source("condition", text), {.schema = *mapped, .time_zone = trial.time_zone});
  const auto select = condition ? sqlite::select(*condition) : condition.diagnostics();
  if (!select) return std::nullopt;
  engines::SqliteStore store(*mapped);
  std::vector<Value> held;
  for (const Value& document : trial.documents)
    if (const auto value = engines::as_held(*mapped, document)) held.push_back(*value);
  store.load(held);
  const SqliteDatabase& db = store.database();
  const Context context{.now_ms = trial.now_ms};
  const std::set<int> before = keys(db, *select, context);
  Choices choices(seed);
  declare_anew(db, choices);
  Diagnostics found;
  const int code = sqlite::check_tables(db.get(), *mapped, found, {}, select->text);
  if (code != SQLITE_OK) return sqlite3_errstr(code);
  const bool same = keys(db, *select, context) == before;
  if (found.empty() && !same) {
    std::string all;
    SqliteStatement tables = db.prepare("SELECT sql FROM sqlite_schema");
    while (tables.step()) all += tables.column(0).as<std::string>() + "\n";
    return text + "\n" + select->text + "\n" + all;
  }
  ++(found.empty() ? counts.passed : same ? counts.refused : counts.refused_rightly);
  return std::nullopt;
}

TEST_CASE("columns that are declared otherwise", "[random][sqlite]") {
  for (const SqliteMapping mapping : {SqliteMapping::Columns, SqliteMapping::Eav}) {
    Counts counts;
    std::uint64_t seed = 0;
    check_seeds({"documents that fit a schema", TrialKind::Typed, 2'000},
                [&](const Trial& trial) { return wrong(trial, mapping, ++seed, counts); });
    CHECK(counts.passed > 500);
    CHECK(counts.refused < 200);
    CHECK(counts.refused_rightly > 3);
  }
}

}  // namespace
}  // namespace tamis::equivalence
