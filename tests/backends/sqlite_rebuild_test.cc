// Documents put together again from columns and child tables, for what SQL has no words for.
#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include "backends/sqlite/open_filter.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

constexpr const char* kSchema = R"({
  "bsonType": "object", "additionalProperties": false,
  "x-tamis": {"sqlite": {"table": "people", "key": "nr"}},
  "properties": {
    "long": {"bsonType": "long"},
    "ratio": {"bsonType": "double"},
    "number": {"bsonType": ["int", "long", "double", "null"],
               "x-tamis": {"sqlite": {"column": "number", "presence": "has_number"}}},
    "name \"q\"": {"bsonType": ["string", "null"],
                   "x-tamis": {"sqlite": {"column": "name", "null": "null"}}},
    "born": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "born", "encoding": "iso8601"}}},
    "seen": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "seen", "encoding": "epoch_s"}}},
    "id": {"bsonType": "objectId", "x-tamis": {"sqlite": {"column": "id", "encoding": "blob"}}},
    "vip": {"bsonType": "bool", "x-tamis": {"sqlite": {"column": "vip", "encoding": "text"}}},
    "city": {"bsonType": "string", "x-tamis": {"sqlite": {
      "table": "properties", "key": "person", "where": {"name": "city"}, "column": "value"}}},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "x-tamis": {"sqlite": {
      "table": "tags", "key": "person", "column": "tag", "position": "at", "empty": "missing"}}},
    "orders": {"bsonType": ["array", "null"], "x-tamis": {"sqlite": {
        "table": "orders", "key": "person", "position": "at", "presence": "has_orders"}},
      "items": {"bsonType": "object", "additionalProperties": false, "properties": {
        "sku": {"bsonType": "string"}, "paid": {"bsonType": "bool"}}}},
    "address": {"bsonType": "object", "additionalProperties": false, "properties": {
      "street": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "street"}}}}},
    "plan": {"bsonType": ["string", "bool", "null"], "x-tamis": {"sqlite": {
      "column": "extra", "path": "$.plan"}}},
    "more": {"bsonType": ["object", "int"], "x-tamis": {"sqlite": {
      "column": "extra", "path": "$.more"}}}
  }})";

constexpr const char* kEveryField = R"({"$or": [
  {"long": 1}, {"ratio": 1}, {"number": 1}, {"name \"q\"": "a"},
  {"born": {"$gt": {"$date": "2024-01-01T00:00:00Z"}}},
  {"seen": {"$gt": {"$date": "2024-01-01T00:00:00Z"}}},
  {"id": {"$oid": "507f1f77bcf86cd799439011"}}, {"vip": true}, {"city": "Turku"}, {"tags": "a"},
  {"orders.sku": "a"}, {"address.street": "a"}, {"plan": "a"}, {"more.a": 1}]})";

constexpr const char* kTables = R"(
  CREATE TABLE people(nr INTEGER PRIMARY KEY, long, ratio, number, has_number, name, born, seen, id,
                      vip, has_orders, street, extra);
  CREATE TABLE properties(person, name, value);
  CREATE TABLE tags(person, tag, at);
  CREATE TABLE orders(person, sku, paid, at);
  INSERT INTO tags VALUES (2, 'of another', 0);
  INSERT INTO properties VALUES (1, 'village', 'none'))";

struct Row {
  const char* why;
  const char* rows;  // for the person 1
  const char* document;
};

constexpr const char* kNothing = R"({"name \"q\"": null})";

constexpr Row kRows[] = {
    {"nothing", "", kNothing},
    {"a small long stays one", "UPDATE people SET long = 7",
     R"({"long": {"$numberLong": "7"}, "name \"q\"": null})"},
    {"a whole double stays one", "UPDATE people SET ratio = 7",
     R"({"ratio": {"$numberDouble": "7.0"}, "name \"q\"": null})"},
    {"every bit of a double", "UPDATE people SET ratio = 0.1 + 0.2",
     R"({"ratio": {"$numberDouble": "0.30000000000000004"}, "name \"q\"": null})"},
    {"infinity", "UPDATE people SET ratio = -9e999",
     R"({"ratio": {"$numberDouble": "-Infinity"}, "name \"q\"": null})"},
    {"an int", "UPDATE people SET number = 7, has_number = 2", R"({"number": {"$numberInt": "7"},
      "name \"q\"": null})"},
    {"a long", "UPDATE people SET number = 9223372036854775807, has_number = 2",
     R"({"number": {"$numberLong": "9223372036854775807"}, "name \"q\"": null})"},
    {"a double", "UPDATE people SET number = 7.5, has_number = 2",
     R"({"number": {"$numberDouble": "7.5"}, "name \"q\"": null})"},
    {"null by its presence", "UPDATE people SET has_number = 1",
     R"({"number": null, "name \"q\"": null})"},
    {"quotation marks", "UPDATE people SET name = 'a\"b\\' || char(10)",
     R"({"name \"q\"": "a\"b\\\n"})"},
    {"a date as text", "UPDATE people SET born = '1969-12-31T23:59:59.999Z'",
     R"({"name \"q\"": null, "born": {"$date": {"$numberLong": "-1"}}})"},
    {"a date in seconds", "UPDATE people SET seen = -2",
     R"({"name \"q\"": null, "seen": {"$date": {"$numberLong": "-2000"}}})"},
    {"no date at all", "UPDATE people SET born = 'soon'",
     R"({"name \"q\"": null, "born": "soon"})"},
    {"an ObjectId's bytes", "UPDATE people SET id = x'507f1f77bcf86cd799439011'",
     R"({"name \"q\"": null, "id": {"$oid": "507f1f77bcf86cd799439011"}})"},
    {"a word for true", "UPDATE people SET vip = 'true'", R"({"name \"q\"": null, "vip": true})"},
    {"a row of properties", "INSERT INTO properties VALUES (1, 'city', 'Turku')",
     R"({"name \"q\"": null, "city": "Turku"})"},
    {"elements by their positions", "INSERT INTO tags VALUES (1, 'c', 2), (1, 'a', 0), (1, 'b', 1)",
     R"({"name \"q\"": null, "tags": ["a", "b", "c"]})"},
    {"no rows of an array that is there", "UPDATE people SET has_orders = 2",
     R"({"name \"q\"": null, "orders": []})"},
    {"null in place of an array", "UPDATE people SET has_orders = 1",
     R"({"name \"q\"": null, "orders": null})"},
    {"objects, without what they lack",
     "UPDATE people SET has_orders = 2; "
     "INSERT INTO orders VALUES (1, 'x', 0, 1), (1, NULL, NULL, 0), (1, NULL, 1, 2)",
     R"({"name \"q\"": null, "orders": [{}, {"sku": "x", "paid": false}, {"paid": true}]})"},
    {"an object of columns", "UPDATE people SET street = 'Aurakatu'",
     R"({"name \"q\"": null, "address": {"street": "Aurakatu"}})"},
    {"JSON's own types",
     R"(UPDATE people SET extra = '{"plan": false, "more": {"a": [1.5, "x"]}}')",
     R"({"name \"q\"": null, "plan": false, "more": {"a": [1.5, "x"]}})"},
    {"JSON's null", R"(UPDATE people SET extra = '{"plan": null, "more": 3}')",
     R"({"name \"q\"": null, "plan": null, "more": 3})"},
};

// `tamis_match(document, ?)` without what is around the document.
std::string document_in(const std::string& text) {
  constexpr std::string_view kBefore = "tamis_match(", kAfter = ", ?)";
  REQUIRE(text.starts_with(kBefore));
  REQUIRE(text.ends_with(kAfter));
  return text.substr(kBefore.size(), text.size() - kBefore.size() - kAfter.size());
}

TEST_CASE("documents of columns and child tables", "[sqlite]") {
  const Condition condition = right_condition(kEveryField, {.schema = right_schema(kSchema)});
  const Result<SqlFilter> filter = checked_emit(condition, {}, emit_match);
  REQUIRE(filter);
  const std::string select = "SELECT " + document_in(filter->text) + " FROM people WHERE nr = 1";
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      const Connection db;
      REQUIRE(register_functions(db.get()) == SQLITE_OK);
      db.execute(kTables);
      db.execute("INSERT INTO people(nr) VALUES (1)");
      db.execute(row.rows);
      const Statement statement = db.prepare(select);
      SqlFilter document = *filter;
      document.params.pop_back();
      REQUIRE(bind(statement.get(), document, {}) == SQLITE_OK);
      const auto rows = Connection::rows(statement.get());
      REQUIRE(rows);
      REQUIRE(rows->size() == 1);
      CAPTURE(rows->front());
      const Result<Value> found = parse_extended_json(Source("document", rows->front()));
      REQUIRE(found);
      const Result<Value> wanted = parse_extended_json(Source("wanted", row.document));
      REQUIRE(wanted);
      CHECK(identical(*found, *wanted));
    }
  }
}

struct Asked {
  const char* why;
  const char* condition;
  bool can_be_asked;
};

constexpr Asked kAsked[] = {
    {"an element by its position", R"({"tags.1": "b"})", true},
    {"a whole array", R"({"tags": ["a", "b"]})", true},
    {"an element's member by its position", R"({"orders.0.sku": "x"})", true},
    {"an element with its members in order", R"({"orders": {"sku": "x", "paid": true}})", false},
    {"an object that may be none", R"({"address": {"$exists": true}})", false},
    {"an object whose members' order is kept", R"({"more": {"a": 1, "b": 2}})", true},
};

TEST_CASE("what columns keep can be asked", "[sqlite]") {
  const Schema schema = right_schema(kSchema);
  for (const Asked& row : kAsked) {
    DYNAMIC_SECTION(row.why) {
      const Condition condition = right_condition(row.condition, {.schema = schema});
      const Result<SqlFilter> filter = checked_emit(condition);
      REQUIRE(static_cast<bool>(filter) == row.can_be_asked);
      if (!filter) CHECK(filter.diagnostics().front().code == "B002");
      if (filter) CHECK(filter->text.starts_with("tamis_match("));
      CHECK_FALSE(checked_emit(condition, {.pure_sql = true}));
    }
  }
}

}  // namespace
}  // namespace tamis::sqlite
