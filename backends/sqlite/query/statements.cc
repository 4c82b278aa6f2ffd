#include <sqlite3.h>
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <list>
#include <unordered_map>

#include "backends/sqlite/query/page.h"

namespace tamis::sqlite {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// Everything that a statement's text and parameters depend on, but for the page's numbers, which
// are bound anew each time.
class Key {
 public:
  Key(const Condition& condition, const Selection& selection, const EmitOptions& options) {
    add(condition.canonical_text());
    add(condition.options().time_zone);
    add(static_cast<int>(condition.options().regex));
    add(condition.options().normalize);
    add(options.alias);
    add(options.document);
    add(options.valid_documents);
    add(options.pure_sql);
    add(static_cast<int>(options.marks.kind));
    add(options.marks.first);
    add(options.marks.prefix);
    add(static_cast<int>(selection.what));
    for (const std::string& column : selection.columns) add(column);
    add(selection.columns.size());
    for (const Selection::Order& order : selection.order) {
      add(order.field);
      add(order.descending);
    }
    add(static_cast<int>(selection.by_key));
    add(selection.limit.has_value());
    add(selection.offset != 0);
    add(selection.after.has_value());
    add(selection.complement);
    add(selection.no_orphans);
    add(selection.table);
    add(selection.key);
  }

  std::string text() && { return std::move(text_); }

 private:
  // Lengths keep two texts side by side from being read as two others.
  void add(std::string_view text) {
    add(text.size());
    text_ += text;
  }
  template <std::integral T>
  void add(T number) {
    text_ += std::to_string(number);
    text_ += ';';
  }

  std::string text_;
};

struct Entry {
  std::string key;
  std::optional<Schema> schema;
  Dialect dialect;
  std::shared_ptr<const Statistics> statistics;
  SqlStatement select;
  std::unique_ptr<sqlite3_stmt, Finalize> statement;

  bool is_for(const Condition& condition, const EmitOptions& options) const {
    return schema == condition.schema() && dialect == options.dialect &&
           statistics == options.statistics;
  }
};

// The page's numbers stand behind the parameters of the filter, in this order.
void set_page(SqlStatement& select, const Selection& selection) {
  auto param = select.params.rbegin();
  if (selection.what != Selection::What::Count) {  // which has no page
    if (selection.offset != 0) *param++ = Value(selection.offset);
    if (selection.limit) *param++ = Value(*selection.limit);
  }
  if (selection.after) *param = *selection.after;
}

}  // namespace

struct Statements::Data {
  sqlite3* db;
  std::size_t capacity;
  std::size_t prepared = 0;
  std::list<Entry> entries;  // the last used first
  std::unordered_multimap<std::string_view, std::list<Entry>::iterator> by_key;

  Entry* find(const std::string& key, const Condition& condition, const EmitOptions& options) {
    const auto [begin, end] = by_key.equal_range(key);
    for (auto it = begin; it != end; ++it)
      if (it->second->is_for(condition, options)) {
        entries.splice(entries.begin(), entries, it->second);
        return &entries.front();
      }
    return nullptr;
  }

  Entry* keep(Entry entry) {
    entries.push_front(std::move(entry));
    by_key.emplace(entries.front().key, entries.begin());
    if (entries.size() > capacity) {
      const auto last = std::prev(entries.end());
      const auto [begin, end] = by_key.equal_range(last->key);
      by_key.erase(std::find_if(begin, end, [&](const auto& it) { return it.second == last; }));
      entries.pop_back();
    }
    return &entries.front();
  }
};

Statements::Statements(sqlite3* db, std::size_t capacity)
    : data_(std::make_unique<Data>(Data{db, std::max<std::size_t>(capacity, 1), 0, {}, {}})) {}
Statements::~Statements() = default;
Statements::Statements(Statements&&) noexcept = default;
Statements& Statements::operator=(Statements&&) noexcept = default;

std::size_t Statements::size() const {
  return data_->entries.size();
}

std::size_t Statements::prepared() const {
  return data_->prepared;
}

Statements::Taken Statements::take(const Condition& condition, const Context& context,
                                   const Selection& selection, const EmitOptions& options) {
  std::string key = Key(condition, selection, options).text();
  Entry* entry = is_page(selection) ? data_->find(key, condition, options) : nullptr;
  if (entry == nullptr) {
    EmitOptions bound = options;
    bound.inline_values = false;
    Result<SqlStatement> select = sqlite::select(condition, selection, bound);
    if (!select) return {.diagnostics = select.diagnostics()};
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(data_->db, select->text.data(), static_cast<int>(select->text.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return {.code = code};
    ++data_->prepared;
    entry = data_->keep({std::move(key), condition.schema(), options.dialect, options.statistics,
                         *std::move(select), std::unique_ptr<sqlite3_stmt, Finalize>(statement)});
  }
  sqlite3_reset(entry->statement.get());
  set_page(entry->select, selection);
  const int code = bind(entry->statement.get(), entry->select, context);
  if (code != SQLITE_OK) return {.code = code};
  return {.statement = entry->statement.get()};
}

}  // namespace tamis::sqlite
