// What a command works on has to be there: a mistyped name makes no empty database.
#pragma once

#include <cstdint>
#include <string>

#include "tools/segmentsd/http/service.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// A std::runtime_error when there is none.
Database open_existing(const Options& options);
std::int64_t workspace_named(Database& db, const std::string& name);

}  // namespace segmentsd
