#include "tools/tamis/support/sqlite_flags.h"

#include <fmt/format.h>

#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

constexpr const char* kGroup = "Database";

// The names of a table's columns, and its primary key if that is one column.
struct Columns {
  std::vector<std::string> names;
  std::vector<std::string> keys;

  bool has(const std::string& name) const {
    return std::ranges::any_of(names, [&](const std::string& column) {
      return sqlite3_stricmp(column.c_str(), name.c_str()) == 0;
    });
  }
};

Columns columns_of(const engines::SqliteDatabase& db, const std::string& table) {
  Columns columns;
  engines::SqliteStatement rows = db.prepare("SELECT name, pk FROM pragma_table_xinfo(?)");
  rows.bind(1, table);
  while (rows.step()) {
    columns.names.push_back(rows.column(0).as<std::string>());
    if (rows.column(1).as<std::int64_t>() > 0) columns.keys.push_back(columns.names.back());
  }
  return columns;
}

// Rows of a view have none, and neither have those of a table WITHOUT ROWID.
bool has_rowid(const engines::SqliteDatabase& db, const std::string& table) {
  engines::SqliteStatement rows =
      db.prepare("SELECT 1 FROM pragma_table_list(?) WHERE type = 'view' OR wr");
  rows.bind(1, table);
  return !rows.step();
}

}  // namespace

CLI::Option* SqliteFlags::add(CommandLine& line, CLI::App* app) {
  CLI::Option* db = line.as_file(
      app->add_option("--db", file_, "an SQLite database that holds the documents; only read")
          ->option_text("FILE")
          ->group(kGroup));
  app->add_option("--table", table_, "with --db: the table; by default the schema's")
      ->option_text("NAME")
      ->needs(db)
      ->group(kGroup);
  app->add_option("--column", column_,
                  "the column of whole documents as JSON text; by default what the schema says, "
                  "without one `doc`")
      ->option_text("NAME")
      ->group(kGroup);
  app->add_option("--key", key_,
                  "with --db: the column that names a row; by default the schema's, else the "
                  "primary key")
      ->option_text("NAME")
      ->needs(db)
      ->group(kGroup);
  return db;
}

engines::SqliteDatabase SqliteFlags::open() const {
  try {
    auto db = engines::SqliteDatabase::read_only(file_);
    db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").step();
    return db;
  } catch (const engines::SqliteError& error) {
    throw Failure(fmt::format("cannot read `{}`: {}", printable(file_), error.what()));
  }
}

SqliteFlags::Place SqliteFlags::place(const engines::SqliteDatabase& db,
                                      const Condition& condition) const {
  Place place{table_, key_, column_};
  const std::optional<Schema>& schema = condition.schema();
  if (schema && schema->sqlite()) {
    if (place.table.empty()) place.table = schema->sqlite()->table;
    if (place.key.empty()) place.key = schema->sqlite()->key;
    if (place.document.empty()) place.document = schema->sqlite()->document;
  } else if (place.document.empty()) {
    place.document = "doc";
  }
  if (place.table.empty())
    throw Failure("which table? --table NAME, or a schema that maps one (`x-tamis`)");
  const Columns columns = columns_of(db, place.table);
  if (columns.names.empty())
    throw Failure(fmt::format("`{}` has no table `{}`", printable(file_), printable(place.table)));
  if (place.key.empty() && columns.keys.size() == 1) place.key = columns.keys.front();
  if (place.key.empty()) {
    if (!has_rowid(db, place.table))
      throw Failure(
          fmt::format("which column names a row of `{}`? --key NAME", printable(place.table)));
    place.key = "rowid";
  }
  for (const std::string& name : {place.document, place.key})
    if (!name.empty() && name != "rowid" && !columns.has(name))
      throw Failure(fmt::format("the table `{}` has no column `{}`", printable(place.table),
                                printable(name)));
  return place;
}

}  // namespace tamis::cli
