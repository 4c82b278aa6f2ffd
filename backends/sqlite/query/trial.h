// TrialDatabase: a database's tables and indexes without their rows, to ask SQLite how it would run
// a statement if there were further indexes.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>

#include <tamis/schema.h>
#include <tamis/sqlite_query.h>

namespace tamis::sqlite {

// As SQLite compares names.
struct LessName {
  bool operator()(const std::string& a, const std::string& b) const {
    return sqlite3_stricmp(a.c_str(), b.c_str()) < 0;
  }
};

class TrialDatabase {
 public:
  // In memory. `code` is SQLite's when it cannot be made.
  explicit TrialDatabase(int& code);

  // The tables, views and indexes of a connection's databases that are reached by their names
  // alone, and what ANALYZE has counted there.
  int copy(sqlite3* db);
  // The tables that a schema maps, and the indexes of which it says that they are there.
  int make(const Schema& schema, const Selection& selection, const Dialect& dialect);

  sqlite3* get() const { return db_.get(); }
  // A table, view or index of this name, here or in a database that was copied.
  bool has(const std::string& name) const;
  // An index of all rows that begins with the terms of this one, which are SQL.
  bool has_index(const std::string& table, std::span<const std::string> terms) const;
  // The attached database that holds a table; "" of those for which an index needs no name.
  std::string attached(const std::string& table) const;
  // One statement; whatever is behind it is not run.
  int run(const std::string& sql) const;

 private:
  int copy(sqlite3* db, const std::string& database);
  int copy_statistics(sqlite3* db, const std::string& database) const;

  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
  std::set<std::string, LessName> names_;                   // of all that was met
  std::map<std::string, std::string, LessName> databases_;  // of each table and view
};

}  // namespace tamis::sqlite
