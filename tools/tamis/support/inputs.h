// The files that a command line names.
#pragma once

#include <string>
#include <vector>

#include "tools/tamis/support/session.h"

namespace tamis::cli {

// Files as they are named; of a folder, every file below it whose name ends in one of `suffixes`,
// sorted. Hidden folders and node_modules are passed over, and symbolic links to folders are not
// followed. A folder that cannot be read is reported and makes the exit status 2.
std::vector<std::string> expand_inputs(Session& session, const std::vector<std::string>& names,
                                       const std::vector<std::string>& suffixes);

}  // namespace tamis::cli
