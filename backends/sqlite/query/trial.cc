#include "backends/sqlite/query/trial.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <tamis/sqlite_extension.h>

#include "backends/sqlite/query/candidates.h"
#include "backends/sqlite/query/index_text.h"
#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

// As SQLite compares names.
struct LessName {
  bool operator()(const std::string& a, const std::string& b) const {
    return sqlite3_stricmp(a.c_str(), b.c_str()) < 0;
  }
};
using Tables = std::map<std::string, std::set<std::string, LessName>, LessName>;  // columns

// The columns of all tables in which a schema's fields live.
class TableReader {
 public:
  Tables read(const Schema& schema) {
    const SqliteRoot& root = *schema.sqlite();
    add(root.table, root.key);
    add(root.table, root.document);
    read(schema.root(), root.table, root.document.empty());
    return std::move(tables_);
  }

 private:
  // `own_columns`: a scalar that no mapping places has a column of its own name.
  void read(const FieldSchema& object, const std::string& table, bool own_columns) {
    for (const FieldSchema& field : object.properties) {
      if (field.sqlite) {
        add(table, field.sqlite->presence);
        if (field.sqlite->table.empty())
          add(table, field.sqlite->column);
        else
          read_child(field, *field.sqlite);
      } else if (field.types.intersects({BsonType::Object, BsonType::Array})) {
        read(field, table, false);
      } else if (own_columns) {
        add(table, field.name);
      }
    }
  }

  void read_child(const FieldSchema& field, const SqliteField& mapping) {
    for (const std::string& column : {mapping.column, mapping.key, mapping.position})
      add(mapping.table, column);
    for (const auto& [column, value] : mapping.where) add(mapping.table, column);
    if (mapping.column.empty() && field.items) read(*field.items, mapping.table, true);
  }

  void add(const std::string& table, const std::string& column) {
    if (!column.empty()) tables_[table].insert(column);
  }

  Tables tables_;
};

// Tables first, as indexes and views name them.
constexpr std::string_view kDefinitions =
    R"(SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'view', 'index')
       AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND sql NOT LIKE 'CREATE VIRTUAL %'
       ORDER BY type <> 'table', rowid)";

}  // namespace

TrialDatabase::TrialDatabase(int& code) {
  sqlite3* db = nullptr;
  code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  db_.reset(db);
  if (code == SQLITE_OK) code = register_functions(db);
}

int TrialDatabase::run(const std::string& sql) const {
  return sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr);
}

int TrialDatabase::copy(sqlite3* db) {
  Statement definitions(db, kDefinitions);
  // A table that needs a program's own functions is none that this could say anything of.
  while (definitions.step()) run(definitions.text(0));
  return definitions.code() == SQLITE_OK ? copy_statistics(db) : definitions.code();
}

int TrialDatabase::copy_statistics(sqlite3* db) const {
  Statement counted(db, "SELECT tbl, idx, stat FROM sqlite_stat1");
  if (counted.code() != SQLITE_OK) return SQLITE_OK;  // ANALYZE has not run
  if (const int code = run("ANALYZE; DELETE FROM sqlite_stat1"); code != SQLITE_OK) return code;
  while (counted.step()) {
    Statement insert(get(), "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)");
    std::string values[3];
    for (int i = 0; i < 3; ++i) {
      values[i] = counted.text(i);
      if (!counted.is_null(i)) insert.bind(i + 1, values[i]);
    }
    insert.step();
    if (insert.code() != SQLITE_OK) return insert.code();
  }
  return run("ANALYZE sqlite_schema");
}

int TrialDatabase::make(const Schema& schema, const Dialect& dialect) {
  for (const auto& [table, columns] : TableReader().read(schema)) {
    std::string list;
    for (const std::string& column : columns)
      list += (list.empty() ? "" : ", ") + dialect.quoted(column);
    if (table == schema.sqlite()->table)
      list += ", PRIMARY KEY (" + dialect.quoted(schema.sqlite()->key) + ")";
    if (const int code = run(fmt::format("CREATE TABLE {}({})", dialect.quoted(table), list));
        code != SQLITE_OK)
      return code;
  }
  for (const IndexShape& shape : hinted_indexes(schema, dialect))
    if (const int code = run(create_index(name_for(shape, *this), shape, dialect));
        code != SQLITE_OK)
      return code;
  return SQLITE_OK;
}

bool TrialDatabase::has(const std::string& name) const {
  Statement named(get(), "SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE");
  named.bind(1, name);
  return named.step();
}

}  // namespace tamis::sqlite
