// A connection to SQLite and statements on it, with failures as exceptions.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <tamis/value.h>

namespace tamis::engines {

// What SQLite says went wrong.
struct SqliteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class SqliteStatement {
 public:
  SqliteStatement(sqlite3* db, const std::string& sql);

  sqlite3_stmt* get() const { return statement_.get(); }
  // A null, bool, number but decimal, string or binary, by the mark's number from 1.
  void bind(int index, const Value& value);
  bool step();  // true: a row is there
  void reset();
  // Of the row; columns from 0. Null, int64, double, string or binary.
  Value column(int index) const;
  int columns() const { return sqlite3_column_count(get()); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// The functions of <tamis/sqlite_extension.h> are registered.
class SqliteDatabase {
 public:
  static SqliteDatabase in_memory();
  // Neither made nor changed; the file is opened when it is first read.
  static SqliteDatabase read_only(const std::string& path);

  sqlite3* get() const { return db_.get(); }
  void execute(const std::string& sql) const;
  SqliteStatement prepare(const std::string& sql) const { return {get(), sql}; }

 private:
  SqliteDatabase(const std::string& path, int flags);

  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
};

// `name` as an identifier: "a ""b"" c".
std::string quoted_identifier(std::string_view name);

}  // namespace tamis::engines
