// tamis compile --to sqlite: the filter and its parameters.
#pragma once

#include <tamis/sqlite.h>

#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

struct SqliteOutput {
  void add(CLI::App* app);

  bool inline_values = false;
  bool pure = false;
  std::string alias;
  std::string column = "doc";
};

// Throws Failure, after its diagnostics were shown, when the condition is refused.
void print_sqlite(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now);

}  // namespace tamis::cli
