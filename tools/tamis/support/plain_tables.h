// What a database may do that its tables' declarations hide.
#pragma once

#include <optional>
#include <string>

#include "tools/tamis/engines/sqlite_database.h"

namespace tamis::cli {

// Why a statement would not select what documents would: a column in it that does not compare texts
// by their bytes, or a database whose texts have other bytes.
std::optional<std::string> why_not_plain(const engines::SqliteDatabase& db, const std::string& sql,
                                         bool compares_columns);

}  // namespace tamis::cli
