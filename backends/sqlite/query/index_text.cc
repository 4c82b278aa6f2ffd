#include "backends/sqlite/query/index_text.h"

#include <fmt/format.h>

#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What is no letter or digit would have to be quoted wherever the index is named.
void add_word(std::string& name, std::string_view word) {
  if (!name.empty()) name += '_';
  for (const char c : word) name += is_word(c) ? c : '_';
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

// The end of what a quotation mark at `begin` opens, behind the closing mark. A doubled mark closes
// and opens again, which comes to the same.
std::size_t end_of_quotation(std::string_view sql, std::size_t begin) {
  const char close = sql[begin] == '[' ? ']' : sql[begin];
  const std::size_t end = sql.find(close, begin + 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

// The terms in the first parentheses of `CREATE INDEX name ON table(a, f(b, c) DESC) …`.
std::vector<std::string_view> terms_of(std::string_view sql) {
  std::vector<std::string_view> terms;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '"' || c == '\'' || c == '`' || c == '[') {
      i = end_of_quotation(sql, i) - 1;
    } else if (c == '(') {
      if (depth++ == 0) begin = i + 1;
    } else if ((c == ',' && depth == 1) || (c == ')' && depth == 1)) {
      terms.push_back(trimmed(sql.substr(begin, i - begin)));
      begin = i + 1;
      if (c == ')') break;
    } else if (c == ')') {
      --depth;
    }
  }
  return terms;
}

// A term of a CREATE INDEX without its order: the words that may follow an expression.
std::string expression(std::string_view term) {
  for (const std::string_view word : {" asc", " desc"}) {
    if (term.size() > word.size() && lower(term.substr(term.size() - word.size())) == word)
      term.remove_suffix(word.size());
  }
  return std::string(trimmed(term));
}

// Without blanks and quotation marks of names, but for the text between any marks.
std::string plain(std::string_view sql) {
  std::string text;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '"' || c == '\'' || c == '`' || c == '[') {
      const std::size_t end = end_of_quotation(sql, i);
      const bool is_name = c != '\'';
      const std::string_view marked = sql.substr(i, end - i);
      text += is_name && marked.size() > 1 ? lower(marked.substr(1, marked.size() - 2)) : marked;
      i = end - 1;
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      text += lower({&c, 1});
    }
  }
  return text;
}

}  // namespace

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::vector<std::string> index_terms(sqlite3* db, const std::string& name, const std::string& sql,
                                     int& code) {
  const std::vector<std::string_view> written = terms_of(sql);
  std::vector<std::string> terms;
  Statement columns(db, "SELECT name FROM pragma_index_info(?) ORDER BY seqno");
  columns.bind(1, name);
  for (std::size_t i = 0; columns.step(); ++i)
    terms.push_back(columns.is_null(0) && i < written.size() ? expression(written[i])
                                                             : columns.text(0));
  if (columns.code() != SQLITE_OK) code = columns.code();
  return terms;
}

bool same_term(std::string_view a, std::string_view b) {
  const bool are_expressions = a.find('(') != a.npos && b.find('(') != b.npos;
  return are_expressions ? plain(a) == plain(b) : lower(a) == lower(b);
}

std::string name_for(const IndexShape& shape, const TrialDatabase& trial) {
  std::string name;
  add_word(name, shape.table);
  for (const std::string& word : shape.names) add_word(name, word);
  // Names that begin so are SQLite's own.
  if (sqlite3_strnicmp(name.c_str(), "sqlite_", 7) == 0) name.insert(0, "index_");
  std::string free = name;
  for (int i = 2; trial.has(free); ++i) free = fmt::format("{}_{}", name, i);
  return free;
}

std::string create_index(const std::string& name, const IndexShape& shape, const Dialect& dialect,
                         const std::string& attached) {
  return fmt::format("CREATE INDEX {}{} ON {}({})",
                     attached.empty() ? "" : dialect.quoted(attached) + ".", dialect.quoted(name),
                     dialect.quoted(shape.table), fmt::join(shape.terms, ", "));
}

}  // namespace tamis::sqlite
