// What a mapping says of NULL, of no rows and of subscriptions, beside the documents that are
// meant.
#include <tamis/predicate.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include "backends/sqlite/open_filter.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

constexpr const char* kSchema = R"({
  "bsonType": "object", "required": ["id", "nick", "topics"], "additionalProperties": false,
  "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
  "properties": {
    "id": {"bsonType": "int"},
    "nick": {"bsonType": ["string", "null"], "x-tamis": {"sqlite": {"column": "nick", "null": "null"}}},
    "town": {"bsonType": "string"},
    "age": {"bsonType": ["int", "null"], "x-tamis": {"sqlite": {"column": "age", "presence": "has_age"}}},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"},
      "x-tamis": {"sqlite": {"table": "tags", "key": "person", "column": "tag", "empty": "missing"}}},
    "marks": {"bsonType": ["array", "null"], "items": {"bsonType": "string"},
      "x-tamis": {"sqlite": {"table": "marks", "key": "person", "column": "mark", "presence": "has_marks"}}},
    "nicks": {"bsonType": "array", "items": {"bsonType": "string"},
      "x-tamis": {"sqlite": {"column": "nicks", "path": "$"}}},
    "pet": {"bsonType": ["string", "int", "null"],
      "x-tamis": {"sqlite": {"column": "pet", "path": "$"}}},
    "first": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "pair", "path": "$[0]"}}},
    "score": {"bsonType": ["double", "null"], "x-tamis": {"sqlite": {"table": "facts", "key": "person",
      "where": {"name": "score"}, "column": "value", "null": "null"}}},
    "rank": {"bsonType": ["double", "null"], "x-tamis": {"sqlite": {"table": "facts", "key": "person",
      "where": {"name": "rank"}, "column": "value", "presence": "has_rank"}}},
    "topics": {"bsonType": "array",
      "x-tamis": {"topics": {"ids": ["news", "offers"], "subscribed": {"state": "on"}},
                  "sqlite": {"table": "subscriptions", "key": "person"}},
      "items": {"bsonType": "object", "required": ["id", "state"], "additionalProperties": false,
        "properties": {"id": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "topic"}}},
                       "state": {"bsonType": "string"}}}}}})";

constexpr const char* kTables = R"(
  CREATE TABLE people (id INTEGER PRIMARY KEY, nick TEXT, town TEXT, age INTEGER,
                       has_age INTEGER NOT NULL, has_marks INTEGER NOT NULL,
                       nicks TEXT, pet TEXT, pair TEXT,
                       has_rank INTEGER NOT NULL);
  CREATE TABLE tags (person INTEGER, tag TEXT);
  CREATE TABLE marks (person INTEGER, mark TEXT);
  CREATE TABLE facts (person INTEGER, name TEXT, value);
  CREATE TABLE subscriptions (person INTEGER, topic TEXT, state TEXT);
  INSERT INTO people VALUES (0, 'Aino', 'Turku', 5, 2, 2, '["a","b"]', '"cat"', '["x"]', 0),
                            (1, NULL, NULL, NULL, 1, 1, '[]', 'null', '[]', 1),
                            (2, 'Bo', NULL, NULL, 0, 0, NULL, NULL, NULL, 1),
                            (3, '', 'Turku', 7, 2, 2, '["b"]', '5', '["y","x"]', 2);
  INSERT INTO tags VALUES (0, 'a'), (0, 'b'), (3, 'b');
  INSERT INTO marks VALUES (0, 'x');
  INSERT INTO facts VALUES (0, 'score', 1.5), (1, 'score', NULL), (3, 'rank', 1.5), (2, 'rank', NULL);
  INSERT INTO subscriptions VALUES (0, 'news', 'on'), (0, 'offers', 'off'), (1, 'news', 'off'),
                                   (3, 'offers', 'on'), (3, 'news', 'on');)";

constexpr const char* kDocuments[] = {
    R"({"id": 0, "nick": "Aino", "town": "Turku", "age": 5, "tags": ["a", "b"], "marks": ["x"],
        "score": 1.5, "nicks": ["a", "b"], "pet": "cat", "first": "x", "topics": [{"id": "news", "state": "on"}, {"id": "offers", "state": "off"}]})",
    R"({"id": 1, "nick": null, "age": null, "marks": null, "score": null, "nicks": [], "pet": null, "rank": null,
        "topics": [{"id": "news", "state": "off"}]})",
    R"({"id": 2, "nick": "Bo", "rank": null, "topics": []})",
    R"({"id": 3, "nick": "", "town": "Turku", "age": 7, "tags": ["b"], "marks": [], "nicks": ["b"], "pet": 5, "first": "y", "rank": 1.5,
        "topics": [{"id": "offers", "state": "on"}, {"id": "news", "state": "on"}]})",
};

constexpr const char* kConditions[] = {
    R"({"nick": null})",
    R"({"nick": {"$ne": null}})",
    R"({"nick": {"$exists": true}})",
    R"({"nick": {"$type": "null"}})",
    R"({"nick": {"$in": ["Bo", null]}})",
    R"({"town": null})",
    R"({"town": {"$exists": false}})",
    R"({"town": {"$not": {"$type": "null"}}})",
    R"({"age": null})",
    R"({"age": {"$exists": false}})",
    R"({"age": {"$type": "null"}})",
    R"({"age": {"$not": {"$gt": 5}}})",
    R"({"tags": {"$exists": false}})",
    R"({"tags": {"$size": 0}})",
    R"({"tags": {"$ne": "a"}})",
    R"({"tags": null})",
    R"({"marks": {"$exists": false}})",
    R"({"marks": null})",
    R"({"marks": {"$size": 0}})",
    R"({"marks": {"$ne": "x"}})",
    R"({"nicks": "a"})",
    R"({"nicks": {"$ne": "a"}})",
    R"({"nicks": {"$size": 0}})",
    R"({"nicks": {"$exists": false}})",
    R"({"nicks": ["a", "b"]})",
    R"({"pet": "cat"})",
    R"({"pet": {"$ne": 5}})",
    R"({"pet": null})",
    R"({"pet": {"$exists": true}})",
    R"({"first": "x"})",
    R"({"score": null})",
    R"({"score": {"$exists": true}})",
    R"({"score": {"$lt": 2}})",
    R"({"rank": null})",
    R"({"rank": {"$exists": true}})",
    R"({"rank": {"$exists": false}})",
    R"({"rank": {"$type": "null"}})",
    R"({"rank": {"$ne": 1.5}})",
    R"({"rank": {"$gt": 1}})",
    R"({"subscribedToTopic": "news"})",
    R"({"notSubscribedToTopic": "news"})",
    R"({"$or": [{"subscribedToTopic": "offers"}, {"topics.state": "off"}]})",
    R"({"topics": {"$elemMatch": {"id": "news", "state": {"$ne": "on"}}}})",
    R"({"topics": {"$not": {"$elemMatch": {"id": "offers"}}}})",
    R"({"topics": {"$size": 2}})",
};

std::vector<std::string> documents_of(const Condition& condition) {
  predicate::Matcher matcher(predicate::compile(condition));
  std::vector<std::string> found;
  for (std::size_t i = 0; i < std::size(kDocuments); ++i)
    if (matcher.matches_text(kDocuments[i]).matched()) found.push_back(std::to_string(i));
  return found;
}

TEST_CASE("nothing and subscriptions mean what the mapping says", "[sqlite]") {
  const Connection db;
  db.execute(kTables);
  REQUIRE(register_functions(db.get()) == SQLITE_OK);
  const Schema schema = right_schema(kSchema);
  for (const char* text : kConditions) DYNAMIC_SECTION(text) {
      const Condition condition = right_condition(text, {.schema = schema});
      for (const engines::SqlEmitter emitter : {emit, emit_match}) {
        const Result<SqlFilter> filter = checked_emit(condition, {}, emitter);
        REQUIRE(filter);
        CAPTURE(filter->text);
        const Statement select =
            db.prepare("SELECT id FROM people WHERE " + filter->text + " ORDER BY id");
        REQUIRE(bind(select.get(), *filter, {}) == SQLITE_OK);
        CHECK(Connection::rows(select.get()) == documents_of(condition));
      }
    }
}

}  // namespace
}  // namespace tamis::sqlite
