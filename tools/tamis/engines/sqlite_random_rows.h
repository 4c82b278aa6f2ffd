// Rows for the tables of a schema in which anything stands that SQLite can keep there.
#pragma once

#include <cstdint>

#include <tamis/schema.h>

#include "tools/tamis/engines/sqlite_database.h"

namespace tamis::engines {

// Rows for every table that SqliteStore makes of the schema: values of all types, keys of no row,
// and NULL wherever the schema lets a value be missing or null; in the first row of a table in each
// of these places, in the second in none. The same seed gives the same rows.
void fill_at_random(const SqliteDatabase& db, const Schema& schema, std::uint32_t seed);

// Texts of JSON documents, and NULL.
void fill_with_documents(const SqliteDatabase& db, const std::string& table,
                         const std::string& column);

}  // namespace tamis::engines
