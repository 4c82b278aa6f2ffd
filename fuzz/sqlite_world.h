// One schema with every kind of storage in SQLite, for targets whose input is a condition.
#pragma once

#include <tamis/schema.h>

#include "fuzz/check.h"

namespace tamis::fuzz {

inline const Schema& sqlite_schema() {
  static const Schema parsed = [] {
    const Result<Schema> schema = parse_schema(Source("schema", R"({
      "bsonType": "object", "required": ["status"],
      "x-tamis": {"sqlite": {"table": "contacts", "key": "id", "document": "doc"}},
      "properties": {
        "status": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "status"}}},
        "age": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}},
        "score": {"bsonType": ["double", "string", "null"], "x-tamis": {"sqlite": {"column": "score"}}},
        "vip": {"bsonType": "bool", "x-tamis": {"sqlite": {"column": "vip", "encoding": "text"}}},
        "seen": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "seen", "encoding": "epoch_s"}}},
        "born": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "born", "encoding": "iso8601"}}},
        "ref": {"bsonType": "objectId", "x-tamis": {"sqlite": {"column": "ref", "encoding": "blob"}}},
        "state": {"bsonType": ["string", "null"],
          "x-tamis": {"sqlite": {"column": "state", "presence": "has_state"}}},
        "plan": {"bsonType": ["string", "int", "null"],
          "x-tamis": {"sqlite": {"column": "json", "path": "$.plan"}}},
        "list": {"bsonType": "array", "items": {"bsonType": "int"},
          "x-tamis": {"sqlite": {"column": "json", "path": "$.list"}}},
        "tags": {"bsonType": "array", "items": {"bsonType": "string"},
          "x-tamis": {"sqlite": {"table": "tags", "key": "contact", "column": "tag", "position": "pos"}}},
        "ltv": {"bsonType": "double", "x-tamis": {"sqlite":
          {"table": "eav", "key": "contact", "where": {"name": "ltv"}, "column": "number"}}},
        "orders": {"bsonType": "array", "x-tamis": {"sqlite": {"table": "orders", "key": "contact"}},
          "items": {"bsonType": "object", "additionalProperties": false,
            "properties": {"sku": {"bsonType": "string"}, "qty": {"bsonType": "int"}}}}
      }})"));
    if (!schema) require(false, "the schema is one: " + schema.diagnostics().front().message);
    return *schema;
  }();
  return parsed;
}

}  // namespace tamis::fuzz
