// tamis match --db: a grep for the rows of a table.
#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "tools/tamis/match_flags.h"
#include "tools/tamis/support/table_question.h"

namespace tamis::cli {
namespace {

using engines::SqliteStatement;
using sqlite::Selection;

// Of a table's rows: to look more of them up takes longer than to read all.
constexpr double kWorthSorting = 0.05;

class RowGrep {
 public:
  RowGrep(Session& session, MatchFlags& flags)
      : session_(session),
        flags_(flags),
        question_(session, flags.database,
                  compile_or_fail(session, flags.language, flags.condition),
                  flags.clock.context()) {
    question_.options().valid_documents = flags.reads_only_needed();
  }

  int run() {
    const sqlite::SqlStatement select = question_.select(selection());
    if (flags_.explain_plan) {
      session_.out.write(question_.explained(select));
      return kSuccess;
    }
    SqliteStatement rows = question_.run(select);
    if (flags_.count) return show_count(rows);
    bool found = false;
    while (rows.step()) {
      found = true;
      if (!flags_.quiet) show(rows);
    }
    return found ? kSuccess : kFinding;
  }

 private:
  Selection selection() const {
    const SqliteFlags::Place& place = question_.place();
    Selection selection = question_.selection();
    selection.complement = flags_.invert;
    if (flags_.count) {
      selection.what = Selection::What::Count;
    } else if (!flags_.ids && !flags_.quiet) {
      selection.what = Selection::What::Columns;
      if (!place.document.empty()) selection.columns = {place.document};
    }
    if (flags_.quiet) selection.limit = 1;
    if (flags_.max_count != 0) selection.limit = static_cast<std::int64_t>(flags_.max_count);
    if (!selection.is_paged() && !flags_.count) selection.by_key = order_of(selection);
    return selection;
  }

  // The few rows that an index finds are sorted. Else the table is read in order, so that rows
  // appear as they are found.
  Selection::ByKey order_of(const Selection& unordered) const {
    const bool by_index =
        !question_.plan(question_.select(unordered)).reads_all_of(question_.place().table);
    return by_index && question_.share() < kWorthSorting ? Selection::ByKey::Sorted
                                                         : Selection::ByKey::Yes;
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
    if (flags_.ids || !question_.place().document.empty()) {
      const std::string text = key_text(row.column(0));
      session_.out.print("{}\n", flags_.ids ? text : on_one_line(text));
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
  TableQuestion question_;
};

}  // namespace

int match_rows(Session& session, MatchFlags& flags) {
  return on_database([&] { return RowGrep(session, flags).run(); });
}

}  // namespace tamis::cli
