#include "tools/tamis/commands.h"

namespace tamis::cli {

void add_commands(CommandLine& line) {
  add_explain(line);
  add_completions(line);
}

}  // namespace tamis::cli
