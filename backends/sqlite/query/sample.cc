#include "backends/sqlite/query/sample.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <tamis/sqlite_query.h>

#include "backends/sqlite/query/bind.h"
#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

// A share of one in a thousand is told from one in a hundred.
constexpr int kPicks = 500;
constexpr int kRowsOfPick = 50;
constexpr double kLargest = 9e18;  // of the doubles that are an int64 for certain

std::string listed(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns)
    text += (text.empty() ? "" : ", ") + kSqlite.quoted(column);
  return text;
}

// What the rows of a table stand in order of, as it is written in SQL.
struct Order {
  std::string key;
  bool unique = false;
};

class Picker {
 public:
  Picker(sqlite3* from, sqlite3* to, const std::string& table,
         const std::vector<std::string>& columns)
      : from_(from), to_(to), table_(kSqlite.quoted(table)), columns_(columns) {
    find_order(table);
  }

  // How many rows have been copied.
  double copy(int& code) const {
    const std::optional<Ends> ends = find_ends();
    if (!ends) return 0;
    const std::string list = listed(columns_);
    code = sqlite3_exec(to_, fmt::format("CREATE TABLE {}({})", table_, list).c_str(), nullptr,
                        nullptr, nullptr);
    if (code != SQLITE_OK) return 0;
    Statement rows(from_, fmt::format("SELECT {} FROM {} WHERE {} = ? LIMIT {}", list, table_,
                                      order_.key, order_.unique ? 1 : kRowsOfPick));
    std::string marks = "?";
    for (std::size_t i = 1; i < columns_.size(); ++i) marks += ", ?";
    Statement insert(to_, fmt::format("INSERT INTO {} VALUES ({})", table_, marks));
    double copied = 0;
    for_keys(*ends, [&](std::int64_t key) { copied += copy_rows(rows, insert, key); });
    code = insert.code();
    return copied;
  }

 private:
  struct Ends {
    std::int64_t first, last;
  };

  // Nothing of a table without rows, or whose keys are no whole numbers.
  std::optional<Ends> find_ends() const {
    if (order_.key.empty()) return std::nullopt;
    Statement ends(from_, fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM "
                                      "{1})",
                                      order_.key, table_));
    if (!ends.step() || !ends.is_integer(0) || !ends.is_integer(1)) return std::nullopt;
    return Ends{ends.integer(0), ends.integer(1)};
  }

  // Calls `use` with keys of the table, as even as they lie.
  template <class Use>
  void for_keys(const Ends& ends, const Use& use) const {
    Statement next(from_,
                   fmt::format("SELECT min({0}) FROM {1} WHERE {0} >= ?", order_.key, table_));
    const int picks = order_.unique ? kPicks : kPicks / 4;
    const auto first = static_cast<double>(ends.first);
    const double step = (static_cast<double>(ends.last) - first) / picks;
    std::int64_t at = ends.first;
    for (int pick = 0; pick < picks; ++pick) {
      const double even = std::min(first + step * pick, kLargest);
      next.bind(1, std::max(at, static_cast<std::int64_t>(even)));
      if (!next.step() || next.is_null(0)) return;
      const std::int64_t key = next.integer(0);
      use(key);
      if (key == ends.last) return;
      at = key + 1;
      next.reset();
    }
  }

  void find_order(const std::string& table) {
    Statement columns(from_, "SELECT name, pk FROM pragma_table_info(?)");
    columns.bind(1, table);
    std::vector<std::string> names;
    std::string first_of_key;
    while (columns.step()) {
      names.push_back(columns.text(0));
      if (columns.number(1) == 1) first_of_key = names.back();
    }
    const auto is_column = [&](const char* word) {
      return std::ranges::any_of(
          names, [&](const std::string& name) { return sqlite3_stricmp(name.c_str(), word) == 0; });
    };
    for (const char* word : {"rowid", "oid", "_rowid_"}) {
      if (is_column(word)) continue;
      // A table WITHOUT ROWID has none by any name.
      const Statement has(from_, fmt::format("SELECT {} FROM {}", word, table_));
      if (has.code() == SQLITE_OK)
        order_ = {word, true};
      else if (!first_of_key.empty())
        order_ = {kSqlite.quoted(first_of_key), false};
      return;
    }
  }

  static double copy_rows(Statement& rows, Statement& insert, std::int64_t key) {
    double copied = 0;
    for (rows.bind(1, key); rows.step(); ++copied) {
      for (int i = 0; i < sqlite3_column_count(rows.get()); ++i)
        sqlite3_bind_value(insert.get(), i + 1, sqlite3_column_value(rows.get(), i));
      insert.step();
      insert.reset();
    }
    rows.reset();
    return copied;
  }

  sqlite3* from_;
  sqlite3* to_;
  std::string table_;
  const std::vector<std::string>& columns_;
  Order order_;
};

}  // namespace

Sample::Sample(int& code) {
  sqlite3* db = nullptr;
  code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  db_.reset(db);
}

int Sample::take(sqlite3* db, const std::string& table, const std::vector<std::string>& columns) {
  int code = SQLITE_OK;
  if (columns.empty()) return code;
  const double rows = Picker(db, db_.get(), table, columns).copy(code);
  if (code == SQLITE_OK && rows > 0) rows_[table] = rows;
  return code;
}

double Sample::share(const std::string& table, const SqlFilter& from) const {
  const auto rows = rows_.find(table);
  const auto is_value = [](const SqlParam& param) { return std::holds_alternative<Value>(param); };
  if (rows == rows_.end() || !std::ranges::all_of(from.params, is_value)) return -1;
  const std::lock_guard lock(mutex_);
  Statement count(db_.get(), "SELECT count(*) " + from.text);
  if (count.code() != SQLITE_OK || bind_all(count.get(), from.params, {}, 1) != SQLITE_OK)
    return -1;
  if (!count.step()) return -1;
  return std::max(0.5, static_cast<double>(count.integer(0))) / rows->second;
}

}  // namespace tamis::sqlite
