#include "tools/segmentsd/store/database.h"

#include <tamis/sqlite_extension.h>

#include <chrono>
#include <thread>

#include "tools/segmentsd/store/migrations.h"

namespace segmentsd {
namespace {

constexpr std::chrono::seconds kPatience{5};

// Another process may hold the lock but for moments, as an import does. SQLite's own handler looks
// every tenth of a second in the end, and would miss them.
int wait_for_lock(void*, int looks) {
  thread_local std::chrono::steady_clock::time_point begun;
  const auto now = std::chrono::steady_clock::now();
  if (looks == 0) begun = now;
  if (now - begun > kPatience) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return 1;
}

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK) throw StoreError(code & 0xff, sqlite3_errmsg(db));
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind(int index, const SqlValue& value) {
  struct Bind {
    sqlite3_stmt* statement;
    int index;
    int operator()(std::nullptr_t) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t i) const { return sqlite3_bind_int64(statement, index, i); }
    int operator()(double d) const { return sqlite3_bind_double(statement, index, d); }
    int operator()(const std::string& s) const {
      return sqlite3_bind_text64(statement, index, s.data(), s.size(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8);
    }
  };
  check(db_, std::visit(Bind{statement_, index}, value));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw StoreError(code & 0xff, sqlite3_errmsg(db_));
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

SqlValue Statement::value(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return integer(column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement_, column);
    default:
      return text(column);
  }
}

Database::Database(const std::string& path) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  db_.reset(db);
  if (code != SQLITE_OK) throw StoreError(code & 0xff, path + ": " + sqlite3_errstr(code));
  check(get(), sqlite3_busy_handler(get(), wait_for_lock, nullptr));
  try {
    check_version(*this);  // before anything is written
  } catch (const StoreError& error) {
    throw StoreError(error.code, path + ": " + error.what());
  }
  query("PRAGMA journal_mode = WAL").step();
  run("PRAGMA synchronous = FULL");
  run("PRAGMA foreign_keys = ON");
  run("PRAGMA trusted_schema = OFF");
  check(get(), tamis::sqlite::register_functions(get()));
  migrate(*this);
}

sqlite3_stmt* Database::prepare(std::string_view sql, unsigned flags) {
  sqlite3_stmt* statement = nullptr;
  check(get(), sqlite3_prepare_v3(get(), sql.data(), static_cast<int>(sql.size()), flags,
                                  &statement, nullptr));
  return statement;
}

Statement Database::bound(sqlite3_stmt* statement, std::initializer_list<SqlValue> values) {
  Statement result(get(), statement);
  int index = 0;
  for (const SqlValue& value : values) result.bind(++index, value);
  return result;
}

Statement Database::query(std::string_view sql, std::initializer_list<SqlValue> values) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    std::unique_ptr<sqlite3_stmt, Close> made(prepare(sql, SQLITE_PREPARE_PERSISTENT));
    found = statements_.emplace(std::string(sql), std::move(made)).first;
  }
  if (sqlite3_stmt_busy(found->second.get()) != 0)
    throw std::logic_error("a statement runs inside itself: " + std::string(sql));
  return bound(found->second.get(), values);
}

Statement Database::query_once(const std::string& sql, std::initializer_list<SqlValue> values) {
  once_.reset(prepare(sql, 0));
  return bound(once_.get(), values);
}

std::int64_t Database::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  Statement statement = query(sql, values);
  while (statement.step()) {
  }
  return sqlite3_changes64(get());
}

bool Database::moved() const {
  int moved = 0;
  check(get(), sqlite3_file_control(get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved));
  return moved != 0;
}

Transaction::Transaction(Database& db, Kind kind) : db_(db) {
  db_.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // After some failures SQLite has rolled back by itself.
  if (open_ && sqlite3_get_autocommit(db_.get()) == 0)
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  db_.run("COMMIT");
  open_ = false;
}

}  // namespace segmentsd
