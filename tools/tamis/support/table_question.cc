#include "tools/tamis/support/table_question.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "tools/tamis/engines/sqlite_checker.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {

using engines::quoted_identifier;

namespace {

// A name may hold anything; lines are ours.
std::string printable_lines(const std::string& text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    out += printable(text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return out;
}

}  // namespace

TableQuestion::TableQuestion(Session& session, const SqliteFlags& flags, Condition condition,
                             Context context)
    : session_(session),
      condition_(std::move(condition)),
      context_(std::move(context)),
      db_(flags.open()),
      place_(flags.place(db_, condition_)) {
  if (!place_.document.empty()) options_.document = place_.document;
  int code = SQLITE_OK;
  options_.statistics = sqlite::Statistics::read(db_.get(), code);
}

sqlite::Selection TableQuestion::selection() const {
  return {.table = place_.table, .key = place_.key};
}

void TableQuestion::refuse(const Diagnostics& diagnostics) const {
  session_.show(diagnostics);
  throw Failure("the condition does not run on this database");
}

void TableQuestion::check_tables(const std::string& statement,
                                 const sqlite::Selection& selection) const {
  if (!condition_.schema()) return;
  Diagnostics wrong;
  const int code =
      sqlite::check_tables(db_.get(), *condition_.schema(), wrong, selection, statement);
  if (code != SQLITE_OK) throw engines::SqliteError(sqlite3_errstr(code));
  if (!wrong.empty()) refuse(wrong);
}

sqlite::SqlStatement TableQuestion::select(const sqlite::Selection& selection) const {
  Result<sqlite::SqlStatement> select = sqlite::select(condition_, selection, options_);
  if (!select) refuse(select.diagnostics());
  check_tables(select->text, selection);
  engines::assert_faultless([&] {
    return engines::SqlChecker(condition_.schema(), options_.document)
        .fault(condition_, selection, options_);
  });
  return *std::move(select);
}

sqlite::SqlStatement TableQuestion::verdicts() const {
  sqlite::Selection selection = this->selection();
  selection.what = sqlite::Selection::What::Verdicts;
  selection.by_key = sqlite::Selection::ByKey::Yes;
  if (!place_.document.empty()) selection.columns = {place_.document};
  return select(selection);
}

engines::SqliteStatement TableQuestion::run(const sqlite::SqlStatement& statement) const {
  engines::SqliteStatement rows = db_.prepare(statement.text);
  if (const int code = sqlite::bind(rows.get(), statement, context_); code != SQLITE_OK)
    throw engines::SqliteError(sqlite3_errstr(code));
  return rows;
}

double TableQuestion::share() const {
  const auto& statistics = options_.statistics;
  const auto* table = statistics == nullptr ? nullptr : statistics->table(place_.table);
  const Result<sqlite::SqlFilter> filter = sqlite::emit(condition_, options_);
  if (table == nullptr || table->rows <= 0 || !filter) return -1;
  engines::assert_faultless([&] {
    return engines::SqlChecker(condition_.schema(), options_.document)
        .fault(condition_, *filter, options_, context_);
  });
  const std::string from = "FROM " + quoted_identifier(place_.table) + " WHERE ";
  return statistics->rows_selected(place_.table, {from + filter->text, filter->params}) /
         table->rows;
}

sqlite::QueryPlan TableQuestion::plan(const sqlite::SqlStatement& statement) const {
  sqlite::QueryPlan plan;
  if (sqlite::explain_plan(db_.get(), statement.text, plan) != SQLITE_OK)
    throw engines::SqliteError(sqlite3_errmsg(db_.get()));
  return plan;
}

std::string TableQuestion::explained(const sqlite::SqlStatement& statement) const {
  return fmt::format("{}\n\n{}", statement.text, printable_lines(plan(statement).in_words()));
}

std::string key_text(const Value& key) {
  const auto* text = key.get_if<std::string>();
  return text == nullptr ? to_extended_json(key, ExtendedJson::Relaxed) : *text;
}

}  // namespace tamis::cli
