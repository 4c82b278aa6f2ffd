// Running a filter of <tamis/sqlite.h> on a connection.
//
//   register_functions(db);  // <tamis/sqlite_extension.h>, once for a connection
//   Result<SqlFilter> filter = emit(condition, options);
//   sqlite3_prepare_v2(db, ("SELECT id FROM contacts WHERE " + filter->text).c_str(), …);
//   bind(statement, *filter, Context::now());
//
// Functions that return int give SQLite result codes. A connection should have
// SQLITE_DBCONFIG_DQS_DML off: else SQLite takes the name of a column that is not there for a text,
// unless check_tables() has found all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/context.h>
#include <tamis/sqlite.h>

struct sqlite3;
struct sqlite3_stmt;

namespace tamis::sqlite {

// kSqlite for a connection that bears less than others: its sqlite3_limit() of an expression's
// depth, of parameters and of a compound SELECT's terms. What goes beyond them is asked of
// tamis_match or refused. (A value longer than SQLITE_LIMIT_LENGTH is SQLITE_TOOBIG to bind().)
Dialect dialect_of(sqlite3* db);

// Binds every parameter, relative dates as they are at the context's moment. `first` is the number
// of the filter's first mark as SQLite counts them, from 1. The statement keeps copies; it must
// have been reset.
int bind(sqlite3_stmt* statement, const SqlFilter& filter, const Context& context, int first = 1);

// A whole statement; `params` as in SqlFilter.
struct SqlStatement {
  std::string text;
  std::vector<SqlParam> params;
  bool from_child_tables = false;  // the root's table is not read: see Selection::no_orphans
};

int bind(sqlite3_stmt* statement, const SqlStatement& select, const Context& context);

// What to ask of the rows that match.
struct Selection {
  enum class What : std::uint8_t {
    Ids,
    Count,
    Columns,
    Verdicts  // of every row its key, 1 if it matches or 0, and the columns
  } what = What::Ids;
  // Of the table, by their names; for What::Columns none are all.
  std::vector<std::string> columns = {};

  struct Order {
    std::string field;  // a path that the schema keeps in a column of the table; else a column
    bool descending = false;
  };
  // Rows that the fields leave equal come in the order of the key, and so do the rows of a page
  // without `order`: pages never overlap. Without any of these the order is SQLite's choice.
  std::vector<Order> order = {};
  // The order of the key for rows that are no page, too.
  enum class ByKey : std::uint8_t {
    No,
    Yes,    // SQLite may read the table in this order, and leave an index of the condition's aside
    Sorted  // rows are found as without an order, and sorted
  } by_key = ByKey::No;
  std::optional<std::int64_t> limit = std::nullopt;  // this and `offset` are 0 or more
  std::int64_t offset = 0;
  bool complement = false;  // the rows that do not match instead
  // Without `order`: only the rows whose key comes after this one. Unlike `offset` it costs the
  // same for every page. A Value as params have it.
  std::optional<Value> after = std::nullopt;
  bool is_paged() const { return limit || offset != 0 || after; }
  // No row of a child table belongs to a row of the root that is gone, as a foreign key sees to:
  // keys and counts may then be read from child tables alone, several times as fast.
  bool no_orphans = false;

  // For a condition without a schema, or whose schema names no table.
  std::string table = {};
  std::string key = {};
};

// SELECT … FROM the root's table WHERE the condition holds. Codes: B0xx; those of emit(), and B020
// without a table, B021 for an order by what is in no column, B024 for no page.
Result<SqlStatement> select(const Condition& condition, const Selection& selection = {},
                            const EmitOptions& options = {});

// What keeps a database from selecting what the documents would: of all that a schema maps, or of
// what the statement `asked` names, a table or column that is not there (B022), and what is
// compared otherwise than conditions compare it (B023: a collation, a type that makes other values
// of what it is given, UTF-16). They point into the schema. Reads no rows; an SQLite result code.
int check_tables(sqlite3* db, const Schema& schema, Diagnostics& diagnostics,
                 const Selection& selection = {}, std::string_view asked = {});

// Prepared statements of one connection, so that a condition asked again is neither emitted nor
// prepared again: by canonical text, schema, and all options that make a difference. Keeps the
// `capacity` statements last used. Used by whoever uses the connection; must end before it.
class Statements {
 public:
  explicit Statements(sqlite3* db, std::size_t capacity = 64);
  ~Statements();
  Statements(Statements&&) noexcept;
  Statements& operator=(Statements&&) noexcept;

  // A statement bound for the context's moment, ready to be stepped; owned by the cache, which
  // has it until the next call of take(). Null with the diagnostics of select(), or the
  // connection's error.
  struct Taken {
    sqlite3_stmt* statement = nullptr;
    int code = 0;  // SQLite's
    Diagnostics diagnostics = {};
  };
  Taken take(const Condition& condition, const Context& context, const Selection& selection = {},
             const EmitOptions& options = {});

  std::size_t size() const;
  std::size_t prepared() const;  // how many statements have been prepared so far

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

// How SQLite means to run a statement: the rows of EXPLAIN QUERY PLAN, told in words.
struct QueryPlan {
  struct Step {
    enum class Kind : std::uint8_t {
      Search,  // rows are looked up
      Scan,    // all rows of a table, or of an index, are read
      Other
    } kind = Kind::Other;
    std::string table;      // as the statement calls it; "" of Other
    std::string index;      // "" when the table itself is read
    std::string terms;      // Search: what the index is asked, "country=? AND age>?"
    bool covering = false;  // the index alone is read
    int depth = 0;          // of the step in the tree of the plan
    std::string detail;     // as SQLite words it
  };
  std::vector<Step> steps;

  // "looks up `contacts` by `by_country` (country=?)", a line for each step.
  std::string in_words() const;
  bool uses_index(std::string_view name) const;
  bool reads_all_of(std::string_view table) const;  // a table as the statement calls it
};
// Steps are told from their details, whose wording SQLite may change: what is not known is Other.
int explain_plan(sqlite3* db, const std::string& statement, QueryPlan& plan);

// An index that is not there yet, by which SQLite would look up what it reads whole tables for now.
struct IndexAdvice {
  std::string name;
  std::string statement;            // CREATE INDEX …, without a semicolon
  std::vector<std::size_t> serves;  // which of the conditions would use it, from 0, ascending
};

// Indexes that conditions of one schema are short of, the fewest that serve them all: of columns,
// of expressions for paths in JSON, of a child table's values with its key. SQLite's own planner
// says of each that it would be used, on tables like those of `db` without their rows; where `db`
// is null, on those that the schema maps, with the indexes that it says are there. What select()
// refuses, whole documents, and a condition with dozens of alternatives, have no index that would
// serve them. Milliseconds for a condition.
int advise(sqlite3* db, std::span<const Condition> conditions, std::vector<IndexAdvice>& advice,
           const Selection& selection = {}, const EmitOptions& options = {});

class Sample;

// What a database knows of its tables: indexes, and once ANALYZE has run how many rows they hold,
// with some hundred of them as a sample. Names are compared without regard to ASCII case, as SQLite
// does, and expressions also without regard to blanks and the quotation marks of names. Immutable;
// thread-safe.
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

  // Null, and the result code, when the database cannot be read. Milliseconds for a table.
  static std::shared_ptr<const Statistics> read(sqlite3* db, int& code);

  // Null for a table that is not there.
  const Table* table(std::string_view name) const;
  // The share of the rows that one value of the first `term` of an index selects; -1: not known.
  double selectivity(std::string_view table, std::string_view term) const;
  // Whether an index without a WHERE begins with the column or expression.
  bool leads_index(std::string_view table, std::string_view term) const;
  // How many rows of the table `from`, "FROM the table WHERE …", selects by the sample, whose
  // columns are those of indexes, half a row of it at least; -1: not known.
  double rows_selected(std::string_view table, const SqlFilter& from) const;

 private:
  std::map<std::string, Table> tables_;  // by name in lower case
  std::shared_ptr<const Sample> sample_;
};

}  // namespace tamis::sqlite
