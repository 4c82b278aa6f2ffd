// Every command of `tamis`, each from the file of its name.
#pragma once

#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

void add_commands(CommandLine& line);

void add_completions(CommandLine& line);
void add_explain(CommandLine& line);

}  // namespace tamis::cli
