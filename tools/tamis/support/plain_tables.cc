#include "tools/tamis/support/plain_tables.h"

#include <fmt/format.h>

#include <string_view>

#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

using engines::SqliteDatabase;
using engines::SqliteStatement;

// How a column of a table or view compares texts otherwise than by their bytes, seen by a text that
// takes the place of the column's: by what is declared, and by what a view makes of it.
std::optional<std::string> collation_of(const SqliteDatabase& db, const std::string& table,
                                        const std::string& column) {
  SqliteStatement probe = db.prepare(
      fmt::format("SELECT it = 'A', it = 'a ' FROM "
                  "(SELECT {} AS it FROM {} WHERE 0 UNION ALL SELECT 'a' LIMIT 1)",
                  engines::quoted_identifier(column), engines::quoted_identifier(table)));
  probe.step();
  if (probe.column(0).as<std::int64_t>() != 0) return "NOCASE";
  if (probe.column(1).as<std::int64_t>() != 0) return "RTRIM";
  return std::nullopt;
}

std::string encoding_of(const SqliteDatabase& db) {
  SqliteStatement pragma = db.prepare("PRAGMA encoding");
  pragma.step();
  return pragma.column(0).as<std::string>();
}

}  // namespace

std::optional<std::string> why_not_plain(const SqliteDatabase& db, const std::string& sql,
                                         bool compares_columns) {
  if (const std::string encoding = encoding_of(db); compares_columns && encoding != "UTF-8")
    return fmt::format("it compares texts as {}, and conditions as UTF-8", encoding);
  // Names are the same whatever their case, and some columns are generated.
  constexpr const char* kColumns =
      "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c"
      " WHERE t.type IN ('table', 'view')"
      " AND instr(lower(?1), lower('\"' || replace(t.name, '\"', '\"\"') || '\"'))"
      " AND instr(lower(?1), lower('\"' || replace(c.name, '\"', '\"\"') || '\"'))";
  SqliteStatement rows = db.prepare(kColumns);
  rows.bind(1, sql);
  while (rows.step()) {
    const auto table = rows.column(0).as<std::string>();
    const auto column = rows.column(1).as<std::string>();
    if (const auto collation = collation_of(db, table, column))
      return fmt::format("the column `{}` of `{}` compares texts by {}, and conditions by bytes",
                         printable(column), printable(table), *collation);
  }
  return std::nullopt;
}

}  // namespace tamis::cli
