// A schema's fields given places in SQLite, as its author might by `x-tamis`.
#pragma once

#include <optional>
#include <string>

#include <tamis/schema.h>

namespace tamis::engines {

enum class SqliteMapping {
  Columns,  // a column for a scalar, child tables for arrays
  Eav,      // scalars and arrays of scalars as rows of one table, by name
  Json,     // paths in one column of JSON
};

// The schema's text with `x-tamis` on the root and on every property that the mapping can hold:
// scalars of one kind, arrays of them, arrays of flat objects. Other properties live in the whole
// document, where one is kept. The encodings of dates, booleans and ObjectIds take turns. Nothing
// for a schema that is not strict JSON.
std::optional<Schema> mapped_schema(const Schema& schema, SqliteMapping mapping,
                                    bool has_document = true);

}  // namespace tamis::engines
