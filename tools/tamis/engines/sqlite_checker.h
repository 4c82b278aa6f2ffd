// SqlChecker: what <tamis/sqlite.h> promises of every statement, held against one.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include <tamis/sqlite_query.h>

#include "tools/tamis/engines/sqlite_database.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::engines {

using SqlEmitter = Result<sqlite::SqlFilter> (*)(const Condition&, const sqlite::EmitOptions&);

//   closed       SQL's words and the schema's names alone, and a mark for every parameter
//   stable       an equal Plan gives the same text
//   reads only   so SQLite says of it
//   two-valued   0 or 1 for every row, whatever stands in it, NULL included
//   whole        what stands before it by AND holds for all of it
class SqlChecker {
 public:
  // Conditions of such a schema; where it maps no table, of whole documents in a column so named.
  explicit SqlChecker(const std::optional<Schema>& schema, const std::string& document = "doc",
                      SqlEmitter emit = sqlite::emit);

  // What is broken, in words; "" when nothing is. The statement was made of the condition with the
  // options, by the emitter.
  std::string fault(const Condition& condition, const sqlite::SqlFilter& filter,
                    const sqlite::EmitOptions& options, const Context& context) const;
  // Of select(), which has no value of its own.
  std::string fault(const Condition& condition, const sqlite::SqlStatement& select,
                    const sqlite::Selection& selection, const sqlite::EmitOptions& options) const;

  // Of what select() makes here, whatever the table and its key are called elsewhere.
  std::string fault(const Condition& condition, const sqlite::Selection& selection,
                    const sqlite::EmitOptions& options) const;

  // A table of random rows, in the database.
  const std::string& table() const { return table_; }
  const SqliteDatabase& database() const { return db(); }

 private:
  const SqliteDatabase& db() const { return store_ ? store_->database() : *documents_; }
  std::string not_two_valued(const sqlite::SqlFilter& filter, const sqlite::EmitOptions& options,
                             const Context& context) const;
  std::string not_whole(const sqlite::SqlFilter& filter, const sqlite::EmitOptions& options,
                        const Context& context) const;
  // SELECT `what` of all rows, `rest` behind it, with the filter's values bound.
  SqliteStatement select(const std::string& what, const std::string& rest,
                         const sqlite::SqlFilter& filter, const sqlite::EmitOptions& options,
                         const Context& context) const;

  std::optional<SqliteStore> store_;
  std::optional<SqliteDatabase> documents_;
  std::string table_;
  SqlEmitter emit_;
};

// Where the build has assertions: throws std::logic_error with the fault that `find()` tells of.
template <typename Find>
void assert_faultless([[maybe_unused]] Find find) {
#ifndef NDEBUG
  if (const std::string fault = find(); !fault.empty()) throw std::logic_error(fault);
#endif
}

}  // namespace tamis::engines
