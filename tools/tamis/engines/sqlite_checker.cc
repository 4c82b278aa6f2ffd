#include "tools/tamis/engines/sqlite_checker.h"

#include <tamis/compile.h>

#include "tools/tamis/engines/sqlite_random_rows.h"
#include "tools/tamis/engines/sqlite_words.h"

namespace tamis::engines {
namespace {

constexpr std::uint32_t kSeed = 20'240'101;

std::string fault_of_text(const Condition& condition, const std::string& text, std::size_t params,
                          const sqlite::EmitOptions& options,
                          const sqlite::Selection& selection = {}) {
  // Values that are written into the text are meant to be there.
  if (options.inline_values) return {};
  return SqlWords(condition.schema(), options, selection).fault(text, params);
}

// The same condition, read once more, so that nothing but the Plan is the same.
Condition again(const Condition& condition) {
  return *compile(condition.source(), condition.options());
}

std::string unstable(const std::string& text, const std::string& other) {
  return text == other ? "" : "another text for the same condition: " + text + " and " + other;
}

std::string writes(const SqliteStatement& statement) {
  return sqlite3_stmt_readonly(statement.get()) != 0 ? "" : "it writes";
}

std::string not_two_valued(SqliteStatement& statement, int column) {
  while (statement.step()) {
    const Value value = statement.column(column);
    if (!identical(value, Value(std::int64_t{0})) && !identical(value, Value(std::int64_t{1})))
      return "neither 0 nor 1 for a row";
  }
  return {};
}

void require_bound(int code) {
  if (code != SQLITE_OK) throw SqliteError(std::string("bind: ") + sqlite3_errstr(code));
}

}  // namespace

SqlChecker::SqlChecker(const std::optional<Schema>& schema, const std::string& document,
                       SqlEmitter emit)
    : emit_(emit) {
  if (schema && schema->sqlite()) {
    store_.emplace(*schema);
    fill_at_random(store_->database(), *schema, kSeed);
    table_ = quoted_identifier(schema->sqlite()->table);
    return;
  }
  table_ = "documents";
  documents_.emplace(SqliteDatabase::in_memory());
  documents_->execute("CREATE TABLE documents(id INTEGER PRIMARY KEY, " +
                      quoted_identifier(document) + " TEXT)");
  fill_with_documents(*documents_, table_, document);
}

std::string SqlChecker::fault(const Condition& condition, const sqlite::SqlFilter& filter,
                              const sqlite::EmitOptions& options, const Context& context) const {
  std::string fault = fault_of_text(condition, filter.text, filter.params.size(), options);
  if (fault.empty()) fault = unstable(filter.text, emit_(again(condition), options)->text);
  // The functions of a program take no text: only those that `.load` brings do.
  const bool runs = !options.inline_values || filter.text.find("tamis_") == std::string::npos;
  if (fault.empty() && runs) fault = not_two_valued(filter, options, context);
  if (fault.empty() && runs) fault = not_whole(filter, options, context);
  return fault.empty() ? fault : fault + " in " + filter.text;
}

std::string SqlChecker::fault(const Condition& condition, const sqlite::SqlStatement& select,
                              const sqlite::Selection& selection,
                              const sqlite::EmitOptions& options) const {
  std::string fault =
      fault_of_text(condition, select.text, select.params.size(), options, selection);
  if (fault.empty())
    fault = unstable(select.text, sqlite::select(again(condition), selection, options)->text);
  SqliteStatement statement = db().prepare(select.text);
  if (fault.empty()) fault = writes(statement);
  if (fault.empty() && selection.what == sqlite::Selection::What::Verdicts) {
    require_bound(sqlite::bind(statement.get(), select, {}));
    fault = engines::not_two_valued(statement, 1);
  }
  return fault.empty() ? fault : fault + " in " + select.text;
}

std::string SqlChecker::fault(const Condition& condition, const sqlite::Selection& selection,
                              const sqlite::EmitOptions& options) const {
  sqlite::Selection here = selection;
  here.table = store_ ? "" : "documents";
  here.key = store_ ? "" : "id";
  const Result<sqlite::SqlStatement> select = sqlite::select(condition, here, options);
  return select ? fault(condition, *select, here, options) : "it is refused";
}

std::string SqlChecker::not_two_valued(const sqlite::SqlFilter& filter,
                                       const sqlite::EmitOptions& options,
                                       const Context& context) const {
  SqliteStatement statement = select("(" + filter.text + ")", "", filter, options, context);
  if (const std::string fault = writes(statement); !fault.empty()) return fault;
  return engines::not_two_valued(statement, 0);
}

std::string SqlChecker::not_whole(const sqlite::SqlFilter& filter,
                                  const sqlite::EmitOptions& options,
                                  const Context& context) const {
  const bool escapes = select("1", " WHERE 0 AND " + filter.text, filter, options, context).step();
  return escapes ? "it selects rows that the AND before it excludes" : "";
}

SqliteStatement SqlChecker::select(const std::string& what, const std::string& rest,
                                   const sqlite::SqlFilter& filter,
                                   const sqlite::EmitOptions& options,
                                   const Context& context) const {
  const std::string as = options.alias.empty() ? "" : " AS " + quoted_identifier(options.alias);
  SqliteStatement statement = db().prepare("SELECT " + what + " FROM " + table_ + as + rest);
  const bool counts = options.marks.kind == sqlite::Marks::Kind::Numbered;
  const int first = counts ? options.marks.first : 1;
  require_bound(sqlite::bind(statement.get(), filter, context, first));
  return statement;
}

}  // namespace tamis::engines
