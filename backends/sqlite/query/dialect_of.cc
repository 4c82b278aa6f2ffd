#include <sqlite3.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <type_traits>

namespace tamis::sqlite {
namespace {

// What is left of a limit when a statement's own share is kept free, as kSqlite does of SQLite's.
std::size_t share(sqlite3* db, int limit, double part) {
  return static_cast<std::size_t>(part * std::max(sqlite3_limit(db, limit, -1), 0));
}

}  // namespace

Dialect dialect_of(sqlite3* db) {
  Dialect dialect;
  const auto at_most = [](auto& value, std::size_t limit) {
    value = static_cast<std::remove_reference_t<decltype(value)>>(
        std::min(static_cast<std::size_t>(value), limit));
  };
  at_most(dialect.expression_height, share(db, SQLITE_LIMIT_EXPR_DEPTH, 0.9));
  at_most(dialect.parameters, share(db, SQLITE_LIMIT_VARIABLE_NUMBER, 0.9));
  at_most(dialect.quick_parameters, dialect.parameters);
  at_most(dialect.list_values, dialect.parameters / 4);
  at_most(dialect.compound_terms, share(db, SQLITE_LIMIT_COMPOUND_SELECT, 0.4));
  return dialect;
}

}  // namespace tamis::sqlite
