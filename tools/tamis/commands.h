// Every command of `tamis`, each from the file of its name.
#pragma once

#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

void add_commands(CommandLine& line);

void add_catalog(CommandLine& line);
void add_compile(CommandLine& line);
void add_completions(CommandLine& line);
void add_conform(CommandLine& line);
void add_diff(CommandLine& line);
void add_explain(CommandLine& line);
void add_format(CommandLine& line);
void add_lint(CommandLine& line);
void add_man(CommandLine& line);
void add_match(CommandLine& line);
void add_schema(CommandLine& line);
void add_test(CommandLine& line);

}  // namespace tamis::cli
