// Running a filter of <tamis/sqlite.h> on a connection.
//
//   register_functions(db);  // <tamis/sqlite_extension.h>, once for a connection
//   Result<SqlFilter> filter = emit(condition, options);
//   sqlite3_prepare_v2(db, ("SELECT id FROM contacts WHERE " + filter->text).c_str(), …);
//   bind(statement, *filter, Context::now());
//
// Functions that return int give SQLite result codes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/context.h>
#include <tamis/sqlite.h>

struct sqlite3;
struct sqlite3_stmt;

namespace tamis::sqlite {

// Binds every parameter, relative dates as they are at the context's moment. `first` is the number
// of the filter's first mark as SQLite counts them, from 1. The statement keeps copies; it must
// have been reset.
int bind(sqlite3_stmt* statement, const SqlFilter& filter, const Context& context, int first = 1);

// What a database knows of its tables: indexes, and once ANALYZE has run how many rows they hold.
// Names are compared without regard to ASCII case, as SQLite does. Immutable.
class Statistics {
 public:
  struct Index {
    std::string name;
    std::vector<std::string> terms;  // columns; of an expression, its text as it was written
    // For each prefix of the terms, how many rows agree in it on average; empty before ANALYZE.
    std::vector<double> rows_per_value;
    bool unique = false;
    bool partial = false;  // has a WHERE of its own
  };
  struct Table {
    double rows = -1;  // -1: not known
    std::vector<Index> indexes;
  };

  // Null, and the result code, when the database cannot be read.
  static std::shared_ptr<const Statistics> read(sqlite3* db, int& code);

  // Null for a table that is not there.
  const Table* table(std::string_view name) const;
  // The share of the rows that one value of the first `term` of an index selects; -1: not known.
  double selectivity(std::string_view table, std::string_view term) const;
  // Whether an index without a WHERE begins with the column or expression.
  bool leads_index(std::string_view table, std::string_view term) const;

 private:
  std::map<std::string, Table> tables_;  // by name in lower case
};

}  // namespace tamis::sqlite
