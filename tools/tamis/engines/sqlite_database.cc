#include "tools/tamis/engines/sqlite_database.h"

#include <tamis/sqlite_extension.h>

namespace tamis::engines {
namespace {

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK) throw SqliteError(sqlite3_errmsg(db));
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int size = static_cast<int>(sql.size());
  check(db, sqlite3_prepare_v2(db, sql.c_str(), size, &statement, nullptr));
  statement_.reset(statement);
}

void SqliteStatement::bind(int index, const Value& value) {
  const auto code = [&] {
    if (value.is(BsonType::Null)) return sqlite3_bind_null(get(), index);
    if (const auto* b = value.get_if<bool>()) return sqlite3_bind_int(get(), index, *b ? 1 : 0);
    if (const auto* i = value.get_if<std::int32_t>()) return sqlite3_bind_int(get(), index, *i);
    if (const auto* i = value.get_if<std::int64_t>()) return sqlite3_bind_int64(get(), index, *i);
    if (const auto* d = value.get_if<double>()) return sqlite3_bind_double(get(), index, *d);
    if (const auto* binary = value.get_if<Binary>())
      return sqlite3_bind_blob64(get(), index, binary->bytes.data(), binary->bytes.size(),
                                 SQLITE_TRANSIENT);
    const std::string& text = value.as<std::string>();
    return sqlite3_bind_text64(get(), index, text.data(), text.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
  }();
  check(sqlite3_db_handle(get()), code);
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw SqliteError(sqlite3_errmsg(sqlite3_db_handle(get())));
}

void SqliteStatement::reset() {
  sqlite3_reset(get());
}

Value SqliteStatement::column(int index) const {
  const auto bytes = [&](const void* data) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(get(), index));
    return std::string(static_cast<const char*>(data), data == nullptr ? 0 : size);
  };
  switch (sqlite3_column_type(get(), index)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(get(), index)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(get(), index);
    case SQLITE_TEXT:
      return bytes(sqlite3_column_text(get(), index));
    case SQLITE_BLOB:
      return Binary{bytes(sqlite3_column_blob(get(), index)), 0};
    default:
      return nullptr;
  }
}

SqliteDatabase::SqliteDatabase(const std::string& path, int flags) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  db_.reset(db);
  if (db == nullptr) throw std::bad_alloc();
  check(db, code);
  check(db, sqlite::register_functions(db));
  // Or a name that no column has would be a text.
  check(db, sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
}

SqliteDatabase SqliteDatabase::in_memory() {
  return {":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
}

SqliteDatabase SqliteDatabase::read_only(const std::string& path) {
  return {path, SQLITE_OPEN_READONLY};
}

void SqliteDatabase::execute(const std::string& sql) const {
  check(get(), sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr));
}

std::string quoted_identifier(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

}  // namespace tamis::engines
