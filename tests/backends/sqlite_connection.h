// A connection to an SQLite database in memory, and statements on it, for tests.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace tamis::sqlite {

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

class Connection {
 public:
  Connection() {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(":memory:", &db) == SQLITE_OK);
    db_.reset(db);
  }

  sqlite3* get() const { return db_.get(); }
  std::string message() const { return sqlite3_errmsg(get()); }

  void execute(const std::string& sql) const {
    INFO(sql);
    REQUIRE(sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  Statement prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(get(), sql.c_str(), -1, &statement, nullptr);
    INFO(sql << ": " << message());
    REQUIRE(code == SQLITE_OK);
    return Statement(statement);
  }

  // The first column of every row, as text; "NULL" of a NULL. Nothing when a step fails.
  static std::optional<std::vector<std::string>> rows(sqlite3_stmt* statement) {
    std::vector<std::string> rows;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      rows.emplace_back(text == nullptr ? "NULL" : text);
    }
    sqlite3_reset(statement);
    if (code != SQLITE_DONE) return std::nullopt;
    return rows;
  }

 private:
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace tamis::sqlite
