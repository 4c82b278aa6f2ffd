// Whether a database keeps what a schema maps, and compares it as conditions do.
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "backends/sqlite/query/index_text.h"
#include "backends/sqlite/query/mapped_columns.h"
#include "backends/sqlite/query/statement.h"
#include "compiler/report.h"

namespace tamis::sqlite {
namespace {

using Role = MappedColumn::Role;

enum class Affinity : std::uint8_t { None, Text, Numeric };

// What SQLite makes of a column's values, by its declaration (SQLite's manual, "Datatypes").
Affinity affinity_of(const std::string& declared) {
  const std::string type = lower(declared);
  const auto has = [&](const char* word) { return type.find(word) != std::string::npos; };
  if (has("int")) return Affinity::Numeric;
  if (has("char") || has("clob") || has("text")) return Affinity::Text;
  // ANY is none in a STRICT table, where alone it is a type.
  if (type.empty() || has("blob") || type == "any") return Affinity::None;
  return Affinity::Numeric;
}

// Texts among which some may look like numbers.
bool keeps_any_text(const MappedColumn& column) {
  return column.types.contains(BsonType::String) ||
         (column.types.contains(BsonType::ObjectId) && column.object_id == ObjectIdEncoding::Text);
}

bool keeps_numbers(const MappedColumn& column) {
  return column.types.intersects(TypeSet::numbers()) ||
         (column.types.contains(BsonType::Bool) && column.boolean == BoolEncoding::Integer) ||
         (column.types.contains(BsonType::Date) && column.date != DateEncoding::Iso8601);
}

class TableChecker {
 public:
  TableChecker(sqlite3* db, const Schema& schema, Diagnostics& diagnostics)
      : db_(db), report_(schema.source(), diagnostics) {}

  // `arrays` is what asks for the rows of JSON arrays.
  int check(const std::vector<MappedColumn>& columns, std::optional<SourceSpan> arrays) {
    for (const MappedColumn& column : columns) {
      if (!has_table(column) || !is_new(column)) continue;
      // A name behind its table's is never taken for a text.
      const Statement value(db_, "SELECT " + name_of(column) + " FROM " + table_of(column));
      if (value.code() == SQLITE_OK)
        check_values(column, value);
      else
        miss(column, value.code(), fmt::format("column `{}`", column.column));
    }
    const auto compares = [](const MappedColumn& column) {
      return column.role != Role::Document && column.role != Role::Key;
    };
    const auto compared = std::ranges::find_if(columns, compares);
    if (code_ == SQLITE_OK && compared != columns.end()) check_encoding(*compared);
    if (code_ == SQLITE_OK && arrays) check_arrays(*arrays);
    return code_;
  }

 private:
  static std::string table_of(const MappedColumn& column) { return kSqlite.quoted(column.table); }
  static std::string name_of(const MappedColumn& column) {
    return table_of(column) + "." + kSqlite.quoted(column.column);
  }

  // Several fields may share a column, and each its types.
  bool is_new(const MappedColumn& column) {
    return checked_
        .insert({column.table, column.column, keeps_any_text(column), keeps_numbers(column)})
        .second;
  }

  bool has_table(const MappedColumn& column) {
    const auto [known, is_new] = tables_.try_emplace(column.table, true);
    if (!is_new) return known->second;
    const Statement rows(db_, "SELECT 1 FROM " + table_of(column));
    known->second = rows.code() == SQLITE_OK;
    if (!known->second) miss(column, rows.code(), "");
    return known->second;
  }

  // SQLite's code is of the text that was asked, or else of the world.
  void miss(const MappedColumn& column, int code, const std::string& what) {
    if (code != SQLITE_ERROR) {
      code_ = code;
      return;
    }
    const std::string message = what.empty()
                                    ? fmt::format("the database has no table `{}`", column.table)
                                    : fmt::format("the table `{}` has no {}", column.table, what);
    report_.error("B022", column.span, message, "mapped here")
        .note(fmt::format("SQLite says: {}", sqlite3_errmsg(db_)));
  }

  void check_values(const MappedColumn& column, const Statement& value) {
    if (column.role == Role::Document) return;
    check_collation(column);
    if (column.role != Role::Value) return;
    const char* type = sqlite3_column_decltype(value.get(), 0);
    const std::string declared = type == nullptr ? "" : type;
    const Affinity affinity = affinity_of(declared);
    if (affinity == Affinity::Numeric && keeps_any_text(column))
      differ(column, fmt::format("is declared as {}, which takes texts for numbers where they look "
                                 "like them",
                                 declared))
          .help(fmt::format("declare the column `{}` as TEXT", column.column));
    else if (affinity == Affinity::Text && keeps_numbers(column))
      differ(column, fmt::format("is declared as {}, which makes texts of numbers", declared))
          .help(fmt::format("declare the column `{}` as NUMERIC, or BLOB if it keeps texts, too",
                            column.column));
  }

  // By a text in the place of the column's, for what is declared and for what a view makes of it.
  void check_collation(const MappedColumn& column) {
    Statement probe(db_, fmt::format("SELECT it = 'A', it = 'a ' FROM (SELECT {} AS it FROM {} "
                                     "WHERE 0 UNION ALL SELECT 'a' LIMIT 1)",
                                     name_of(column), table_of(column)));
    const bool found = probe.step();
    if (probe.code() != SQLITE_OK) code_ = probe.code();
    if (!found || (probe.number(0) == 0 && probe.number(1) == 0)) return;
    differ(column, fmt::format("compares texts by {}, and conditions by bytes",
                               probe.number(0) != 0 ? "NOCASE" : "RTRIM"))
        .help("leave its values as they are by `COLLATE BINARY`, in a view of the table, say");
  }

  void check_encoding(const MappedColumn& compared) {
    Statement pragma(db_, "PRAGMA encoding");
    if (!pragma.step()) {
      code_ = pragma.code();
    } else if (const std::string encoding = pragma.text(0); encoding != "UTF-8") {
      report_.error(
          "B023", compared.span,
          fmt::format("the database compares texts as {}, and conditions as UTF-8", encoding),
          "compared there");
    }
  }

  void check_arrays(SourceSpan root) {
    const Statement rows(db_, "SELECT 1 FROM json_each('[]')");
    if (rows.code() == SQLITE_OK) return;
    report_.error("B022", root, "the database has no `json_each`, or has a table of that name")
        .note(fmt::format("SQLite says: {}", sqlite3_errmsg(db_)));
  }

  Reporter::Entry differ(const MappedColumn& column, const std::string& how) {
    return report_.error(
        "B023", column.span,
        fmt::format("the column `{}` of `{}` {}", column.column, column.table, how), "mapped here");
  }

  sqlite3* db_;
  Reporter report_;
  std::map<std::string, bool> tables_;  // whether it is there
  std::set<std::tuple<std::string, std::string, bool, bool>> checked_;
  int code_ = SQLITE_OK;
};

}  // namespace

int check_tables(sqlite3* db, const Schema& schema, Diagnostics& diagnostics,
                 const Selection& selection, std::string_view asked) {
  diagnostics.clear();
  if (!schema.sqlite()) return SQLITE_OK;
  std::vector<MappedColumn> columns = mapped_columns(schema, selection);
  const auto is_asked = [&](const std::string& name) {
    return asked.find(kSqlite.quoted(name)) != std::string_view::npos;
  };
  if (!asked.empty())
    std::erase_if(columns, [&](const MappedColumn& column) {
      return !is_asked(column.table) || !is_asked(column.column);
    });
  std::optional<SourceSpan> arrays;
  if (asked.empty() || asked.find("json_each(") != std::string_view::npos)
    arrays = schema.sqlite()->span;
  return TableChecker(db, schema, diagnostics).check(columns, arrays);
}

}  // namespace tamis::sqlite
