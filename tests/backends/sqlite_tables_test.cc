// check_tables(): what a database lacks of a mapping, and what it compares otherwise.
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

using Texts = std::vector<std::string>;

const Schema& schema() {
  static const Schema parsed = right_schema(R"({"bsonType": "object",
    "x-tamis": {"sqlite": {"table": "people", "key": "id", "document": "doc"}}, "properties": {
      "name": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "name"}}},
      "age": {"bsonType": ["int", "null"], "x-tamis": {"sqlite": {
        "column": "age", "presence": "age_is"}}},
      "born": {"bsonType": "date", "x-tamis": {"sqlite": {
        "column": "born", "encoding": "iso8601"}}},
      "plan": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "more", "path": "$.plan"}}},
      "score": {"bsonType": "double", "x-tamis": {"sqlite": {"table": "eav", "key": "person",
        "where": {"kind": "score"}, "column": "value"}}},
      "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "x-tamis": {"sqlite": {
        "table": "tags", "key": "person", "column": "tag", "position": "pos"}}},
      "orders": {"bsonType": "array", "x-tamis": {"sqlite": {"table": "orders", "key": "person"}},
        "items": {"bsonType": "object", "properties": {
          "sku": {"bsonType": "string"}, "paid": {"bsonType": "bool"}}}},
      "note": {"bsonType": "string"}}})");
  return parsed;
}

constexpr const char* kPeople =
    "CREATE TABLE people(id TEXT PRIMARY KEY, doc JSON, name VARCHAR(80), age INTEGER, age_is INT, "
    "born DATETIME, more JSON)";
constexpr const char* kEav = "CREATE TABLE eav(person TEXT, kind TEXT, value)";
constexpr const char* kTags = "CREATE TABLE tags(person TEXT, tag TEXT, pos INTEGER)";
constexpr const char* kOrders = "CREATE TABLE orders(person TEXT, sku TEXT, paid BOOLEAN)";

std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), now);
}

struct Row {
  const char* why;
  Texts tables;
  Texts found;  // "code message"
};

std::vector<Row> rows() {
  const std::string people = kPeople, eav = kEav, tags = kTags, orders = kOrders;
  return {
      {"all is well", {people, eav, tags, orders}, {}},
      {"no table", {people, eav, orders}, {"B022 the database has no table `tags`"}},
      {"no column of a value",
       {with(people, "name ", "nam "), eav, tags, orders},
       {"B022 the table `people` has no column `name`"}},
      {"no column of documents, of JSON, of a presence",
       {with(with(with(people, "doc", "d"), "more", "m"), "age_is", "a"), eav, tags, orders},
       {"B022 the table `people` has no column `doc`",
        "B022 the table `people` has no column `age_is`",
        "B022 the table `people` has no column `more`"}},
      {"no key, no position, no name of values",
       {people, with(eav, "kind", "k"), with(tags, "pos", "p"), with(orders, "person", "x")},
       {"B022 the table `eav` has no column `kind`", "B022 the table `tags` has no column `pos`",
        "B022 the table `orders` has no column `person`"}},
      {"no column of an object",
       {people, eav, tags, with(orders, "sku", "s")},
       {"B022 the table `orders` has no column `sku`"}},
      {"names in another case",
       {with(with(people, "people", "PEOPLE"), "name", "Name"), eav, tags, orders},
       {}},
      {"texts that ignore case, keys that ignore blanks",
       {with(people, "VARCHAR(80)", "TEXT COLLATE NOCASE"), eav,
        with(tags, "person TEXT", "person TEXT COLLATE RTRIM"), orders},
       {"B023 the column `name` of `people` compares texts by NOCASE, and conditions by bytes",
        "B023 the column `person` of `tags` compares texts by RTRIM, and conditions by bytes"}},
      {"a view that ignores case",
       {with(people, "people", "t"), eav, tags, orders,
        "CREATE VIEW people AS SELECT id, doc, name COLLATE NOCASE AS name, age, age_is, born, "
        "more FROM t"},
       {"B023 the column `name` of `people` compares texts by NOCASE, and conditions by bytes"}},
      {"texts in a column for numbers",
       {with(people, "VARCHAR(80)", "String"), eav, tags, orders},
       {"B023 the column `name` of `people` is declared as String, which takes texts for numbers "
        "where they look like them"}},
      {"numbers in a column for texts",
       {people, with(eav, "value", "value TEXT"), tags, with(orders, "BOOLEAN", "clob")},
       {"B023 the column `value` of `eav` is declared as TEXT, which makes texts of numbers",
        "B023 the column `paid` of `orders` is declared as clob, which makes texts of numbers"}},
      {"types that leave values alone",
       {with(with(people, "VARCHAR(80)", "BLOB"), "INTEGER", "REAL"), eav,
        "CREATE TABLE tags(person TEXT, tag ANY, pos INTEGER) STRICT", orders},
       {}},
  };
}

Texts found(const Connection& db, const Selection& selection = {}, std::string_view asked = {}) {
  Diagnostics diagnostics(1);
  REQUIRE(check_tables(db.get(), schema(), diagnostics, selection, asked) == SQLITE_OK);
  Texts found;
  for (const Diagnostic& diagnostic : diagnostics) {
    CHECK(diagnostic.source.text() == schema().source().text());
    found.push_back(diagnostic.code + " " + diagnostic.message);
  }
  return found;
}

TEST_CASE("tables that a schema maps", "[sqlite]") {
  for (const Row& row : rows()) DYNAMIC_SECTION(row.why) {
      const Connection db;
      for (const std::string& table : row.tables) db.execute(table);
      CHECK(found(db) == row.found);
    }
}

TEST_CASE("a table that hides the rows of arrays", "[sqlite]") {
  const Connection db;
  for (const char* table : {kPeople, kEav, kTags, kOrders}) db.execute(table);
  db.execute("CREATE TABLE Json_Each(a)");
  CHECK(found(db) == Texts{"B022 the database has no `json_each`, or has a table of that name"});
  CHECK(found(db, {}, R"(SELECT 1 FROM "people" WHERE "people"."name" = ?)").empty());
}

TEST_CASE("tables of a statement alone", "[sqlite]") {
  const Connection db;
  db.execute(with(kPeople, "name ", "nam "));
  const auto asked = [&](const char* condition) {
    const auto select = checked_select(right_condition(condition, {.schema = schema()}));
    REQUIRE(select);
    return found(db, {}, select->text);
  };
  CHECK(asked(R"({"age": 7, "plan": "pro"})").empty());
  CHECK(asked(R"({"name": "a"})") == Texts{"B022 the table `people` has no column `name`"});
  CHECK(asked(R"({"tags": "a"})") == Texts{"B022 the database has no table `tags`"});
}

TEST_CASE("tables of a selection", "[sqlite]") {
  const Connection db;
  for (const char* table : {kEav, kTags, kOrders}) db.execute(table);
  db.execute(with(kPeople, "people", "humans"));
  CHECK(found(db) == Texts{"B022 the database has no table `people`"});
  CHECK(found(db, {.table = "humans"}).empty());
  CHECK(found(db, {.table = "humans", .key = "rowid"}).empty());
  CHECK(found(db, {.table = "humans", .key = "nr"}) ==
        Texts{"B022 the table `humans` has no column `nr`"});
}

TEST_CASE("tables in UTF-16", "[sqlite]") {
  const Connection db;
  db.execute("PRAGMA encoding = 'UTF-16be'");
  for (const char* table : {kPeople, kEav, kTags, kOrders}) db.execute(table);
  CHECK(found(db) ==
        Texts{"B023 the database compares texts as UTF-16be, and conditions as UTF-8"});
  // Documents are read by tamis_match, and not compared.
  CHECK(found(db, {}, R"(SELECT "people"."id" FROM "people" WHERE tamis_match("doc", ?))").empty());
}

TEST_CASE("a database that cannot be read, and a schema without tables", "[sqlite]") {
  const Connection db;
  db.execute(kPeople);
  Diagnostics diagnostics(1);
  CHECK(check_tables(db.get(), right_schema(R"({"bsonType": "object"})"), diagnostics) ==
        SQLITE_OK);
  CHECK(diagnostics.empty());
  sqlite3_set_authorizer(
      db.get(),
      [](void*, int, const char*, const char*, const char*, const char*) { return SQLITE_DENY; },
      nullptr);
  CHECK(check_tables(db.get(), schema(), diagnostics) == SQLITE_AUTH);
  CHECK(diagnostics.empty());
}

}  // namespace
}  // namespace tamis::sqlite
