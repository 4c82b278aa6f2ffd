#include "tools/tamis/support/plain_tables.h"

#include <fmt/format.h>

#include <string_view>

#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

using engines::SqliteDatabase;
using engines::SqliteStatement;

std::string collation_of(const SqliteDatabase& db, const std::string& table,
                         const std::string& column) {
  const char* collation = nullptr;
  const int code = sqlite3_table_column_metadata(db.get(), nullptr, table.c_str(), column.c_str(),
                                                 nullptr, &collation, nullptr, nullptr, nullptr);
  return code == SQLITE_OK && collation != nullptr ? collation : "BINARY";
}

}  // namespace

std::optional<std::string> why_not_plain(const SqliteDatabase& db, const std::string& sql) {
  constexpr const char* kColumns =
      "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
      " WHERE t.type = 'table'"
      " AND instr(?1, '\"' || replace(t.name, '\"', '\"\"') || '\"')"
      " AND instr(?1, '\"' || replace(c.name, '\"', '\"\"') || '\"')";
  SqliteStatement rows = db.prepare(kColumns);
  rows.bind(1, sql);
  while (rows.step()) {
    const auto table = rows.column(0).as<std::string>();
    const auto column = rows.column(1).as<std::string>();
    if (const std::string collation = collation_of(db, table, column); collation != "BINARY")
      return fmt::format("the column `{}` of `{}` compares texts by {}, and conditions by bytes",
                         printable(column), printable(table), printable(collation));
  }
  return std::nullopt;
}

}  // namespace tamis::cli
