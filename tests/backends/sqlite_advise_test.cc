// Which indexes are advised, and that SQLite uses each once it is made.
#include <tamis/compile.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include <algorithm>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/bench/sqlite/world.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* kSchema = R"({"bsonType": "object", "required": ["id"],
  "additionalProperties": false, "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
  "properties": {
    "id": {"bsonType": "int"},
    "land": {"bsonType": "string"},
    "age": {"bsonType": "int"},
    "mail": {"bsonType": "string", "x-tamis": {"indexed": true}},
    "sex": {"bsonType": "string", "x-tamis": {"selectivity": 0.5}},
    "plan": {"bsonType": "string",
             "x-tamis": {"sqlite": {"column": "more", "path": "$.\"the plan\""}}},
    "score": {"bsonType": "double", "x-tamis": {"sqlite": {"table": "eav", "key": "person",
              "where": {"name": "score"}, "column": "value"}}},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"},
             "x-tamis": {"sqlite": {"table": "tags", "key": "person", "column": "tag"}}},
    "orders": {"bsonType": "array", "x-tamis": {"sqlite": {"table": "orders", "key": "person"}},
      "items": {"bsonType": "object", "additionalProperties": false, "required": ["sku", "qty"],
        "properties": {"sku": {"bsonType": "string"}, "qty": {"bsonType": "int"}}}}}})";

const Schema& schema() {
  static const Schema parsed = right_schema(kSchema);
  return parsed;
}

struct People : Connection {
  People() {
    REQUIRE(register_functions(get()) == SQLITE_OK);
    execute(R"(CREATE TABLE people(id INTEGER PRIMARY KEY, land, age, mail, sex, more);
      CREATE TABLE eav(person INTEGER, name TEXT, value);
      CREATE TABLE tags(person INTEGER, tag TEXT);
      CREATE TABLE orders(person INTEGER, sku TEXT, qty INTEGER);
      CREATE INDEX people_mail ON people(mail))");
  }
};

std::vector<Condition> compiled(const Texts& texts, const Schema& schema) {
  std::vector<Condition> conditions;
  for (const std::string& text : texts)
    conditions.push_back(right_condition(text, {.schema = schema}));
  return conditions;
}

std::vector<IndexAdvice> advised(sqlite3* db, const std::vector<Condition>& conditions,
                                 const Selection& selection = {}) {
  for (const Condition& condition : conditions) REQUIRE(checked_select(condition, selection));
  std::vector<IndexAdvice> advice;
  REQUIRE(advise(db, conditions, advice, selection) == SQLITE_OK);
  return advice;
}

// The one that is advised, made, is used, and nothing is advised any more.
std::string made(const Connection& db, const Condition& condition,
                 const Selection& selection = {}) {
  const std::vector<IndexAdvice> advice = advised(db.get(), {condition}, selection);
  if (advice.size() != 1) return std::to_string(advice.size()) + " indexes";
  db.execute(advice.front().statement);
  QueryPlan plan;
  REQUIRE(explain_plan(db.get(), checked_select(condition, selection)->text, plan) == SQLITE_OK);
  INFO(plan.in_words());
  CHECK(plan.uses_index(advice.front().name));
  CHECK(advised(db.get(), {condition}, selection).empty());
  return advice.front().statement;
}

struct Row {
  const char* why;
  Texts conditions;
  Texts statements;
};

const Row kRows[] = {
    {"a column", {R"({"land": "FI"})"}, {R"(CREATE INDEX "people_land" ON "people"("land"))"}},
    {"equality before a range",
     {R"({"age": {"$gt": 30}, "land": "FI"})"},
     {R"(CREATE INDEX "people_land_age" ON "people"("land", "age"))"}},
    {"a prefix is a range",
     {R"({"land": {"$regex": "^F"}})"},
     {R"(CREATE INDEX "people_land" ON "people"("land"))"}},
    {"an index for each alternative",
     {R"({"$or": [{"land": "FI"}, {"age": 30}]})"},
     {R"(CREATE INDEX "people_land" ON "people"("land"))",
      R"(CREATE INDEX "people_age" ON "people"("age"))"}},
    {"a path in JSON",
     {R"({"plan": "pro"})"},
     {R"(CREATE INDEX "people_plan" ON "people"(json_extract("more", '$."the plan"')))"}},
    {"an entity's value, by its name",
     {R"({"score": {"$gte": 5}})"},
     {R"(CREATE INDEX "eav_name_value_person" ON "eav"("name", "value", "person"))"}},
    {"a value of a child table, and its key",
     {R"({"tags": "a"})"},
     {R"(CREATE INDEX "tags_tag_person" ON "tags"("tag", "person"))"}},
    {"by the key where rows are asked one by one",
     {R"({"tags": {"$size": 2}, "mail": "a@b"})"},
     {R"(CREATE INDEX "tags_person" ON "tags"("person"))"}},
    {"one index for the value that leads and for the one that is looked up",
     {R"({"tags": {"$all": ["a", "b"]}})"},
     {R"(CREATE INDEX "tags_tag_person" ON "tags"("tag", "person"))"}},
    {"by the key where few rows are left to ask",
     {R"({"tags": {"$ne": "a"}, "mail": "a@b"})"},
     {R"(CREATE INDEX "tags_person_tag" ON "tags"("person", "tag"))"}},
    {"columns of one row",
     {R"({"orders": {"$elemMatch": {"qty": {"$gte": 2}, "sku": "a"}}})"},
     {R"(CREATE INDEX "orders_sku_qty_person" ON "orders"("sku", "qty", "person"))"}},
    {"what is indexed is not advised", {R"({"mail": "a@b"})"}, {}},
    {"nor what an index does not help",
     {R"({"land": {"$ne": "FI"}})", R"({"land": {"$regex": "x"}})", R"({"sex": "f"})", "{}"},
     {}},
    {"one index for both",
     {R"({"land": "FI"})", R"({"land": "FI", "age": {"$gt": 30}})",
      R"({"land": {"$in": ["FI", "SE"]}})"},
     {R"(CREATE INDEX "people_land" ON "people"("land"))"}},
    {"one begins as the other",
     {R"({"land": "FI", "age": {"$gt": 30}})", R"({"land": "FI"})"},
     {R"(CREATE INDEX "people_land_age" ON "people"("land", "age"))"}},
};

// On a database, and on what the schema says is there; made, each is used by all that it serves,
// and nothing is advised any more.
TEST_CASE("advised indexes", "[sqlite]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const People db;
      const std::vector<Condition> conditions = compiled(row.conditions, schema());
      const std::vector<IndexAdvice> advice = advised(db.get(), conditions);
      Texts statements;
      for (const IndexAdvice& index : advice) statements.push_back(index.statement);
      CHECK(statements == row.statements);
      Texts by_schema;
      for (const IndexAdvice& index : advised(nullptr, conditions))
        by_schema.push_back(index.statement);
      CHECK(by_schema == row.statements);

      for (const IndexAdvice& index : advice) db.execute(index.statement);
      for (const IndexAdvice& index : advice) {
        CHECK_FALSE(index.serves.empty());
        for (const std::size_t served : index.serves) {
          const Result<SqlStatement> select = checked_select(conditions.at(served));
          REQUIRE(select);
          QueryPlan plan;
          REQUIRE(explain_plan(db.get(), select->text, plan) == SQLITE_OK);
          INFO(plan.in_words());
          CHECK(plan.uses_index(index.name));
        }
      }
      CHECK(advised(db.get(), conditions).empty());
    }
}

TEST_CASE("advice where it can have none", "[sqlite]") {
  const Result<Condition> bare = compile(Source("condition", R"({"a": 1})"));
  REQUIRE(bare);
  const People db;
  std::vector<IndexAdvice> advice(1);
  CHECK(advise(db.get(), {&*bare, 1}, advice) == SQLITE_OK);
  CHECK(advice.empty());
  CHECK(advised(nullptr, {}).empty());
  // A database without the tables.
  CHECK(advised(Connection().get(), compiled({R"({"land": "FI"})"}, schema())).empty());
}

TEST_CASE("an index's name is free", "[sqlite]") {
  const People db;
  db.execute("CREATE TABLE people_land(a); CREATE INDEX PEOPLE_LAND_2 ON people_land(a)");
  const auto advice = advised(db.get(), compiled({R"({"land": "FI"})"}, schema()));
  REQUIRE(advice.size() == 1);
  CHECK(advice.front().name == "people_land_3");
}

TEST_CASE("an index's name is free of what cannot be copied", "[sqlite]") {
  const Condition condition = compiled({R"({"land": "FI"})"}, schema()).front();
  const People db;
  db.execute("CREATE VIRTUAL TABLE people_land USING fts5(x)");
  CHECK(made(db, condition) == R"(CREATE INDEX "people_land_2" ON "people"("land"))");
  // SQLite keeps names that begin with its own to itself.
  db.execute(R"(CREATE TABLE "SQLite-people"(id INTEGER PRIMARY KEY, land))");
  CHECK(made(db, condition, {.table = "SQLite-people"}) ==
        R"(CREATE INDEX "index_SQLite_people_land" ON "SQLite-people"("land"))");
}

TEST_CASE("advice for another table than the schema's", "[sqlite]") {
  const Condition condition = compiled({R"({"land": "FI"})"}, schema()).front();
  const Selection humans{.table = "humans", .key = "nr"};
  constexpr const char* kStatement = R"(CREATE INDEX "humans_land" ON "humans"("land"))";
  const People db;
  db.execute("CREATE TABLE humans(nr INTEGER PRIMARY KEY, land)");
  CHECK(made(db, condition, humans) == kStatement);
  const auto by_schema = advised(nullptr, {condition}, humans);
  REQUIRE(by_schema.size() == 1);
  CHECK(by_schema.front().statement == kStatement);
}

TEST_CASE("advice for other databases of the connection", "[sqlite]") {
  const Condition condition = compiled({R"({"land": "FI"})"}, schema()).front();
  const Connection attached;
  attached.execute(R"(ATTACH ':memory:' AS "o.x"; ATTACH ':memory:' AS last;
    CREATE TABLE "o.x".people(id INTEGER PRIMARY KEY, land, age);
    CREATE TABLE last.people(id INTEGER PRIMARY KEY, land);
    CREATE INDEX last.by_land ON people(land);
    INSERT INTO "o.x".people SELECT value, 'FI', value FROM json_each('[1, 2, 3]');
    ANALYZE "o.x")");
  CHECK(made(attached, condition) == R"(CREATE INDEX "o.x"."people_land" ON "people"("land"))");

  const People db;
  db.execute(R"(CREATE INDEX by_land ON people(land);
    CREATE TEMP TABLE people(id INTEGER PRIMARY KEY, land))");
  CHECK(made(db, condition) == R"(CREATE INDEX "people_land" ON "people"("land"))");
}

TEST_CASE("advice where a column is not there", "[sqlite]") {
  const Connection db;
  db.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, age)");
  CHECK(advised(db.get(), compiled({R"({"age": 7, "land": {"$gt": "A"}})"}, schema())).empty());
}

// SQLite takes the first statement of what a file says a table's definition is.
TEST_CASE("what is behind a definition in a file is not run", "[sqlite]") {
  const People db;
  db.execute(R"(PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = sql || '; CREATE INDEX by_land ON people(land)'
    WHERE name = 'people')");
  const auto advice = advised(db.get(), compiled({R"({"land": "FI"})"}, schema()));
  REQUIRE(advice.size() == 1);
  CHECK(advice.front().name == "people_land");
}

// What ANALYZE has counted is copied: an index that it shows to be useless is not in the way.
TEST_CASE("advice with statistics", "[sqlite]") {
  const People db;
  db.execute(R"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO people SELECT i, 'FI', i, 'm' || i, 'f', NULL FROM n; ANALYZE)");
  const auto advice = advised(db.get(), compiled({R"({"age": 7})"}, schema()));
  REQUIRE(advice.size() == 1);
  CHECK(advice.front().name == "people_age");
}

// It has one value, as ANALYZE tells, and one more index of it would have, too.
TEST_CASE("an index that is of no use is not advised again", "[sqlite]") {
  constexpr const char* kSame[] = {R"(json_extract(more,'$."the plan"'))",
                                   R"(JSON_extract( [More] , '$."the plan"' ) DESC)",
                                   "json_extract(`more`, '$.\"the plan\"'), land"};
  const Condition condition = compiled({R"({"plan": "pro"})"}, schema()).front();
  for (const char* same : kSame) {
    CAPTURE(same);
    const People db;
    db.execute(R"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO people(id, more) SELECT i, '{"the plan": "pro"}' FROM n)");
    db.execute(std::string("CREATE INDEX by_plan ON people(") + same + "); ANALYZE");
    CHECK(advised(db.get(), {condition}).empty());
  }
  // Of other rows, other texts, or others among the same rows.
  for (const char* other : {R"((json_extract(more, '$."the  plan"')))",
                            R"((json_extract(more, '$."the plan"') COLLATE NOCASE))",
                            R"((json_extract(more, '$."the plan"')) WHERE age > 7)"}) {
    CAPTURE(other);
    const People db;
    db.execute(std::string("CREATE INDEX by_plan ON people") + other);
    CHECK(advised(db.get(), {condition}).size() == 1);
  }
}

TEST_CASE("as few as somebody would keep", "[sqlite]") {
  constexpr int kFields = 100;
  std::string properties, tests, columns;
  for (int i = 0; i < kFields; ++i) {
    const std::string name = "c" + std::to_string(i);
    properties += ", \"" + name + R"(": {"bsonType": "int"})";
    tests += (i == 0 ? "{\"" : ", {\"") + name + "\": 7}";
    if (i < 8) columns += (i == 0 ? "\"" : ", \"") + name + "\"";
  }
  const Schema wide = right_schema(R"({"bsonType": "object", "x-tamis": {"sqlite": {
    "table": "t", "key": "id"}}, "properties": {"id": {"bsonType": "int"})" +
                                   properties + "}}");
  const auto all = advised(nullptr, compiled({"{\"$and\": [" + tests + "]}"}, wide));
  REQUIRE(all.size() == 1);
  CHECK(all.front().statement.ends_with(" ON \"t\"(" + columns + ")"));
  CHECK(advised(nullptr, compiled({"{\"$or\": [" + tests + "]}"}, wide)).empty());
}

// The benchmark's indexes are what somebody made who knew what will be asked.
TEST_CASE("a well indexed database needs no advice", "[sqlite]") {
  const engines::SqliteDatabase db = bench::empty_tables();
  const Texts conditions = {
      R"({"country": "FI"})", R"({"tags": {"$all": ["beta", "tag-003"]}})",
      R"({"orders": {"$elemMatch": {"product": "sieve", "quantity": {"$gte": 5}}}})",
      R"({"topics": {"$elemMatch": {"id": "topic-07", "state": "subscribed"}}})"};
  for (const bench::Mapping mapping : {bench::Mapping::Columns, bench::Mapping::Eav}) {
    const auto all = compiled(conditions, bench::schema_of(mapping));
    CHECK(advised(db.get(), all).empty());
  }
  const Schema json = bench::schema_of(bench::Mapping::Json);
  const auto advice = advised(db.get(), compiled({R"({"age": 33})", R"({"city": "x"})"}, json));
  REQUIRE(advice.size() == 1);
  CHECK(advice.front().statement ==
        R"(CREATE INDEX "documents_age" ON "documents"(json_extract("doc", '$.age')))");
}

}  // namespace
}  // namespace tamis::sqlite
