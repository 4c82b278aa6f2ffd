// TrialDatabase: a database's tables and indexes without their rows, to ask SQLite how it would run
// a statement if there were further indexes.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include <tamis/schema.h>
#include <tamis/sqlite_dialect.h>

namespace tamis::sqlite {

class TrialDatabase {
 public:
  // In memory. `code` is SQLite's when it cannot be made.
  explicit TrialDatabase(int& code);

  // The tables, views and indexes of another database, and what ANALYZE has counted there.
  int copy(sqlite3* db);
  // The tables that a schema maps, and the indexes of which it says that they are there.
  int make(const Schema& schema, const Dialect& dialect);

  sqlite3* get() const { return db_.get(); }
  bool has(const std::string& name) const;  // a table, view or index of this name
  int run(const std::string& sql) const;

 private:
  int copy_statistics(sqlite3* db) const;

  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace tamis::sqlite
