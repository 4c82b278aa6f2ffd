#include <tamis/sqlite_query.h>

#include <algorithm>
#include <charconv>

#include "backends/sqlite/query/sample.h"
#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
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

// "200000 10 1 unordered": rows of the index, then rows that agree in each prefix.
std::vector<double> numbers(std::string_view stat) {
  std::vector<double> found;
  const char* at = stat.data();
  const char* end = at + stat.size();
  for (double number = 0;;) {
    while (at != end && *at == ' ') ++at;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc()) return found;
    found.push_back(number);
    at = next;
  }
}

// The columns of a table that are terms of its indexes; an expression has parentheses.
std::vector<std::string> indexed_columns(const Statistics::Table& table) {
  std::vector<std::string> columns;
  for (const Statistics::Index& index : table.indexes)
    for (const std::string& term : index.terms)
      if (term.find('(') == std::string::npos &&
          std::none_of(columns.begin(), columns.end(),
                       [&](const std::string& known) { return lower(known) == lower(term); }))
        columns.push_back(term);
  return columns;
}

constexpr std::string_view kIndexes =
    R"(SELECT t.name, i.name, i."unique", i.partial, s.sql
       FROM sqlite_schema AS t, pragma_index_list(t.name) AS i
       LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
       WHERE t.type = 'table')";

}  // namespace

std::shared_ptr<const Statistics> Statistics::read(sqlite3* db, int& code) {
  auto made = std::make_shared<Statistics>();
  Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (tables.step()) made->tables_[lower(tables.text(0))];
  Statement indexes(db, kIndexes);
  while (indexes.step()) {
    Index& index = made->tables_[lower(indexes.text(0))].indexes.emplace_back();
    index.name = indexes.text(1);
    index.unique = indexes.number(2) != 0;
    index.partial = indexes.number(3) != 0;
    const std::string sql = indexes.text(4);
    const std::vector<std::string_view> written = terms_of(sql);
    Statement columns(db, "SELECT name FROM pragma_index_info(?) ORDER BY seqno");
    columns.bind(1, index.name);
    for (std::size_t i = 0; columns.step(); ++i)
      index.terms.push_back(columns.is_null(0) && i < written.size() ? expression(written[i])
                                                                     : columns.text(0));
    if (columns.code() != SQLITE_OK) code = columns.code();
  }
  code = tables.code() != SQLITE_OK ? tables.code() : indexes.code();
  if (code != SQLITE_OK) return nullptr;
  // The table of ANALYZE is not there before it has run.
  Statement stats(db, "SELECT tbl, idx, stat FROM sqlite_stat1");
  while (stats.step()) {
    const auto table = made->tables_.find(lower(stats.text(0)));
    std::vector<double> found = numbers(stats.text(2));
    if (table == made->tables_.end() || found.empty()) continue;
    const std::string name = stats.text(1);
    for (Index& index : table->second.indexes)
      if (index.name == name) index.rows_per_value.assign(found.begin() + 1, found.end());
    table->second.rows = std::max(table->second.rows, found.front());
  }
  const auto sample = std::make_shared<Sample>(code);
  for (const auto& [name, table] : made->tables_)
    if (table.rows > 0 && code == SQLITE_OK) code = sample->take(db, name, indexed_columns(table));
  if (code != SQLITE_OK) return nullptr;
  made->sample_ = sample;
  return made;
}

const Statistics::Table* Statistics::table(std::string_view name) const {
  const auto it = tables_.find(lower(name));
  return it == tables_.end() ? nullptr : &it->second;
}

double Statistics::selectivity(std::string_view name, std::string_view term) const {
  const Table* found = table(name);
  if (found == nullptr || found->rows <= 0) return -1;
  for (const Index& index : found->indexes)
    if (!index.partial && !index.rows_per_value.empty() &&
        lower(index.terms.front()) == lower(term))
      return index.rows_per_value.front() / found->rows;
  return -1;
}

bool Statistics::leads_index(std::string_view name, std::string_view term) const {
  const Table* found = table(name);
  return found != nullptr &&
         std::any_of(found->indexes.begin(), found->indexes.end(), [&](const Index& index) {
           return !index.partial && !index.terms.empty() &&
                  lower(index.terms.front()) == lower(term);
         });
}

double Statistics::rows_selected(std::string_view name, const SqlFilter& from) const {
  const Table* found = table(name);
  if (found == nullptr || found->rows <= 0 || sample_ == nullptr) return -1;
  const double share = sample_->share(lower(name), from);
  return share < 0 ? -1 : share * found->rows;
}

}  // namespace tamis::sqlite
