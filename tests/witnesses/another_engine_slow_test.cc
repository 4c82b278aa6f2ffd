// Another SQL engine is a value of Dialect's and a mapping: DuckDB, whose columns have one type
// each and which has no functions of ours, selects what SQLite does, or is refused the condition.
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"
#include "tools/tamis/engines/child.h"

namespace tamis::sqlite {
namespace {

using nlohmann::json;

constexpr Dialect kDuckDb = {.yes = "TRUE",
                             .no = "FALSE",
                             .same = "{0} IS NOT DISTINCT FROM {1}",
                             .different = "{0} IS DISTINCT FROM {1}",
                             .unconverted = "{0}",
                             .unindexed = "{0}",
                             .type_of = "",
                             .whole = "",
                             .ends_with = "coalesce(ends_with({0}, decode({1})), FALSE)",
                             .ends_otherwise = "coalesce(NOT ends_with({0}, decode({1})), TRUE)",
                             .json_value = "",
                             .json_type = "",
                             .json_length = "",
                             .json_rows = "",
                             .values_of = "",
                             .joined = "string_agg({0}, ',')",
                             .match = "",
                             .regex = "",
                             .stored = "",
                             .infinity = "CAST('inf' AS DOUBLE)",
                             .no_limit = "",
                             .parser_stack = 10'000};

constexpr const char* kTables[] = {
    "CREATE TABLE people(id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, country VARCHAR, "
    "age BIGINT, worth DOUBLE, vip BIGINT, seen BIGINT, born VARCHAR, \"sel\"\"ect\" VARCHAR, "
    "tags_state BIGINT)",
    "CREATE TABLE tags(person BIGINT, place BIGINT, tag VARCHAR)",
    "CREATE TABLE orders(person BIGINT, sku VARCHAR, qty BIGINT, price DOUBLE)",
    "CREATE TABLE more(person BIGINT, name VARCHAR, text_value VARCHAR, number_value DOUBLE)",
    "CREATE TABLE topics(person BIGINT, topic VARCHAR, state VARCHAR)"};

constexpr const char* kSchema = R"({"bsonType": "object", "required": ["id", "name"],
  "additionalProperties": false, "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
  "properties": {
    "id": {"bsonType": "long"},
    "name": {"bsonType": "string"},
    "country": {"bsonType": ["string", "null"], "x-tamis": {"indexed": true}},
    "age": {"bsonType": ["int", "long"]},
    "worth": {"bsonType": ["int", "long", "double"]},
    "vip": {"bsonType": "bool"},
    "seen": {"bsonType": "date"},
    "born": {"bsonType": "date",
             "x-tamis": {"sqlite": {"column": "born", "encoding": "iso8601"}}},
    "sel\"ect": {"bsonType": "string"},
    "plan": {"bsonType": "string", "x-tamis": {"sqlite": {"table": "more", "key": "person",
             "where": {"name": "plan"}, "column": "text_value"}}},
    "score": {"bsonType": "double", "x-tamis": {"sqlite": {"table": "more", "key": "person",
              "where": {"name": "score"}, "column": "number_value", "null": "null"}}},
    "tags": {"bsonType": ["array", "null"], "items": {"bsonType": "string"}, "x-tamis": {"sqlite":
             {"table": "tags", "key": "person", "column": "tag", "position": "place",
              "presence": "tags_state"}}},
    "orders": {"bsonType": "array", "x-tamis": {"sqlite": {"table": "orders", "key": "person"}},
      "items": {"bsonType": "object", "properties": {"sku": {"bsonType": "string"},
                "qty": {"bsonType": "int"}, "price": {"bsonType": "double"}}}},
    "topics": {"bsonType": "array", "items": {"bsonType": "object", "properties": {
                 "id": {"bsonType": "string",
                        "x-tamis": {"sqlite": {"column": "topic"}}},
                 "state": {"bsonType": "string"}}},
      "x-tamis": {"topics": {"ids": ["t1", "t2"], "subscribed": {"state": "SUBSCRIBED"}},
                  "sqlite": {"table": "topics", "key": "person"}}}}})";

constexpr const char* kConditions[] = {
    R"({})",
    R"({"$nor": [{}]})",
    R"({"name": "ann"})",
    R"({"name": {"$ne": "ann"}})",
    R"({"country": "FI"})",
    R"({"country": {"$ne": "FI"}})",
    R"({"country": null})",
    R"({"country": {"$exists": false}})",
    R"({"country": {"$in": ["FI", "SE", null]}})",
    R"({"country": {"$nin": ["FI", "SE"]}})",
    R"({"country": {"$gt": "E", "$lte": "SE"}})",
    R"({"country": {"$not": {"$gt": "F"}}})",
    R"({"age": {"$gte": 18, "$lt": 65}})",
    R"({"age": {"$gt": 17.5}})",
    R"({"age": 40.0})",
    R"({"age": {"$in": [18, 20.5, 40, 65]}})",
    R"({"age": {"$mod": [7, 3]}})",
    R"({"age": {"$not": {"$mod": [7, 3]}}})",
    R"({"age": {"$bitsAllSet": 5}})",
    R"({"age": {"$bitsAnyClear": [0, 3]}})",
    R"({"worth": {"$gte": 99.5}})",
    R"({"worth": {"$lt": {"$numberDouble": "Infinity"}}})",
    R"({"worth": {"$type": "number"}})",
    R"({"worth": {"$not": {"$lte": 100}}})",
    R"({"vip": true})",
    R"({"vip": {"$ne": true}})",
    R"({"seen": {"$gt": "2024-03-01"}})",
    R"({"seen": {"$lt": "now-30d"}})",
    R"({"born": {"$gte": "1990-01-01", "$lt": "2000-01-01"}})",
    R"({"born": {"$exists": true}})",
    R"({"sel\"ect": {"$in": ["a'b", "\"", "ä"]}})",
    R"({"name": {"$regex": "^an"}})",
    R"({"name": {"$regex": "nn"}})",
    R"({"name": {"$not": {"$regex": "nn"}}})",
    R"({"country": {"$regex": "E$"}})",
    R"({"country": {"$not": {"$regex": "E$"}}})",
    R"({"country": {"$regex": "^(?:FI)$"}})",
    R"({"plan": "pro"})",
    R"({"plan": {"$ne": "pro"}})",
    R"({"plan": null})",
    R"({"plan": {"$in": ["pro", "team"]}, "country": "FI"})",
    R"({"score": {"$gte": 0.5}})",
    R"({"score": null})",
    R"({"score": {"$exists": true}})",
    R"({"tags": "new"})",
    R"({"tags": {"$ne": "new"}})",
    R"({"tags": {"$all": ["new", "old"]}})",
    R"({"tags": {"$size": 2}})",
    R"({"tags": {"$size": 0}})",
    R"({"tags": null})",
    R"({"tags": {"$exists": true}})",
    R"({"tags": {"$elemMatch": {"$gt": "m", "$lt": "p"}}})",
    R"({"orders": {"$elemMatch": {"sku": "s1", "qty": {"$gte": 2}}}})",
    R"({"orders": {"$not": {"$elemMatch": {"sku": "s1", "price": {"$lt": 5}}}}})",
    R"({"orders.sku": "s2", "orders.qty": {"$gt": 3}})",
    R"({"orders.qty": {"$ne": 1}})",
    R"({"subscribedToTopic": "t1"})",
    R"({"notSubscribedToTopic": "t2"})",
    R"({"subscribedToTopic": "t1", "notSubscribedToTopic": "t2"})",
    R"({"$or": [{"country": "FI"}, {"age": {"$lt": 20}}, {"tags": "new"}]})",
    R"({"$nor": [{"country": "FI"}, {"tags": "new"}]})",
    R"({"$or": [{"plan": "pro", "vip": true}, {"plan": "pro", "age": {"$gt": 50}}]})",
};

// With what DuckDB has not.
constexpr const char* kRefused[] = {
    R"({"name": {"$regex": "a+n"}})",
    R"({"worth": {"$mod": [2, 1]}})",
    R"({"worth": {"$bitsAllSet": 1}})",
    R"({"worth": {"$type": "int"}})",
    R"({"tags.0": "new"})",
    R"({"tags": ["new", "old"]})",
};

std::vector<std::string> ask(const Connection& sqlite, const SqlStatement& statement,
                             const Context& context) {
  const Statement prepared = sqlite.prepare(statement.text);
  REQUIRE(sqlite::bind(prepared.get(), statement, context) == SQLITE_OK);
  const auto rows = Connection::rows(prepared.get());
  REQUIRE(rows);
  return *rows;
}

json param(const Value& value) {
  switch (value.type()) {
    case BsonType::Int32:
      return {{"long", std::to_string(value.as<std::int32_t>())}};
    case BsonType::Int64:
      return {{"long", std::to_string(value.as<std::int64_t>())}};
    case BsonType::Double:
      return {{"double", fmt::format("{}", value.as<double>())}};
    case BsonType::String:
      return {{"text", value.as<std::string>()}};
    default:
      break;
  }
  std::string digits;
  for (const char c : value.as<Binary>().bytes)
    digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return {{"blob", digits}};
}

class DuckDb {
 public:
  bool is_installed() { return child_.ask(R"({"run": "SELECT 1"})").has_value(); }

  void run(const std::string& sql) {
    const json said = hear({{"run", sql}});
    INFO(sql << ": " << said.dump());
    REQUIRE(said.contains("done"));
  }

  std::vector<std::string> ask(const SqlStatement& statement, const Context& context) {
    json params = json::array();
    const auto values = values_at(statement.params, context);
    REQUIRE(values);
    for (const Value& value : *values) params.push_back(param(value));
    const json said = hear({{"ask", statement.text}, {"params", params}});
    INFO(statement.text << ": " << said.dump());
    REQUIRE(said.contains("rows"));
    return said["rows"];
  }

 private:
  json hear(const json& question) {
    const auto line = child_.ask(question.dump());
    REQUIRE(line);
    return json::parse(*line);
  }

  engines::Child child_{{"node", "tests/witnesses/duckdb.mjs"}};
};

// Rows of people and of what belongs to them, NULLs among them.
class Rows {
 public:
  std::vector<std::string> made(int people) {
    for (int id = 1; id <= people; ++id) person(id);
    return std::move(statements_);
  }

 private:
  bool chance(int percent) { return std::uniform_int_distribution(1, 100)(random_) <= percent; }
  int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(random_); }
  template <std::size_t size>
  std::string text(const char* const (&words)[size]) {
    return kSqlite.literal(words[static_cast<std::size_t>(below(size))]);
  }
  std::string or_null(std::string value) { return chance(25) ? "NULL" : std::move(value); }
  std::string number(int limit) { return or_null(std::to_string(below(limit))); }
  std::string fraction(int limit) { return or_null(fmt::format("{}.5", below(limit))); }

  void insert(std::string_view table, std::initializer_list<std::string> values) {
    statements_.push_back(
        fmt::format("INSERT INTO {} VALUES ({})", table, fmt::join(values, ", ")));
  }

  void person(int id) {
    const std::string key = std::to_string(id);
    const std::string born =
        fmt::format("'19{}-0{}-11T00:00:00.000Z'", 70 + below(30), 1 + below(9));
    const std::string seen = std::to_string(1'700'000'000'000 + 864'000'000LL * below(80));
    const int tags_state = below(3);
    insert("people", {key, text({"ann", "anna", "bo", "Ann", "hanna\n"}),
                      or_null(text({"FI", "SE", "DE", "E"})), number(80), fraction(200), number(2),
                      or_null(seen), or_null(born), or_null(text({"a'b", "\"", "ä", "z"})),
                      std::to_string(tags_state)});
    for (int at = 0; tags_state == 2 && at < 3; ++at)
      if (chance(60)) insert("tags", {key, std::to_string(at), text({"new", "old", "x"})});
    for (int at = 0; at < 3; ++at)
      if (chance(40)) insert("orders", {key, or_null(text({"s1", "s2"})), number(5), fraction(9)});
    if (chance(60)) insert("more", {key, "'plan'", or_null(text({"pro", "team", "free"})), "NULL"});
    if (chance(60)) insert("more", {key, "'score'", "NULL", or_null(chance(50) ? "0.25" : "0.75")});
    for (const char* topic : {"'t1'", "'t2'"})
      if (chance(50)) insert("topics", {key, topic, text({"SUBSCRIBED", "UNSUBSCRIBED"})});
  }

  std::mt19937 random_{20'261'130};
  std::vector<std::string> statements_;
};

TEST_CASE("DuckDB selects what SQLite does", "[witnesses]") {
  DuckDb duckdb;
  if (!duckdb.is_installed()) {
    WARN("skipped: DuckDB is not installed");
    return;
  }
  const Connection sqlite;
  std::vector<std::string> script(std::begin(kTables), std::end(kTables));
  for (std::string& insert : Rows().made(300)) script.push_back(std::move(insert));
  for (const std::string& sql : script) {
    sqlite.execute(sql);
    duckdb.run(sql);
  }

  const Schema schema = right_schema(kSchema);
  const Context context{.now_ms = 1'730'000'000'000};
  const Selection selections[] = {{.by_key = Selection::ByKey::Sorted},
                                  {.by_key = Selection::ByKey::Sorted, .complement = true},
                                  {.order = {{"name", true}}, .limit = 20, .offset = 3},
                                  {.offset = 5, .after = Value(40)},
                                  {.what = Selection::What::Count, .no_orphans = true}};
  for (const char* text : kConditions) {
    INFO(text);
    const Condition condition = right_condition(text, {.schema = schema});
    for (const Selection& selection : selections) {
      const auto ours = checked_select(condition, selection, {.pure_sql = true});
      const auto theirs = select(condition, selection, {.dialect = kDuckDb});
      REQUIRE((ours && theirs));
      CHECK(duckdb.ask(*theirs, context) == ask(sqlite, *ours, context));
    }
  }
  for (const char* text : kRefused) {
    INFO(text);
    const Condition condition = right_condition(text, {.schema = schema});
    CHECK(checked_emit(condition));
    const auto refused = emit(condition, {.dialect = kDuckDb});
    REQUIRE_FALSE(refused);
    CHECK(refused.diagnostics().front().code == "B001");
  }
}

}  // namespace
}  // namespace tamis::sqlite
