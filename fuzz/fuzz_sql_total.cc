// Any bytes as a condition: its SQL is prepared, only reads, and is 0 or 1 for every row, whatever
// stands in it, NULL and values of other types included.
#include <tamis/compile.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include <sqlite3.h>

#include <array>

#include "fuzz/check.h"
#include "fuzz/sqlite_world.h"

using namespace tamis;

namespace {

constexpr auto kValues = std::to_array<std::string_view>(
    {"NULL", "0", "1", "-1", "9223372036854775807", "1.5", "-9e999", "''", "'a'", "'true'",
     "x'00ff'", "'2024-01-01T00:00:00.000Z'", "CAST(x'610062' AS TEXT)"});
constexpr auto kJson = std::to_array<std::string_view>(
    {"NULL", "'{}'", R"('{"plan":null,"list":null}')", R"('{"plan":"a","list":[1,null,[2],"a"]}')",
     R"('{"plan":[1],"list":5}')", R"('{"plan":{"a":1},"list":[]}')",
     R"('{"plan":1.5,"list":{}}')"});
constexpr int kRows = 91;  // every value beside every JSON text

template <class Pool>
std::string one_of(const Pool& pool, int i) {
  return std::string(pool[static_cast<std::size_t>(i) % pool.size()]);
}

class Database {
 public:
  Database() {
    fuzz::require(sqlite3_open(":memory:", &db_) == SQLITE_OK, "a database opens");
    fuzz::require(sqlite::register_functions(db_) == SQLITE_OK, "functions are registered");
    run("CREATE TABLE contacts(id INTEGER PRIMARY KEY, doc TEXT, status TEXT NOT NULL, age, score,"
        " vip, seen, born, ref, state, has_state, json TEXT);"
        "CREATE TABLE tags(contact, tag, pos); CREATE TABLE eav(contact, name, number);"
        "CREATE TABLE orders(contact, sku, qty)");
    for (int i = 0; i < kRows; ++i) {
      // Steps without a factor in common with the pool's size pair its values differently.
      const auto value = [i](int step) { return one_of(kValues, i * step + step); };
      run("INSERT INTO contacts VALUES (NULL, " + one_of(kJson, i) + ", '" + std::to_string(i) +
          "', " + value(1) + ", " + value(2) + ", " + value(3) + ", " + value(4) + ", " + value(5) +
          ", " + value(6) + ", " + value(7) + ", " + value(8) + ", " + one_of(kJson, i) + ")");
      const std::string contact = i % 7 == 0 ? "NULL" : std::to_string(i / 3);
      run("INSERT INTO tags VALUES (" + contact + ", " + value(2) + ", " + value(3) + ")");
      run("INSERT INTO eav VALUES (" + contact + ", 'ltv', " + value(4) + ")");
      run("INSERT INTO orders VALUES (" + contact + ", " + value(5) + ", " + value(6) + ")");
    }
  }
  ~Database() { sqlite3_close(db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // How many rows give 1.
  int ones(const sqlite::SqlFilter& filter) const {
    int count = 0;
    each_row("SELECT (" + filter.text + ") FROM contacts", filter, [&](sqlite3_stmt* statement) {
      const int value = sqlite3_column_int(statement, 0);
      fuzz::require(
          sqlite3_column_type(statement, 0) == SQLITE_INTEGER && (value == 0 || value == 1),
          "0 or 1: " + filter.text);
      count += value;
    });
    return count;
  }

  int selected(const sqlite::SqlFilter& filter) const {
    int count = 0;
    each_row("SELECT id FROM contacts WHERE " + filter.text, filter,
             [&](sqlite3_stmt*) { ++count; });
    return count;
  }

 private:
  void run(const std::string& sql) const {
    fuzz::require(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql);
  }

  template <class Row>
  void each_row(const std::string& sql, const sqlite::SqlFilter& filter, const Row& row) const {
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
    fuzz::require(prepared == SQLITE_OK, std::string(sqlite3_errmsg(db_)) + ": " + sql);
    fuzz::require(sqlite3_stmt_readonly(statement) != 0, "it only reads: " + sql);
    fuzz::require(sqlite::bind(statement, filter, {}) == SQLITE_OK, "values are bound: " + sql);
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) row(statement);
    fuzz::require(code == SQLITE_DONE, std::string(sqlite3_errmsg(db_)) + ": " + sql);
    sqlite3_finalize(statement);
  }

  sqlite3* db_ = nullptr;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Database database;
  const Source source("input", std::string(fuzz::text_of(data, size)));
  const Result<Condition> condition = compile(source, {.schema = fuzz::sqlite_schema()});
  if (!condition) return 0;
  for (const bool pure_sql : {false, true}) {
    const Result<sqlite::SqlFilter> filter = sqlite::emit(*condition, {.pure_sql = pure_sql});
    if (filter)
      fuzz::require(database.ones(*filter) == database.selected(*filter),
                    "rows selected are those of 1: " + filter->text);
  }
  return 0;
}
