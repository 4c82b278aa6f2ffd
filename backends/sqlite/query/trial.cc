#include "backends/sqlite/query/trial.h"

#include <algorithm>

#include <fmt/format.h>
#include <tamis/sqlite_extension.h>

#include "backends/sqlite/query/candidates.h"
#include "backends/sqlite/query/index_text.h"
#include "backends/sqlite/query/mapped_columns.h"
#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

// Tables first, as indexes and views name them. What SQLite makes by itself has no text to copy.
constexpr const char* kDefinitions =
    R"(SELECT type = 'index', name, tbl_name,
              iif(name LIKE 'sqlite\_%' ESCAPE '\' OR sql LIKE 'CREATE VIRTUAL %', NULL, sql)
       FROM {}.sqlite_schema WHERE type IN ('table', 'view', 'index')
       ORDER BY type <> 'table', rowid)";

constexpr std::string_view kPlainIndexes =
    R"(SELECT i.name, s.sql FROM pragma_index_list(?) AS i
       LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
       WHERE NOT i.partial AND NOT EXISTS
         (SELECT 1 FROM pragma_index_xinfo(i.name) WHERE key AND coll <> 'BINARY'))";

}  // namespace

TrialDatabase::TrialDatabase(int& code) {
  sqlite3* db = nullptr;
  code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  db_.reset(db);
  if (code == SQLITE_OK) code = register_functions(db);
}

int TrialDatabase::run(const std::string& sql) const {
  Statement statement(get(), sql);
  while (statement.step()) continue;
  return statement.code();
}

int TrialDatabase::copy(sqlite3* db) {
  // In the order in which a name is looked for.
  Statement databases(db, "SELECT name FROM pragma_database_list ORDER BY name <> 'temp', seq");
  std::vector<std::string> names;
  while (databases.step()) names.push_back(databases.text(0));
  int code = databases.code();
  for (const std::string& name : names)
    if (code == SQLITE_OK) code = copy(db, name);
  if (code == SQLITE_OK) code = run("ANALYZE");
  if (code == SQLITE_OK) code = run("DELETE FROM sqlite_stat1");
  for (const std::string& name : names)
    if (code == SQLITE_OK) code = copy_statistics(db, name);
  if (code == SQLITE_OK) code = run("ANALYZE sqlite_schema");
  // The name of a column that is not there would be a text, and an index of it be made.
  if (code == SQLITE_OK) code = sqlite3_db_config(get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  return code;
}

int TrialDatabase::copy(sqlite3* db, const std::string& database) {
  Statement definitions(db, fmt::format(kDefinitions, kSqlite.quoted(database)));
  while (definitions.step()) {
    const bool is_index = definitions.number(0) != 0;
    const std::string name = definitions.text(1);
    names_.insert(name);
    if (!is_index && !databases_.try_emplace(name, database).second) continue;
    if (is_index && databases_[definitions.text(2)] != database) continue;
    // A table that needs a program's own functions is none that this could say anything of.
    if (!definitions.is_null(3)) run(definitions.text(3));
  }
  return definitions.code();
}

int TrialDatabase::copy_statistics(sqlite3* db, const std::string& database) const {
  Statement counted(
      db, fmt::format("SELECT tbl, idx, stat FROM {}.sqlite_stat1", kSqlite.quoted(database)));
  if (counted.code() != SQLITE_OK) return SQLITE_OK;  // ANALYZE has not run
  while (counted.step()) {
    const auto table = databases_.find(counted.text(0));
    if (table == databases_.end() || table->second != database) continue;
    Statement insert(get(), "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)");
    std::string values[3];
    for (int i = 0; i < 3; ++i) {
      values[i] = counted.text(i);
      if (!counted.is_null(i)) insert.bind(i + 1, values[i]);
    }
    insert.step();
    if (insert.code() != SQLITE_OK) return insert.code();
  }
  return SQLITE_OK;
}

int TrialDatabase::make(const Schema& schema, const Selection& selection, const Dialect& dialect) {
  std::map<std::string, std::set<std::string, LessName>, LessName> tables;
  const std::vector<MappedColumn> mapped = mapped_columns(schema, selection);
  for (const MappedColumn& column : mapped) tables[column.table].insert(column.column);
  for (const auto& [table, columns] : tables) {
    std::string list;
    for (const std::string& column : columns)
      list += (list.empty() ? "" : ", ") + dialect.quoted(column);
    const MappedColumn& key = mapped.front();
    if (table == key.table) list += ", PRIMARY KEY (" + dialect.quoted(key.column) + ")";
    if (const int code = run(fmt::format("CREATE TABLE {}({})", dialect.quoted(table), list));
        code != SQLITE_OK)
      return code;
  }
  for (const IndexShape& shape : hinted_indexes(schema, dialect, selection.table))
    if (const int code = run(create_index(name_for(shape, *this), shape, dialect));
        code != SQLITE_OK)
      return code;
  return SQLITE_OK;
}

bool TrialDatabase::has(const std::string& name) const {
  Statement named(get(), "SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE");
  named.bind(1, name);
  return names_.contains(name) || named.step();
}

bool TrialDatabase::has_index(const std::string& table, std::span<const std::string> terms) const {
  Statement indexes(get(), kPlainIndexes);
  indexes.bind(1, table);
  int code = SQLITE_OK;
  while (indexes.step()) {
    const auto found = index_terms(get(), indexes.text(0), indexes.text(1), code);
    const auto is_same = [](const std::string& term, const std::string& sql) {
      return same_term(term, sql) || same_term(kSqlite.quoted(term), sql);
    };
    if (std::ranges::mismatch(found, terms, is_same).in2 == terms.end()) return true;
  }
  return false;
}

std::string TrialDatabase::attached(const std::string& table) const {
  const auto found = databases_.find(table);
  if (found == databases_.end() || found->second == "main" || found->second == "temp") return {};
  return found->second;
}

}  // namespace tamis::sqlite
