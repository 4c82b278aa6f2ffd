// A connection to the database file, its prepared statements, and one transaction.
//
//   Transaction transaction(db, Transaction::Kind::Write);
//   db.run("UPDATE segments SET name = ? WHERE pk = ?", {name, pk});
//   transaction.commit();  // without it, nothing has happened
//
// A failure of SQLite is a StoreError. A connection is used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace segmentsd {

class StoreError : public std::runtime_error {
 public:
  StoreError(int code, const std::string& message) : std::runtime_error(message), code(code) {}
  bool passes() const { return code == SQLITE_BUSY || code == SQLITE_FULL; }
  int code;  // SQLite's primary result code
};

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

// A prepared statement while it runs; at the end of its life it is reset for the next use.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept
      : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
  ~Statement();

  // `index` counts from 1.
  void bind(int index, const SqlValue& value);
  bool step();  // whether there is a row

  // Columns count from 0.
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) const;
  bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  SqlValue value(int column) const;
  sqlite3_stmt* get() const { return statement_; }

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
};

class Database {
 public:
  // Opens or creates the file, brings its tables up to date, registers Tamis's functions.
  explicit Database(const std::string& path);

  sqlite3* get() const { return db_.get(); }
  // The statement with its first values bound. Kept for the life of the connection.
  Statement query(std::string_view sql, std::initializer_list<SqlValue> values = {});
  // As query(), for text that is used once: an emitted filter.
  Statement query_once(const std::string& sql, std::initializer_list<SqlValue> values = {});
  // Runs to the end; the number of rows changed.
  std::int64_t run(std::string_view sql, std::initializer_list<SqlValue> values = {});
  std::int64_t last_insert() const { return sqlite3_last_insert_rowid(get()); }
  // Whether the file that was opened is no longer the one at its path.
  bool moved() const;

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Statement bound(sqlite3_stmt* statement, std::initializer_list<SqlValue> values);
  sqlite3_stmt* prepare(std::string_view sql, unsigned flags);

  std::unique_ptr<sqlite3, Close> db_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Close>, std::less<>> statements_;
  std::unique_ptr<sqlite3_stmt, Close> once_;
};

// All or nothing. A Read transaction sees one state of the database throughout.
class Transaction {
 public:
  enum class Kind : std::uint8_t { Read, Write };
  Transaction(Database& db, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& db_;
  bool open_ = true;
};

}  // namespace segmentsd
