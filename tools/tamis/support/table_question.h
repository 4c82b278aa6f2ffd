// A condition that is asked of the rows of an SQLite table.
#pragma once

#include "tools/tamis/support/sqlite_flags.h"

namespace tamis::cli {

class TableQuestion {
 public:
  // Opens the database that the flags name. Throws Failure, or engines::SqliteError (on_database).
  TableQuestion(Session& session, const SqliteFlags& flags, Condition condition, Context context);

  const SqliteFlags::Place& place() const { return place_; }
  const Condition& condition() const { return condition_; }
  const Context& context() const { return context_; }
  const engines::SqliteDatabase& database() const { return db_; }
  const sqlite::EmitOptions& options() const { return options_; }
  sqlite::EmitOptions& options() { return options_; }
  // Of the place's table.
  sqlite::Selection selection() const;

  // Throws Failure, after its diagnostics were shown, when the condition is refused.
  sqlite::SqlStatement select(const sqlite::Selection& selection) const;
  // Every row in the order of its key: the key, 1 where the row matches, else 0, and the document
  // where there is one.
  sqlite::SqlStatement verdicts() const;

  // Prepared and bound, ready to be stepped.
  engines::SqliteStatement run(const sqlite::SqlStatement& statement) const;
  // Which share of the rows match, by what ANALYZE has counted; negative where that is not known.
  double share() const;
  sqlite::QueryPlan plan(const sqlite::SqlStatement& statement) const;
  // The statement, and in words how SQLite would run it.
  std::string explained(const sqlite::SqlStatement& statement) const;

 private:
  [[noreturn]] void refuse(const Diagnostics& diagnostics) const;
  // That the tables keep what the statement asks.
  void check_tables(const std::string& statement, const sqlite::Selection& selection) const;

  Session& session_;
  Condition condition_;
  Context context_;
  engines::SqliteDatabase db_;
  SqliteFlags::Place place_;
  sqlite::EmitOptions options_;
};

// A key as it is printed.
std::string key_text(const Value& key);

}  // namespace tamis::cli
