#include <tamis/sqlite_query.h>

#include <algorithm>
#include <charconv>

#include "backends/sqlite/query/index_text.h"
#include "backends/sqlite/query/sample.h"
#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

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

bool leads(const Statistics::Index& index, std::string_view term) {
  return !index.partial && !index.terms.empty() && same_term(index.terms.front(), term);
}

constexpr std::string_view kIndexes =
    R"(SELECT t.name, i.name, i."unique", i.partial, s.sql
       FROM sqlite_schema AS t, pragma_index_list(t.name) AS i
       LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
       WHERE t.type = 'table')";

}  // namespace

std::shared_ptr<const Statistics> Statistics::read(sqlite3* db, int& code) {
  auto made = std::make_shared<Statistics>();
  code = SQLITE_OK;
  Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (tables.step()) made->tables_[lower(tables.text(0))];
  Statement indexes(db, kIndexes);
  while (indexes.step()) {
    Index& index = made->tables_[lower(indexes.text(0))].indexes.emplace_back();
    index.name = indexes.text(1);
    index.unique = indexes.number(2) != 0;
    index.partial = indexes.number(3) != 0;
    index.terms = index_terms(db, index.name, indexes.text(4), code);
  }
  if (tables.code() != SQLITE_OK) code = tables.code();
  if (indexes.code() != SQLITE_OK) code = indexes.code();
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
    if (!index.rows_per_value.empty() && leads(index, term))
      return index.rows_per_value.front() / found->rows;
  return -1;
}

bool Statistics::leads_index(std::string_view name, std::string_view term) const {
  const Table* found = table(name);
  return found != nullptr && std::any_of(found->indexes.begin(), found->indexes.end(),
                                         [&](const Index& index) { return leads(index, term); });
}

double Statistics::rows_selected(std::string_view name, const SqlFilter& from) const {
  const Table* found = table(name);
  if (found == nullptr || found->rows <= 0 || sample_ == nullptr) return -1;
  const double share = sample_->share(lower(name), from);
  return share < 0 ? -1 : share * found->rows;
}

}  // namespace tamis::sqlite
