// --db and what belongs to it: the documents of a command from a table of an SQLite database.
#pragma once

#include <tamis/sqlite_query.h>

#include <string>

#include "tools/tamis/engines/sqlite_database.h"
#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

class SqliteFlags {
 public:
  // Gives --db.
  CLI::Option* add(CommandLine& line, CLI::App* app);
  bool given() const { return !file_.empty(); }
  // Of --column, or "".
  const std::string& column() const { return column_; }

  // The database, which is neither made nor changed. Throws Failure when it cannot be read.
  engines::SqliteDatabase open() const;

  // Where the condition's documents are, by --table, --key and --column, else by its schema, else
  // by the table's primary key. Throws Failure when the table is not named or not there.
  struct Place {
    std::string table;
    std::string key;       // "rowid" for a table without a primary key of one column
    std::string document;  // the column of whole documents; "" when the schema maps columns
  };
  Place place(const engines::SqliteDatabase& db, const Condition& condition) const;

 private:
  std::string file_;
  std::string table_;
  std::string key_;
  std::string column_;
};

// What SQLite says went wrong, as a Failure about the file.
template <class Body>
auto on_database(Body body) {
  try {
    return body();
  } catch (const engines::SqliteError& error) {
    throw Failure(std::string("SQLite: ") + error.what());
  }
}

}  // namespace tamis::cli
