// The contacts of the benchmark in one SQLite database, kept in three ways at once.
#pragma once

#include <string>
#include <string_view>

#include <tamis/schema.h>

#include "tools/tamis/engines/sqlite_database.h"

namespace tamis::bench {

// Columns   contacts(nr, email, …), with child tables contact_tags, contact_orders, contact_topics
// Eav       scalars as properties(contact, name, value) of people(nr); the same child tables
// Json      documents(nr, doc)
enum class Mapping { Columns, Eav, Json };
constexpr Mapping kMappings[] = {Mapping::Columns, Mapping::Eav, Mapping::Json};
std::string_view name_of(Mapping mapping);

Schema schema_of(Mapping mapping);

// From lines of `tools/dev/generate_contacts N --wide`. Indexed as somebody would who knows what
// will be asked, and analyzed.
engines::SqliteDatabase load(const std::string& ndjson_file);
// The same tables and indexes without a row.
engines::SqliteDatabase empty_tables();

}  // namespace tamis::bench
