// Expr: a piece of SQL with the values that it holds, and what must be known to put it into
// another.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/sqlite.h>

namespace tamis::sqlite {

// Text with places for values: params[i] stands at byte marks[i].
struct Sql {
  std::string text;
  std::vector<SqlParam> params;
  std::vector<std::size_t> marks;

  Sql() = default;
  Sql(std::string_view part) : text(part) {}        // NOLINT(google-explicit-constructor)
  Sql(std::string part) : text(std::move(part)) {}  // NOLINT(google-explicit-constructor)
  Sql(const char* part) : text(part) {}             // NOLINT(google-explicit-constructor)

  Sql& operator+=(const Sql& other);
  Sql& operator+=(SqlParam param);
};

Sql operator+(Sql a, const Sql& b);
Sql value(SqlParam param);
// A phrase of a Dialect's with its operands.
Sql said(std::string_view phrase, std::initializer_list<Sql> operands);

// What binds how tightly, loosest first.
enum class Binding : std::uint8_t { Or, And, Not, Comparison, Primary };

// Of a test of a child table alone: FROM the table WHERE it holds, and the column of the root's
// key, which is in no two rows where `unique`.
struct Keys {
  Sql column;
  Sql from;
  bool unique = false;
};

struct Expr {
  Sql sql;
  Binding binding = Binding::Primary;
  // Values that make it NULL when they are, and then it does not hold; none: it is 0 or 1.
  std::vector<std::string> null_sources;
  std::optional<bool> constant;
  std::optional<Sql> inverse;  // of a test that is never NULL: its complement, without a NOT
  std::optional<Keys> keys;    // of `the root's key IN (SELECT …)`
  int stack = 1;               // of the parser, at most
  int height = 1;              // of the expression tree
};

Expr constant(bool holds);
Expr comparison(Sql sql, std::vector<std::string> null_sources = {});
Expr primary(Sql sql);
// Neither `sql` nor its complement is ever NULL.
Expr two_valued(Sql sql, Sql inverse);
Expr is_null(const Sql& value);
Expr is_there(const Sql& value);
// Of two values that may be NULL.
Expr same(const Sql& left, const Sql& right, const Dialect& dialect);

// True exactly when all are (one is), NULL counting as false. Long ones become balanced trees.
Expr all_of(std::vector<Expr> parts);
Expr any_of(std::vector<Expr> parts);
// True exactly when one is, and NULL perhaps when none is: for a WHERE, or to be complemented.
Expr any_of_open(std::vector<Expr> parts);
// Never NULL: the same, and the complement.
Expr closed(Expr expr);
Expr complement(const Expr& expr);
// In parentheses where `outer` binds tighter.
Sql within(const Expr& expr, Binding outer);
// `before`, the expression, `after`: a subquery, say, which takes `stack` of the parser.
Expr wrapped(Sql before, const Expr& expr, const Sql& after, int stack);

}  // namespace tamis::sqlite
