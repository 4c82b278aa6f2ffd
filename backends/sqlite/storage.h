// Storage: where the field that a path names lives, as the schema's `x-tamis` says.
#pragma once

#include <tamis/schema.h>

#include "backends/sqlite/scalar.h"

namespace tamis::sqlite {

// The rows that names are looked up in: of the root table, or of a child table of objects.
struct Scope {
  const Schema* schema = nullptr;
  const FieldSchema* object = nullptr;  // whose properties are columns of the row
  std::string qualifier;                // `"contacts".`, or "" where no other table is in sight
  Sql key;                              // the root's key, qualified
  std::string root_qualifier;           // of the root's columns, seen from a subquery too
  bool is_root = true;
  Sql json = {};  // when the object is an element of JSON: its text
  std::string time_zone;
  int depth = 0;  // of subqueries, which numbers their names

  // Of the rows: the qualifier without its dot.
  std::string name() const { return qualifier.substr(0, qualifier.size() - 1); }
};

struct Storage {
  enum class Place : std::uint8_t {
    Nowhere,    // the mapping has no place, or none that SQL can reach
    Document,   // in the whole document
    Column,     // `scalar`
    Rows,       // one row of a child table an element: `table`
    JsonArray,  // `json`, `path`
  } place = Place::Nowhere;
  Scalar scalar = {};  // Column: the value. Rows, JsonArray: state of the array alone
  const SqliteField* mapping = nullptr;  // Rows; JsonArray: whose encodings hold, or null
  const FieldSchema* field = nullptr;    // Rows, JsonArray: the array, or the single value
  bool single = false;                   // Rows: at most one row, which is the field itself
  std::size_t used = 0;                  // components of the path that lead here
  Sql json = {};                         // JsonArray: the text
  std::string path = {};                 // JsonArray: the array's place in it
};

// `path` with what the schema knows of it, seen from the scope.
Storage locate(const FieldPath& path, const FieldFacts& facts, const Scope& scope,
               const Dialect& dialect);

// The rows of the child table that keeps the field, which the scope's row has.
Scope rows_of(const FieldSchema& field, const Scope& scope, const Dialect& dialect);
// That such a row has in further columns what the mapping says.
std::vector<Expr> fixed_columns(const SqliteField& mapping, const Scope& row,
                                const Dialect& dialect);

// Without the first `used` components.
FieldPath rest_of(const FieldPath& path, std::size_t used);

// A value of such types as the mapping encodes it; the SQL that reads it is the caller's to add.
Scalar scalar_of(TypeSet types, const SqliteField* mapping, const Scope& scope);
// The value in a column of the scope's row: the mapping's, else the one of the field's own name.
Scalar column_scalar(const FieldSchema& field, const SqliteField* mapping, const Scope& scope,
                     const Dialect& dialect);

// `$.a."odd name"`
std::string json_path(std::string_view base, std::string_view name);

}  // namespace tamis::sqlite
