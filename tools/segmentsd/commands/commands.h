// The commands on data: each an exit status, its troubles on standard error.
#pragma once

#include <string>

#include "tools/segmentsd/http/service.h"

namespace segmentsd {

// Contacts from a file of NDJSON lines, or for "-" from standard input.
int import_contacts(const Options& options, const std::string& workspace, const std::string& file);

}  // namespace segmentsd
