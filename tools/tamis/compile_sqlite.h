// tamis compile --to sqlite: the filter and its parameters, how a database would run it, and which
// indexes it is short of.
#pragma once

#include <tamis/sqlite.h>

#include "tools/tamis/support/sqlite_flags.h"

namespace tamis::cli {

struct SqliteOutput {
  void add(CommandLine& line, CLI::App* app);

  bool inline_values = false;
  bool pure = false;
  bool explain_plan = false;
  bool advise = false;
  std::string alias;
  SqliteFlags database;
};

// Throws Failure, after its diagnostics were shown, when the condition is refused.
void print_sqlite(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now);

}  // namespace tamis::cli
