#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry schema_entry(std::string_view code, std::string_view name, Severity severity,
                                    std::string_view summary, std::string_view why,
                                    std::string_view bad, std::string_view good) {
  return {code, name, severity, "0.1", summary, why, bad, good, ExampleKind::Schema};
}

constexpr Severity kError = Severity::Error;
constexpr Severity kWarning = Severity::Warning;

constexpr CatalogEntry kEntries[] = {
    schema_entry(
        "T101", "misspelt-schema-keyword", kError, "a keyword of JSON Schema is misspelt",
        R"(JSON Schema skips keywords that it does not know, so a misspelt one would say nothing at all
and every condition would pass. A name that is nearly one of the keywords is therefore an error. An
annotation of your own is safe with a name that begins with `x-`.)",
        R"({"bsonType": "object", "propertes": {"age": {"bsonType": "int"}}})",
        R"({"bsonType": "object", "properties": {"age": {"bsonType": "int"}}})"),
    schema_entry(
        "T102", "unused-schema-keyword", kWarning, "a keyword says what Tamis does not use",
        R"(Tamis takes from a schema what it needs to check conditions: types, names, lists, bounds. What
needs more than one description of a field (`anyOf`, `not`, `$ref`, a list of `items` and the like)
is skipped. That is safe, since conditions are then only checked against less, but it should be
known.)",
        R"({"properties": {"age": {"bsonType": "int", "multipleOf": 5}}})",
        R"({"properties": {"age": {"bsonType": "int", "enum": [20, 25, 30]}}})"),
    schema_entry(
        "T103", "unknown-schema-keyword", kWarning, "a keyword is not one of JSON Schema's",
        R"(The name is neither a keyword of JSON Schema nor close to one. It is skipped. If it is an
annotation of your own, begin it with `x-`.)",
        R"({"properties": {"age": {"bsonType": "int", "owner": "growth"}}})",
        R"({"properties": {"age": {"bsonType": "int", "x-owner": "growth"}}})"),
    schema_entry(
        "T104", "schema-expected", kError, "something else stands where a schema is expected",
        R"(A schema is an object of keywords, and the outermost one describes a document, which is an
object too. A property that may hold anything has the schema `{}` or `true`.)",
        R"({"properties": {"age": "int"}})", R"({"properties": {"age": {"bsonType": "int"}}})"),
    schema_entry(
        "T105", "schema-keyword-value", kError, "a keyword has a value that it cannot have",
        R"(Each keyword takes one kind of value: `required` a list of names, `minLength` a whole number,
`additionalProperties` true, false or a schema, and so on.)",
        R"({"required": "email", "properties": {"email": {"bsonType": "string"}}})",
        R"({"required": ["email"], "properties": {"email": {"bsonType": "string"}}})"),
    schema_entry(
        "T106", "unknown-type-name", kError, "no type has this name",
        R"(`bsonType` and `type` take BSON's names (`string`, `int`, `long`, `double`, `decimal`, `bool`,
`date`, `objectId`, `object`, `array`, `null`, ...) and `number` for all four number types; `type`
takes JSON Schema's `integer` and `boolean`, too, which MongoDB refuses under `bsonType`.)",
        R"({"properties": {"signup": {"bsonType": "datetime"}}})",
        R"({"properties": {"signup": {"bsonType": "date"}}})"),
    schema_entry(
        "T107", "two-type-keywords", kError, "`bsonType` and `type` are both given",
        R"(The two keywords say the same thing in two dialects. MongoDB refuses a validator that has both,
as it would have to guess which one counts. List several types under one of them.)",
        R"({"properties": {"age": {"bsonType": "int", "type": "null"}}})",
        R"({"properties": {"age": {"bsonType": ["int", "null"]}}})"),
    schema_entry(
        "T108", "schema-key-twice", kError, "a key is given twice",
        R"(JSON readers disagree on which of two equal keys counts, so half of what is written would be
dropped without a word. This goes for keywords, for properties and for the keys of `x-tamis`.)",
        R"({"properties": {"age": {"bsonType": "int"}, "age": {"bsonType": "string"}}})",
        R"({"properties": {"age": {"bsonType": ["int", "string"]}}})"),
    schema_entry(
        "T109", "contradictory-schema-limits", kError, "two limits leave no value between them",
        R"(A minimum above the maximum, or equal to it where one of them is exclusive, is a slip: no
document could have the field. The same goes for the least and the most characters or elements.)",
        R"({"properties": {"age": {"bsonType": "int", "minimum": 150, "maximum": 0}}})",
        R"({"properties": {"age": {"bsonType": "int", "minimum": 0, "maximum": 150}}})"),
    schema_entry(
        "T110", "enum-value-type", kError, "`enum` lists a value that the type rules out",
        R"(Both `bsonType` and `enum` must hold, so a listed value of another type can never occur. Often
it is a number in quotes, or `null` in the list but not among the types.)",
        R"({"properties": {"plan": {"bsonType": "string", "enum": ["free", "pro", null]}}})",
        R"({"properties": {"plan": {"bsonType": ["string", "null"], "enum": ["free", "pro", null]}}})"),
    schema_entry("T111", "repeated-schema-item", kWarning, "a list holds the same item twice",
                 R"(The second one adds nothing. MongoDB refuses a validator with such a list.)",
                 R"({"properties": {"plan": {"bsonType": "string", "enum": ["free", "free"]}}})",
                 R"({"properties": {"plan": {"bsonType": "string", "enum": ["free", "pro"]}}})"),
    schema_entry(
        "T112", "required-but-not-allowed", kError, "a required name cannot occur",
        R"(With `additionalProperties` false only the listed properties may occur, and a document that lacks
a required one does not fit: no document at all would. Usually one of the two names is misspelt.)",
        R"({"additionalProperties": false, "required": ["emial"],
 "properties": {"email": {"bsonType": "string"}}})",
        R"({"additionalProperties": false, "required": ["email"],
 "properties": {"email": {"bsonType": "string"}}})"),
    schema_entry(
        "T113", "required-name-misspelt", kWarning, "a required name is nearly that of a property",
        R"(A required field need not be described, so this is no contradiction; but here a property of almost
the same name is not required.)",
        R"({"required": ["emial"], "properties": {"email": {"bsonType": "string"}}})",
        R"({"required": ["email"], "properties": {"email": {"bsonType": "string"}}})"),
    schema_entry(
        "T114", "schema-pattern", kError, "`pattern` is not a regular expression",
        R"(Patterns are read as MongoDB reads them, by PCRE2, and search: anchor one with `^` and `$`
to describe the whole text.)",
        R"({"properties": {"zip": {"bsonType": "string", "pattern": "^[0-9{5}$"}}})",
        R"({"properties": {"zip": {"bsonType": "string", "pattern": "^[0-9]{5}$"}}})"),
    schema_entry(
        "T115", "keyword-without-effect", kWarning, "a keyword speaks of a type that cannot occur",
        R"(A keyword such as `maxLength` limits strings and lets every other value pass. On a field that
never holds a string it does nothing: often the type is wrong, or another keyword was meant.)",
        R"({"properties": {"age": {"bsonType": "int", "maxLength": 3}}})",
        R"({"properties": {"age": {"bsonType": "int", "maximum": 150}}})"),
    schema_entry(
        "T116", "keyword-without-type", kWarning, "nothing says what type the field has",
        R"(In JSON Schema `properties` does not mean "an object with these members" but "if it is an
object, then with these members"; anything else fits as well. So conditions on such a field can
hardly be checked, and backends must expect every type.)",
        R"({"properties": {"address": {"properties": {"city": {"bsonType": "string"}}}}})",
        R"({"properties": {"address": {"bsonType": "object", "properties": {"city": {"bsonType": "string"}}}}})"),
    schema_entry(
        "T117", "unreachable-property", kWarning, "no condition can name this property",
        R"(In a condition a dot steps into an object and a leading `$` makes an operator. A property whose
own name holds a dot is most often meant as a nested one.)",
        R"({"properties": {"address.city": {"bsonType": "string"}}})",
        R"({"properties": {"address": {"bsonType": "object",
 "properties": {"city": {"bsonType": "string"}}}}})"),
    schema_entry(
        "T120", "unknown-x-tamis-key", kError, "`x-tamis` has no such key",
        R"(`x-tamis` is ours, so every key in it means something, and one that we do not know is a mistake.
On a property it may hold `sqlite`, `mongodb`, `indexed`, `selectivity`, `aliases` and `topics`; on
the root `sqlite` and `timezone`.)",
        R"({"properties": {"age": {"bsonType": "int", "x-tamis": {"index": true}}}})",
        R"({"properties": {"age": {"bsonType": "int", "x-tamis": {"indexed": true}}}})"),
    schema_entry(
        "T121", "incomplete-mapping", kError,
        "parts of a mapping are missing or do not go together",
        R"(A property lives in a `column`, in a JSON `path` inside one, or in a child `table` whose `key`
refers to the root's. `position`, `where`, `empty` and `key` describe a child table; `presence`
keeps what `null` and `empty` would otherwise have to guess.)",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array", "items": {"bsonType": "string"},
  "x-tamis": {"sqlite": {"table": "contact_tags", "column": "tag"}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array", "items": {"bsonType": "string"},
  "x-tamis": {"sqlite": {"table": "contact_tags", "key": "contact_id", "column": "tag"}}}}})"),
    schema_entry("T122", "json-path", kError, "a JSON path is not one of SQLite's",
                 R"(A path inside a JSON column is written as SQLite writes it: `$`, then `.name`,
`."any name"` or `[3]` for each step. `$` alone is all of the column.)",
                 R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"plan": {"bsonType": "string",
  "x-tamis": {"sqlite": {"column": "properties", "path": "plan"}}}}})",
                 R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"plan": {"bsonType": "string",
  "x-tamis": {"sqlite": {"column": "properties", "path": "$.plan"}}}}})"),
    schema_entry(
        "T123", "mapping-without-table", kError,
        "a property is mapped, but the root names no table",
        R"(A column belongs to a table, and a child table refers to a key of the root's. Both stand in the
root's `x-tamis`.)",
        R"({"properties": {"age": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"age": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}}}})"),
    schema_entry(
        "T124", "place-used-twice", kError, "two properties live in the same place",
        R"(Two properties in one column would always be equal. Names of tables and columns are compared as
SQLite does, without regard to case.)",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"age": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}},
  "score": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"age": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "age"}}},
  "score": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "score"}}}}})"),
    schema_entry(
        "T125", "mapping-of-other-type", kError, "the mapping cannot hold the field's type",
        R"(A plain column holds one number, text or blob. An array needs a child table, or a `path` in a
column that holds JSON; a child table without a `column` holds objects, one a row.)",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array", "items": {"bsonType": "string"},
  "x-tamis": {"sqlite": {"column": "tags"}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array", "items": {"bsonType": "string"},
  "x-tamis": {"sqlite": {"column": "data", "path": "$.tags"}}}}})"),
    schema_entry(
        "T126", "mapping-out-of-place", kError, "`x-tamis` stands where it cannot mean anything",
        R"(Mappings belong to properties. The elements of an array have none of their own: map the array,
or, in a child table of objects, the properties of its elements. A child table cannot have child
tables.)",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array",
  "items": {"bsonType": "string", "x-tamis": {"indexed": true}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"tags": {"bsonType": "array", "x-tamis": {"indexed": true},
  "items": {"bsonType": "string"}}}})"),
    schema_entry(
        "T127", "encoding-of-other-type", kError, "an encoding is not one for the field's type",
        R"(SQLite has no dates, booleans or ObjectIds, so the schema says how they are kept: dates as
`epoch_ms`, `epoch_s` or `iso8601`, booleans as `integer` or `text`, ObjectIds as `text` or
`blob`.)",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"age": {"bsonType": "int",
  "x-tamis": {"sqlite": {"column": "age", "encoding": "epoch_ms"}}}}})",
        R"({"x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
 "properties": {"created": {"bsonType": "date",
  "x-tamis": {"sqlite": {"column": "created", "encoding": "epoch_ms"}}}}})"),
    schema_entry(
        "T130", "alias-taken", kError, "an alias is also another name",
        R"(An alias is a second name for one property, so it can be neither the name of another property of
the same object nor the alias of one.)",
        R"({"properties": {"email": {"bsonType": "string"},
 "address": {"bsonType": "string", "x-tamis": {"aliases": ["email"]}}}})",
        R"({"properties": {"email": {"bsonType": "string"},
 "address": {"bsonType": "string", "x-tamis": {"aliases": ["street"]}}}})"),
    schema_entry(
        "T131", "mongodb-name-taken", kError, "two properties have one name in MongoDB",
        R"(`mongodb` says under which name a property is stored. Two properties of an object that
share it would be one field.)",
        R"({"properties": {"created": {"bsonType": "date", "x-tamis": {"mongodb": "date"}},
 "date": {"bsonType": "date"}}})",
        R"({"properties": {"created": {"bsonType": "date", "x-tamis": {"mongodb": "createdAt"}},
 "date": {"bsonType": "date"}}})"),
    schema_entry(
        "T132", "topics-without-array", kError, "`topics` stands on a property that is no array",
        R"(A contact has any number of subscriptions, so the property that holds them is an array: of topic
ids, or of objects that name the topic and its state.)",
        R"({"properties": {"topics": {"bsonType": "string", "x-tamis": {"topics": {"ids": ["news"]}}}}})",
        R"({"properties": {"topics": {"bsonType": "array", "items": {"bsonType": "string"},
  "x-tamis": {"topics": {"ids": ["news"]}}}}})"),
    schema_entry(
        "T133", "topic-member", kError, "`topics` names a member that the elements do not have",
        R"(`id` names the member of an element that holds the topic's id (`id` unless given), and
`subscribed` the members, with their values, that make it count. The elements must be objects that
may have them.)",
        R"({"properties": {"topics": {"bsonType": "array",
  "items": {"bsonType": "object", "additionalProperties": false,
   "properties": {"id": {"bsonType": "string"}, "state": {"bsonType": "string"}}},
  "x-tamis": {"topics": {"ids": ["news"], "subscribed": {"status": "SUBSCRIBED"}}}}}})",
        R"({"properties": {"topics": {"bsonType": "array",
  "items": {"bsonType": "object", "additionalProperties": false,
   "properties": {"id": {"bsonType": "string"}, "state": {"bsonType": "string"}}},
  "x-tamis": {"topics": {"ids": ["news"], "subscribed": {"state": "SUBSCRIBED"}}}}}})"),
    schema_entry(
        "T134", "two-topic-lists", kError, "two properties carry `topics`",
        R"(A condition such as `{"subscribedToTopic": ["news"]}` names no field: there must be one place
where subscriptions are kept.)",
        R"({"properties": {
  "topics": {"bsonType": "array", "items": {"bsonType": "string"},
   "x-tamis": {"topics": {"ids": ["news"]}}},
  "lists": {"bsonType": "array", "items": {"bsonType": "string"},
   "x-tamis": {"topics": {"ids": ["offers"]}}}}})",
        R"({"properties": {
  "topics": {"bsonType": "array", "items": {"bsonType": "string"},
   "x-tamis": {"topics": {"ids": ["news", "offers"]}}}}})"),
    schema_entry(
        "T135", "unknown-schema-time-zone", kError, "no time zone has this name",
        R"(`timezone` says in which zone dates without one are read and days begin: an IANA name
such as `Europe/Helsinki`, `UTC`, or an offset such as `+02:00`.)",
        R"({"x-tamis": {"timezone": "Helsinki time"}})",
        R"({"x-tamis": {"timezone": "Europe/Helsinki"}})"),
};

}  // namespace

std::span<const CatalogEntry> schemas() {
  return kEntries;
}

}  // namespace tamis::catalog_families
