// SqliteStore: documents in the tables that a schema's `x-tamis` describes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tamis/schema.h>
#include <tamis/value.h>

#include "tools/tamis/engines/sqlite_database.h"

namespace tamis::engines {

// The document as the tables can hold it: a number as its column's storage class tells it, a date
// in the resolution of its encoding. What the tables tell apart stays as it is. Nothing for one
// with a mapped field of a type that the schema rules out.
std::optional<Value> as_held(const Schema& schema, const Value& document);

// Whether a property that no mapping places has a column of its own name: it does unless there are
// whole documents beside it, or it is no scalar.
bool has_own_column(const FieldSchema& field, bool has_document);

// The name that a path of one step, `$."name"` or `$.name`, spells.
std::string only_name(const std::string& path);

class SqliteStore {
 public:
  // Makes the tables, with an index on every column, in memory. The schema must name its table.
  explicit SqliteStore(const Schema& schema);

  // Replaces what is there. The documents are as as_held() gives them; the key of each is its
  // index.
  void load(const std::vector<Value>& documents);
  const SqliteDatabase& database() const { return db_; }

 private:
  using Row = std::map<std::string, Value>;  // by column
  struct Table {
    std::map<std::string, std::string> columns;  // with the type of each
    std::vector<Row> rows;
  };

  // Where documents stand in the object's row, what they hold has no further column.
  void plan(const FieldSchema& object, Table& table, bool has_document);
  void plan_place(const FieldSchema& field, Table& table);
  void create() const;
  void write(const FieldSchema& object, const Value* value, Row& row, const Value& key,
             bool has_document);
  void write_place(const FieldSchema& field, const Value* value, Row& row, const Value& key);
  void write_rows(const FieldSchema& field, const Value& value, const Value& key);
  void flush();

  Schema schema_;
  SqliteDatabase db_;
  std::map<std::string, Table> tables_;
};

}  // namespace tamis::engines
