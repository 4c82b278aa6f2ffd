#include <tamis/sqlite_query.h>

#include <algorithm>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

std::shared_ptr<const Statistics> read(const Connection& db) {
  int code = SQLITE_ERROR;
  auto statistics = Statistics::read(db.get(), code);
  REQUIRE(code == SQLITE_OK);
  REQUIRE(statistics);
  return statistics;
}

struct Contacts : Connection {
  Contacts() {
    execute(R"(CREATE TABLE Contacts(id INTEGER PRIMARY KEY, email TEXT UNIQUE, country, doc);
      CREATE INDEX by_country ON Contacts(country DESC, email);
      CREATE INDEX by_plan ON Contacts(json_extract(doc, '$."a),(b"'), country);
      CREATE INDEX few ON Contacts(doc) WHERE country = 'FI';
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO Contacts SELECT i, 'e' || i, 'c' || (i % 4), '{"a),(b":' || (i % 20) || '}'
      FROM n;)");
  }
};

constexpr const char* kPlan = R"(json_extract(doc, '$."a),(b"'))";

TEST_CASE("what ANALYZE has counted", "[sqlite]") {
  const Contacts db;
  db.execute("ANALYZE");
  const auto statistics = read(db);
  REQUIRE(statistics->table("CONTACTS") != nullptr);
  CHECK(statistics->table("contacts")->rows == 100);
  CHECK(statistics->table("nobody") == nullptr);
  CHECK(statistics->selectivity("contacts", "Country") == 0.25);
  CHECK(statistics->selectivity("contacts", "email") == 0.01);
  CHECK(statistics->selectivity("contacts", kPlan) == 0.05);
  CHECK(statistics->selectivity("contacts", "id") == -1);
  CHECK(statistics->selectivity("nobody", "id") == -1);
}

TEST_CASE("before ANALYZE the indexes are known", "[sqlite]") {
  const auto statistics = read(Contacts());
  CHECK(statistics->table("contacts")->rows == -1);
  CHECK(statistics->table("contacts")->indexes.size() == 4);
  CHECK(statistics->selectivity("contacts", "country") == -1);
  CHECK(statistics->leads_index("contacts", "country"));
  CHECK(statistics->leads_index("contacts", kPlan));
  CHECK(statistics->leads_index("contacts", "email"));
  CHECK_FALSE(statistics->leads_index("contacts", "doc"));
  CHECK_FALSE(statistics->leads_index("nobody", "doc"));
}

// A thousand people. Half of them have the tag "common", a quarter "some", one in a hundred "rare";
// a fifth are in Finland; 1,000 is beyond the debts of all but one in fifty.
struct People : Connection {
  People() {
    execute(R"(CREATE TABLE people(id INTEGER PRIMARY KEY, plan TEXT);
      CREATE INDEX people_plan ON people(plan);
      CREATE TABLE tags(person INTEGER, tag TEXT);
      CREATE INDEX tags_tag ON tags(tag, person);
      CREATE TABLE fields(person INTEGER, name TEXT, value, PRIMARY KEY(person, name))
        WITHOUT ROWID;
      CREATE INDEX fields_value ON fields(name, value, person);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO people SELECT i, iif(i % 4, 'free', 'paid') FROM n;
      INSERT INTO tags SELECT id, 'common' FROM people WHERE id % 2;
      INSERT INTO tags SELECT id, 'some' FROM people WHERE id % 4 = 0;
      INSERT INTO tags SELECT id, 'rare' FROM people WHERE id % 100 = 0;
      INSERT INTO fields SELECT id, 'debts', id % 50 * 21 FROM people;
      INSERT INTO fields SELECT id, 'country', 'FI' FROM people WHERE id % 5 = 0;
      ANALYZE)");
  }
};

constexpr const char* kPeople = R"({"bsonType": "object",
  "x-tamis": {"sqlite": {"table": "people", "key": "id"}}, "properties": {
  "plan": {"bsonType": "string", "x-tamis": {"indexed": true}},
  "tags": {"bsonType": "array", "items": {"bsonType": "string"},
           "x-tamis": {"sqlite": {"table": "tags", "key": "person", "column": "tag"}}},
  "debts": {"bsonType": "int", "x-tamis": {"sqlite": {
    "table": "fields", "key": "person", "where": {"name": "debts"}, "column": "value"}}},
  "country": {"bsonType": "string", "x-tamis": {"sqlite": {
    "table": "fields", "key": "person", "where": {"name": "country"}, "column": "value"}}}}})";

TEST_CASE("a sample tells common values from rare ones", "[sqlite]") {
  const auto statistics = read(People());
  const auto rows = [&](const char* table, const std::string& from, Value value) {
    return statistics->rows_selected(table, {from, {std::move(value)}});
  };
  const double common = rows("tags", "FROM tags WHERE tag = ?", "common");
  const double rare = rows("TAGS", "FROM tags WHERE tag = ?", "rare");
  CHECK(common > 400);
  CHECK(common < 600);
  CHECK(rare > 0);
  CHECK(rare < 50);
  CHECK(rows("tags", "FROM tags WHERE tag = ?", "none") > 0);
  const double debtors = rows("fields", "FROM fields WHERE name = 'debts' AND value > ?", 1000);
  CHECK(debtors > 0);
  CHECK(debtors < 100);
  CHECK(rows("tags", "FROM tags WHERE colour = ?", "red") == -1);
  CHECK(rows("nobody", "FROM nobody WHERE tag = ?", "red") == -1);
}

struct Led {
  const char* why;
  const char* condition;
  const char* first_value;  // of what is looked up first
};

constexpr Led kLed[] = {
    {"the rare tag, written last", R"({"tags": {"$all": ["common", "rare"]}})", "rare"},
    {"the rare tag, written first", R"({"tags": {"$all": ["rare", "common"]}})", "rare"},
    {"a range that few are in", R"({"country": "FI", "debts": {"$gt": 1000}})", "debts"},
    {"a value that fewer have", R"({"country": "FI", "debts": {"$gt": 100}})", "country"},
    {"a tag, not a column of many", R"({"plan": "free", "tags": "rare"})", "rare"},
};

TEST_CASE("the term that selects the fewest rows is looked up first", "[sqlite]") {
  EmitOptions options;
  options.statistics = read(People());
  const Schema schema = right_schema(kPeople);
  for (const Led& row : kLed) {
    DYNAMIC_SECTION(row.why) {
      const Condition condition = right_condition(row.condition, {.schema = schema});
      const Result<SqlFilter> filter = checked_emit(condition, options);
      REQUIRE(filter);
      const std::string& text = filter->text;
      const std::size_t in = text.find(" IN (SELECT");
      REQUIRE(in != std::string::npos);
      CAPTURE(text);
      const auto marks = static_cast<std::size_t>(
          std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(in), '?'));
      REQUIRE(marks < filter->params.size());
      CHECK(std::get<Value>(filter->params[marks]).as<std::string>() == row.first_value);
      CHECK(text.find(" IN (SELECT", in + 1) == std::string::npos);
    }
  }
}

TEST_CASE("keys of most rows are not listed", "[sqlite]") {
  EmitOptions options;
  options.statistics = read(People());
  const Schema schema = right_schema(kPeople);
  const auto text = [&](const char* condition) {
    const Result<SqlFilter> filter =
        checked_emit(right_condition(condition, {.schema = schema}), options);
    REQUIRE(filter);
    return filter->text;
  };
  const std::string half = text(R"({"tags": "common"})");
  CHECK(half.find(" IN (SELECT") != std::string::npos);
  const std::string all = text(R"({"debts": {"$gte": 0}})");
  CHECK(all.find("EXISTS (SELECT") != std::string::npos);
}

struct Behind {
  const char* why;
  const char* condition;
  bool listed;
};

constexpr Behind kBehind[] = {
    {"hardly longer than the leader's", R"({"country": "FI", "tags": "some"})", true},
    {"far longer", R"({"country": "FI", "tags": "rare"})", false},
    {"a range, whose keys come in no order", R"({"country": "FI", "debts": {"$gt": 100}})", false},
};

TEST_CASE("behind the leader a list is made of what has about as few rows", "[sqlite]") {
  const People db;
  EmitOptions options;
  options.statistics = read(db);
  const Schema schema = right_schema(kPeople);
  for (const Behind& row : kBehind) {
    DYNAMIC_SECTION(row.why) {
      const Condition condition = right_condition(row.condition, {.schema = schema});
      const Result<SqlStatement> statement =
          checked_select(condition, {.no_orphans = true}, options);
      REQUIRE(statement);
      CAPTURE(statement->text);
      CHECK(statement->from_child_tables);
      CHECK((statement->text.find(" AND +(") != std::string::npos) == row.listed);
      CHECK((statement->text.find(" AND EXISTS ") != std::string::npos) != row.listed);
    }
  }
}

}  // namespace
}  // namespace tamis::sqlite
