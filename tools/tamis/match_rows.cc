// tamis match --db: a grep for the rows of a table.
#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "tools/tamis/match_flags.h"

namespace tamis::cli {
namespace {

using engines::SqliteDatabase;
using engines::SqliteStatement;
using sqlite::Selection;

class RowGrep {
 public:
  RowGrep(Session& session, MatchFlags& flags)
      : session_(session),
        flags_(flags),
        condition_(compile_or_fail(session, flags.language, flags.condition)),
        context_(flags.clock.context()),
        db_(flags.database.open()),
        place_(flags.database.place(db_, condition_)) {}

  int run() {
    const sqlite::SqlStatement select = statement();
    if (flags_.explain_plan) return explain(select);
    SqliteStatement rows = db_.prepare(select.text);
    if (const int code = bind(rows.get(), select, context_); code != SQLITE_OK)
      throw engines::SqliteError(sqlite3_errstr(code));
    if (flags_.count) return show_count(rows);
    bool found = false;
    while (rows.step()) {
      found = true;
      if (!flags_.quiet) show(rows);
    }
    return found ? kSuccess : kFinding;
  }

 private:
  sqlite::SqlStatement statement() const {
    Selection selection{.table = place_.table, .key = place_.key};
    if (!flags_.count && !flags_.quiet) selection.order = {{place_.key}};
    selection.complement = flags_.invert;
    if (flags_.count) {
      selection.what = Selection::What::Count;
    } else if (!flags_.ids && !flags_.quiet) {
      selection.what = Selection::What::Columns;
      if (!place_.document.empty()) selection.columns = {place_.document};
    }
    if (flags_.quiet) selection.limit = 1;
    if (flags_.max_count != 0) selection.limit = static_cast<std::int64_t>(flags_.max_count);
    sqlite::EmitOptions options;
    if (!place_.document.empty()) options.document = place_.document;
    int code = SQLITE_OK;
    options.statistics = sqlite::Statistics::read(db_.get(), code);
    const Result<sqlite::SqlStatement> select = sqlite::select(condition_, selection, options);
    if (select) return *select;
    session_.show(select.diagnostics());
    throw Failure("the condition does not run on this database");
  }

  int explain(const sqlite::SqlStatement& select) const {
    sqlite::QueryPlan plan;
    if (sqlite::explain_plan(db_.get(), select.text, plan) != SQLITE_OK)
      throw engines::SqliteError(sqlite3_errmsg(db_.get()));
    session_.out.print("{}\n\n{}", select.text, printable_lines(plan.in_words()));
    return kSuccess;
  }

  // A name may hold anything; lines are ours.
  static std::string printable_lines(const std::string& text) {
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      out += printable(text.substr(begin, end - begin)) + "\n";
      begin = end + 1;
    }
    return out;
  }

  int show_count(SqliteStatement& rows) const {
    rows.step();
    auto count = static_cast<std::uint64_t>(rows.column(0).as<std::int64_t>());
    if (flags_.max_count != 0) count = std::min(count, flags_.max_count);
    session_.out.print("{}\n", count);
    return count != 0 ? kSuccess : kFinding;
  }

  // A document as it is stored, on one line; of mapped columns, an object of them.
  void show(const SqliteStatement& row) const {
    if (flags_.ids || !place_.document.empty()) {
      const Value value = row.column(0);
      if (const auto* text = value.get_if<std::string>())
        session_.out.print("{}\n", flags_.ids ? *text : on_one_line(*text));
      else
        session_.out.print("{}\n", to_extended_json(value, ExtendedJson::Relaxed));
      return;
    }
    Object columns;
    for (int i = 0; i < row.columns(); ++i)
      columns.push_back({sqlite3_column_name(row.get(), i), row.column(i)});
    session_.out.print("{}\n", to_extended_json(Value(std::move(columns)), ExtendedJson::Relaxed));
  }

  static std::string on_one_line(const std::string& text) {
    if (text.find('\n') == std::string::npos) return text;
    const Result<Value> document = parse_extended_json(Source("document", text));
    return document ? to_extended_json(*document, ExtendedJson::Relaxed) : text;
  }

  Session& session_;
  const MatchFlags& flags_;
  Condition condition_;
  Context context_;
  SqliteDatabase db_;
  SqliteFlags::Place place_;
};

}  // namespace

int match_rows(Session& session, MatchFlags& flags) {
  return on_database([&] { return RowGrep(session, flags).run(); });
}

}  // namespace tamis::cli
