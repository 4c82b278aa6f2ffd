#include "tools/tamis/commands.h"

namespace tamis::cli {

// In the order of the help page: what most people need comes first.
void add_commands(CommandLine& line) {
  add_lint(line);
  add_match(line);
  add_test(line);
  add_explain(line);
  add_diff(line);
  add_compile(line);
  add_format(line);
  add_schema(line);
  add_conform(line);
  add_completions(line);
  add_man(line);
  add_catalog(line);
}

}  // namespace tamis::cli
