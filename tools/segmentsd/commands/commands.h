// The commands on data: each an exit status, or a std::exception that says what went wrong.
#pragma once

#include <cstdint>
#include <string>

#include "tools/segmentsd/http/service.h"

namespace segmentsd {

// Contacts from a file of NDJSON lines, or for "-" from standard input.
int import_contacts(const Options& options, const std::string& workspace, const std::string& file);
// Contacts as lines that an import reads; to standard output for "".
int export_contacts(const Options& options, const std::string& workspace, const std::string& file,
                    bool force);
// A copy of the database at one moment, while others write.
int backup(const Options& options, const std::string& file, bool force);
// The workspace `demo`, all of it or nothing: contacts, segments, and a key, which is printed.
int demo(const Options& options, std::int64_t contacts);

}  // namespace segmentsd
