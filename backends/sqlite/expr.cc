#include "backends/sqlite/expr.h"

#include <algorithm>

namespace tamis::sqlite {
namespace {

// How many operands stand side by side: each is a level of SQLite's expression tree.
constexpr std::size_t kRun = 24;
// Parser states that what stands before an operand, parentheses around it, and a NOT of it take.
constexpr int kOperandStack = 2;
constexpr int kParenthesesStack = 1;
constexpr int kNotStack = 2;

Expr joined(std::vector<Expr> parts, Binding binding, std::string_view word) {
  if (parts.size() == 1) return std::move(parts.front());
  if (parts.size() > kRun) {
    const std::size_t size = (parts.size() + kRun - 1) / kRun;
    std::vector<Expr> runs;
    for (std::size_t at = 0; at < parts.size(); at += size) {
      const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = begin + static_cast<std::ptrdiff_t>(std::min(size, parts.size() - at));
      runs.push_back(
          joined({std::make_move_iterator(begin), std::make_move_iterator(end)}, binding, word));
    }
    parts = std::move(runs);
  }
  Expr result;
  result.binding = binding;
  for (const Expr& part : parts) {
    if (&part != &parts.front()) result.sql += Sql(word);
    // A run of the same word in parentheses stays a level of its own.
    result.sql += part.binding == binding ? Sql("(") + part.sql + Sql(")") : within(part, binding);
    for (const std::string& source : part.null_sources)
      if (std::ranges::find(result.null_sources, source) == result.null_sources.end())
        result.null_sources.push_back(source);
    const int parentheses = part.binding <= binding ? kParenthesesStack : 0;
    result.stack = std::max(result.stack, part.stack + kOperandStack + parentheses);
    result.height = std::max(result.height, part.height);
  }
  result.height += static_cast<int>(parts.size());
  return result;
}

// `decisive` decides the whole, the other constant says nothing.
Expr folded(std::vector<Expr> parts, bool decisive, Binding binding, std::string_view word) {
  for (const Expr& part : parts)
    if (part.constant == decisive) return constant(decisive);
  std::erase_if(parts, [](const Expr& part) { return part.constant.has_value(); });
  if (parts.empty()) return constant(!decisive);
  return joined(std::move(parts), binding, word);
}

}  // namespace

Sql& Sql::operator+=(const Sql& other) {
  for (const std::size_t mark : other.marks) marks.push_back(text.size() + mark);
  params.insert(params.end(), other.params.begin(), other.params.end());
  text += other.text;
  return *this;
}

Sql& Sql::operator+=(SqlParam param) {
  marks.push_back(text.size());
  params.push_back(std::move(param));
  return *this;
}

Sql operator+(Sql a, const Sql& b) {
  a += b;
  return a;
}

Sql value(SqlParam param) {
  Sql sql;
  sql += std::move(param);
  return sql;
}

Sql said(std::string_view phrase, std::initializer_list<Sql> operands) {
  Sql sql;
  std::size_t from = 0;
  for (std::size_t at = 0; at + 2 < phrase.size(); ++at) {
    const auto number = static_cast<std::size_t>(phrase[at + 1] - '0');
    if (phrase[at] != '{' || phrase[at + 2] != '}' || number >= operands.size()) continue;
    sql.text += phrase.substr(from, at - from);
    sql += operands.begin()[number];
    from = at + 3;
  }
  sql.text += phrase.substr(from);
  return sql;
}

Expr constant(bool holds) {
  Expr expr;
  expr.sql = Sql(holds ? "1" : "0");
  expr.constant = holds;
  return expr;
}

Expr comparison(Sql sql, std::vector<std::string> null_sources) {
  Expr expr;
  expr.sql = std::move(sql);
  expr.binding = Binding::Comparison;
  expr.null_sources = std::move(null_sources);
  expr.height = 4;
  expr.stack = 6;
  return expr;
}

Expr primary(Sql sql) {
  Expr expr = comparison(std::move(sql));
  expr.binding = Binding::Primary;
  return expr;
}

Expr two_valued(Sql sql, Sql inverse) {
  Expr expr = comparison(std::move(sql));
  expr.inverse = std::move(inverse);
  return expr;
}

Expr is_null(const Sql& value) {
  return two_valued(value + Sql(" IS NULL"), value + Sql(" IS NOT NULL"));
}

Expr is_there(const Sql& value) {
  return complement(is_null(value));
}

Expr same(const Sql& left, const Sql& right, const Dialect& dialect) {
  return two_valued(said(dialect.same, {left, right}), said(dialect.different, {left, right}));
}

Expr all_of(std::vector<Expr> parts) {
  return folded(std::move(parts), false, Binding::And, " AND ");
}

Expr any_of(std::vector<Expr> parts) {
  if (parts.size() > 1)
    for (Expr& part : parts) part = closed(std::move(part));
  return folded(std::move(parts), true, Binding::Or, " OR ");
}

Expr any_of_open(std::vector<Expr> parts) {
  return folded(std::move(parts), true, Binding::Or, " OR ");
}

// Where a source of a conjunction is NULL it does not hold; of a disjunction another branch may, so
// any_of() closes its branches.
Expr closed(Expr expr) {
  if (expr.null_sources.empty()) return expr;
  std::vector<Expr> parts;
  for (const std::string& source : expr.null_sources) parts.push_back(is_there(Sql(source)));
  expr.null_sources.clear();
  if (expr.binding == Binding::And) {
    for (Expr& part : parts) expr.sql += Sql(" AND ") + part.sql;
    expr.height += static_cast<int>(parts.size());
    return expr;
  }
  parts.insert(parts.begin(), std::move(expr));
  return all_of(std::move(parts));
}

Expr complement(const Expr& expr) {
  if (expr.constant) return constant(!*expr.constant);
  Expr result = expr;
  result.keys.reset();
  if (result.inverse) {
    std::swap(result.sql, *result.inverse);
    return result;
  }
  result.null_sources.clear();
  result.height += 1;
  result.stack += kNotStack;
  if (!expr.null_sources.empty()) {
    result.sql = Sql("(") + expr.sql + Sql(") IS NOT TRUE");
    result.binding = Binding::Comparison;
  } else {
    result.sql = Sql("NOT ") + within(expr, Binding::Not);
    result.binding = Binding::Not;
  }
  return result;
}

Sql within(const Expr& expr, Binding outer) {
  if (expr.binding >= outer) return expr.sql;
  return Sql("(") + expr.sql + Sql(")");
}

Expr wrapped(Sql before, const Expr& expr, const Sql& after, int stack) {
  Expr result;
  result.sql = std::move(before) + expr.sql + after;
  result.stack = expr.stack + stack;
  result.height = expr.height + 3;
  return result;
}

}  // namespace tamis::sqlite
