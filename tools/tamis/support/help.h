// Help pages, drawn from the command tree.
#pragma once

#include <string>

#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

// Ends with a line break. `width` is the terminal's.
std::string help_page(const CommandLine& line, const CLI::App& app, const Style& style,
                      std::size_t width);
// "usage: tamis lint [OPTIONS] FILE..."
std::string usage_line(const CLI::App& app);

}  // namespace tamis::cli
