// The log: one JSON object a line, on standard error.
#pragma once

#include <string_view>

#include "tools/segmentsd/http/error.h"

namespace segmentsd {

// Never throws: a log that cannot be written, on a full disk, is no reason to fail a request.
void log_line(std::string_view level, Json fields) noexcept;

}  // namespace segmentsd
