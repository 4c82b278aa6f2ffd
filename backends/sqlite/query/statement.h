// A statement for the helpers' own questions to SQLite.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tamis::sqlite {

class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    code_ = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    statement_.reset(statement);
  }

  sqlite3_stmt* get() const { return statement_.get(); }
  // SQLITE_OK unless preparing or the last step failed.
  int code() const { return code_; }

  bool step() {
    if (code_ != SQLITE_OK) return false;
    const int code = sqlite3_step(get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) code_ = code;
    return code == SQLITE_ROW;
  }

  // The argument must outlive the steps.
  void bind(int index, std::string_view text) {
    if (code_ == SQLITE_OK)
      code_ =
          sqlite3_bind_text64(get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }

  void bind(int index, std::int64_t number) {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_int64(get(), index, number);
  }
  // Before it is bound and stepped again.
  void reset() { sqlite3_reset(get()); }

  // "" of a NULL.
  std::string text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(get(), column));
    return bytes == nullptr ? std::string() : std::string(bytes, size);
  }
  bool is_null(int column) const { return sqlite3_column_type(get(), column) == SQLITE_NULL; }
  bool is_integer(int column) const { return sqlite3_column_type(get(), column) == SQLITE_INTEGER; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(get(), column); }
  int number(int column) const { return sqlite3_column_int(get(), column); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int code_ = SQLITE_OK;
};

}  // namespace tamis::sqlite
