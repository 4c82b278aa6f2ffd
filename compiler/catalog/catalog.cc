#include <tamis/catalog.h>

#include <algorithm>
#include <vector>

#include "compiler/catalog/families.h"

namespace tamis {

std::span<const CatalogEntry> catalog() {
  static const std::vector<CatalogEntry> kEntries = [] {
    std::vector<CatalogEntry> all;
    for (const auto family :
         {catalog_families::syntax(), catalog_families::values(), catalog_families::files(),
          catalog_families::conditions(), catalog_families::schemas(), catalog_families::limits(),
          catalog_families::lint(), catalog_families::backends()})
      all.insert(all.end(), family.begin(), family.end());
    std::sort(all.begin(), all.end(),
              [](const CatalogEntry& a, const CatalogEntry& b) { return a.code < b.code; });
    return all;
  }();
  return kEntries;
}

const CatalogEntry* find_in_catalog(std::string_view code_or_name) {
  for (const CatalogEntry& entry : catalog())
    if (entry.code == code_or_name || entry.name == code_or_name) return &entry;
  return nullptr;
}

const Source& example_schema() {
  static const Source kSchema("contact.schema.json", R"({
  "bsonType": "object",
  "additionalProperties": false,
  "required": ["email", "status"],
  "x-tamis": {"timezone": "Europe/Helsinki"},
  "properties": {
    "email": {"bsonType": "string", "maxLength": 320, "x-tamis": {"indexed": true}},
    "country": {"bsonType": ["string", "null"], "pattern": "^[A-Z]{2}$", "description": "two-letter code"},
    "status": {"bsonType": "string", "enum": ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]},
    "age": {"bsonType": ["int", "null"], "minimum": 0, "maximum": 150},
    "lifetime_value": {"bsonType": ["number", "null"], "x-tamis": {"aliases": ["ltv"]}},
    "vip": {"bsonType": ["bool", "null"]},
    "signup_date": {"bsonType": ["date", "null"]},
    "logins": {"bsonType": "array", "items": {"bsonType": "date"}},
    "referrer_id": {"bsonType": ["objectId", "null"]},
    "nickname": {"bsonType": ["string", "null"], "deprecated": true},
    "bio": {"bsonType": ["string", "null"], "maxLength": 10000},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "maxItems": 20},
    "address": {
      "bsonType": ["object", "null"],
      "additionalProperties": false,
      "properties": {"city": {"bsonType": "string"}, "zip": {"bsonType": "string"}}
    },
    "orders": {
      "bsonType": "array",
      "items": {
        "bsonType": "object",
        "additionalProperties": false,
        "required": ["sku", "qty", "price"],
        "properties": {
          "sku": {"bsonType": "string"},
          "qty": {"bsonType": "int"},
          "price": {"bsonType": "number"}
        }
      }
    },
    "topics": {
      "bsonType": "array",
      "items": {
        "bsonType": "object",
        "required": ["id", "state"],
        "properties": {"id": {"bsonType": "string"}, "state": {"bsonType": "string"}}
      },
      "x-tamis": {"topics": {"ids": ["news", "offers"], "subscribed": {"state": "SUBSCRIBED"}}}
    }
  }
}
)");
  return kSchema;
}

}  // namespace tamis
