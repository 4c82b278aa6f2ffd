// The words of another dialect stand wherever those of SQLite's do.
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <utility>

#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

constexpr Dialect kOther = {.identifier_quote = '`',
                            .json_value = "json_scalar",
                            .json_type = "json_kind",
                            .json_rows = "json_elements",
                            .json_length = "json_size",
                            .position_of = "locate",
                            .match = "does_match",
                            .regex = "regexp_like",
                            .stored = "as_json",
                            .unindexed = "/*all*/ "};

std::string in_other_words(std::string text) {
  const std::pair<std::string_view, std::string_view> words[] = {
      {"json_extract", kOther.json_value},
      {"json_type", kOther.json_type},
      {"json_each", kOther.json_rows},
      {"json_array_length", kOther.json_length},
      {"instr", kOther.position_of},
      {"tamis_match", kOther.match},
      {"tamis_regex", kOther.regex},
      {"tamis_value", kOther.stored},
      {"BY +", "BY /*all*/ "}};
  for (const auto& [word, other] : words)
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += other.size())
      text.replace(at, word.size(), other);
  bool in_literal = false;
  for (char& c : text) {
    if (c == '\'') in_literal = !in_literal;
    if (c == '"' && !in_literal) c = kOther.identifier_quote;
  }
  return text;
}

const Schema& schema() {
  static const Schema parsed = right_schema(R"({"bsonType": "object", "required": ["name"],
    "additionalProperties": false, "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
    "properties": {
      "id": {"bsonType": "int"},
      "name": {"bsonType": "string"},
      "plan": {"bsonType": ["string", "int"],
               "x-tamis": {"indexed": true, "sqlite": {"column": "more", "path": "$.plan"}}},
      "marks": {"bsonType": "array", "items": {"bsonType": "int"},
                "x-tamis": {"sqlite": {"column": "more", "path": "$.marks"}}},
      "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "x-tamis": {"sqlite":
               {"table": "tags", "key": "person", "column": "tag", "position": "at"}}}}})");
  return parsed;
}

struct Row {
  const char* why;
  const char* condition;
  Selection selection;
};

const Row kRows[] = {
    {"a substring and a pattern",
     R"({"$or": [{"name": {"$regex": "b"}}, {"name": {"$regex": "a+b"}}]})",
     {}},
    {"paths in JSON", R"({"plan": {"$gt": 5}, "marks": 3})", {.complement = true}},
    {"the length of an array in JSON", R"({"marks": {"$size": 3}})", {}},
    {"a document that is made of columns", R"({"tags": ["a", "b"]})", {}},
    {"columns in an order",
     R"({"name": "a"})",
     {.what = Selection::What::Columns, .columns = {"name"}, .order = {{"name", true}}}},
    {"a page after a key", R"({"name": "a"})", {.limit = 3, .after = Value(5)}},
    {"sorted by the key", R"({"name": {"$gt": "a"}})", {.by_key = Selection::ByKey::Sorted}},
    {"child tables alone",
     R"({"tags": "a"})",
     {.what = Selection::What::Count, .no_orphans = true}},
};

TEST_CASE("statements in another dialect", "[sqlite]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition = right_condition(row.condition, {.schema = schema()});
      for (const char* alias : {"", "p"}) {
        const auto text = [&](const Dialect& dialect) {
          const auto select =
              sqlite::select(condition, row.selection, {.dialect = dialect, .alias = alias});
          REQUIRE(select);
          return select->text;
        };
        CHECK(text(kOther) == in_other_words(text(kSqlite)));
        CHECK(text(kOther) != text(kSqlite));
      }
    }
}

// Which SQLite itself understands, as it takes these quotation marks too.
constexpr Dialect kBackQuotes = {.identifier_quote = '`'};

TEST_CASE("advice in another dialect", "[sqlite]") {
  const Condition conditions[] = {right_condition(R"({"name": "a"})", {.schema = schema()}),
                                  right_condition(R"({"plan": "a"})", {.schema = schema()}),
                                  right_condition(R"({"tags": "a"})", {.schema = schema()})};
  std::vector<IndexAdvice> advice;
  REQUIRE(advise(nullptr, conditions, advice, {}, {.dialect = kBackQuotes}) == SQLITE_OK);
  REQUIRE(advice.size() == 2);
  CHECK(advice[0].statement == "CREATE INDEX `people_name` ON `people`(`name`)");
  CHECK(advice[1].statement == "CREATE INDEX `tags_tag_person` ON `tags`(`tag`, `person`)");
}

TEST_CASE("a statement is kept by its dialect", "[sqlite]") {
  const Connection db;
  db.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, name, more)");
  Statements statements(db.get());
  const Condition condition = right_condition(R"({"name": "a"})", {.schema = schema()});
  for (const Dialect& dialect : {kSqlite, kBackQuotes, kSqlite, kBackQuotes}) {
    sqlite3_stmt* taken = statements.take(condition, {}, {}, {.dialect = dialect}).statement;
    REQUIRE(taken != nullptr);
    const std::string text = sqlite3_sql(taken);
    CHECK((text.find('`') != std::string::npos) == (dialect == kBackQuotes));
  }
  CHECK(statements.prepared() == 2);
}

}  // namespace
}  // namespace tamis::sqlite
