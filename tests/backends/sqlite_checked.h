// emit() and select() for tests: what they make is held against what <tamis/sqlite.h> promises.
#pragma once

#include <list>

#include "tests/support/catch.h"
#include "tools/tamis/engines/sqlite_checker.h"

namespace tamis::sqlite {

// One for all conditions of a schema, since it fills tables.
inline const engines::SqlChecker& checker_of(const Condition& condition, const EmitOptions& options,
                                             engines::SqlEmitter emitter) {
  struct Made {
    std::optional<Schema> schema;
    std::string document;
    engines::SqlEmitter emitter;
    engines::SqlChecker checker;
  };
  static std::list<Made> all;
  for (const Made& made : all)
    if (made.schema == condition.schema() && made.document == options.document &&
        made.emitter == emitter)
      return made.checker;
  const std::optional<Schema>& schema = condition.schema();
  all.push_back(
      {schema, options.document, emitter, engines::SqlChecker(schema, options.document, emitter)});
  return all.back().checker;
}

inline Result<SqlFilter> checked_emit(const Condition& condition, const EmitOptions& options = {},
                                      engines::SqlEmitter emitter = emit) {
  Result<SqlFilter> filter = emitter(condition, options);
  if (filter)
    CHECK(checker_of(condition, options, emitter).fault(condition, *filter, options, {}) == "");
  return filter;
}

inline Result<SqlStatement> checked_select(const Condition& condition,
                                           const Selection& selection = {},
                                           const EmitOptions& options = {}) {
  Result<SqlStatement> made = select(condition, selection, options);
  if (!made) return made;
  const engines::SqlChecker& checker = checker_of(condition, options, emit);
  if (selection.table.empty())
    CHECK(checker.fault(condition, *made, selection, options) == "");
  else
    CHECK(checker.fault(condition, selection, options) == "");
  return made;
}

}  // namespace tamis::sqlite
