// The words of another dialect stand wherever those of SQLite's do.
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <algorithm>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

// Words of SQLite's, and others in their place.
struct Words {
  std::string_view sqlite, other;
};
constexpr Words kWords[] = {{"json_extract(", "json_scalar("},
                            {"json_type(", "json_kind("},
                            {"json_each(", "json_elements("},
                            {"json_array_length(", "json_size("},
                            {"instr(", "locate("},
                            {"tamis_match(", "does_match("},
                            {"tamis_regex(", "regexp_like("},
                            {"tamis_value(", "as_json("},
                            {"group_concat(", "string_agg("},
                            {"typeof(", "kind_of("},
                            {" AS INTEGER)", " AS WHOLE)"},
                            {" AS BLOB)", " AS BYTES)"},
                            {" AS TEXT)", " AS WORDS)"},
                            {"9e999", "INFINITE"},
                            {"x'", "b'"},
                            {" LIMIT -1", " LIMIT ALL"},
                            {" IS NOT NULL", " IS NOT NULL"},
                            {" IS NULL", " IS NULL"},
                            {" IS NOT TRUE", " IS NOT TRUE"},
                            {" IS TRUE", " IS TRUE"},
                            {" IS NOT ", " <!> "},
                            {" IS ", " <=> "},
                            {"+", "~"}};

constexpr Dialect kOther = {.identifier_quote = '`',
                            .yes = "TRUE",
                            .no = "FALSE",
                            .same = "{0} <=> {1}",
                            .different = "{0} <!> {1}",
                            .unconverted = "~{0}",
                            .unindexed = "~{0}",
                            .type_of = "kind_of({0})",
                            .whole = "CAST({0} AS WHOLE)",
                            .contains = "locate({0}, {1}) > 0",
                            .ends_with = "substr(CAST({0} AS BYTES), -{2}) <=> {1}",
                            .ends_otherwise = "substr(CAST({0} AS BYTES), -{2}) <!> {1}",
                            .json_value = "json_scalar({0}, {1})",
                            .json_type = "json_kind({0}, {1})",
                            .json_length = "json_size({0}, {1})",
                            .json_rows = "json_elements({0}, {1})",
                            .values_of = "SELECT value FROM json_elements({0})",
                            .joined = "string_agg({0}, ',')",
                            .match = "does_match({0}, {1})",
                            .regex = "regexp_like({0}, {1})",
                            .stored = "as_json({0}, {1})",
                            .blob = "b'{0}'",
                            .text_of_blob = "CAST({0} AS WORDS)",
                            .infinity = "INFINITE",
                            .no_limit = "ALL"};

const Words* word_at(std::string_view text) {
  const auto* found = std::ranges::find_if(
      kWords, [&](const Words& words) { return text.starts_with(words.sqlite); });
  return found == std::end(kWords) ? nullptr : found;
}

std::string in_other_words(std::string_view text) {
  std::string other;
  bool in_literal = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const Words* words = in_literal ? nullptr : word_at(text.substr(at))) {
      other += words->other;
      at += words->sqlite.size();
      in_literal = words->other.ends_with('\'');
      continue;
    }
    const char c = text[at++];
    if (c == '\'') in_literal = !in_literal;
    other += c == '"' && !in_literal ? kOther.identifier_quote : c;
  }
  return other;
}

const Schema& schema() {
  static const Schema parsed = right_schema(R"({"bsonType": "object", "required": ["name"],
    "additionalProperties": false, "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
    "properties": {
      "id": {"bsonType": "int"},
      "name": {"bsonType": "string"},
      "plan": {"bsonType": ["string", "int"],
               "x-tamis": {"indexed": true, "sqlite": {"column": "more", "path": "$.plan"}}},
      "score": {"bsonType": ["string", "double"]},
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
    {"a page without an end", R"({"name": "a"})", {.offset = 3}},
    {"the end of a text", R"({"name": {"$regex": "b$"}})", {}},
    {"a column of several types", R"({"score": {"$mod": [3, 1]}})", {.complement = true}},
    {"texts of a column of several types", R"({"score": {"$in": ["a", 5.5, null]}})", {}},
    {"whole numbers with a fraction", R"({"score": {"$bitsAllSet": 5}})", {}},
    {"another than a value", R"({"score": {"$ne": "a"}, "plan": {"$ne": null}})", {}},
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
          const EmitOptions options{.dialect = dialect, .alias = alias};
          const auto select = dialect == kSqlite
                                  ? checked_select(condition, row.selection, options)
                                  : sqlite::select(condition, row.selection, options);
          REQUIRE(select);
          return select->text;
        };
        CHECK(text(kOther) == in_other_words(text(kSqlite)));
        CHECK(text(kOther) != text(kSqlite));
      }
    }
}

TEST_CASE("values as literals of another dialect", "[sqlite]") {
  const char* conditions[] = {R"({"score": {"$gt": {"$numberDouble": "-Infinity"}}})",
                              R"({"name": {"$regex": "b$"}})", R"({"name": "a\u0001"})"};
  for (const char* text : conditions) DYNAMIC_SECTION(text) {
      const Condition condition = right_condition(text, {.schema = schema()});
      const auto other = emit(condition, {.dialect = kOther, .inline_values = true});
      const auto sqlite = checked_emit(condition, {.inline_values = true});
      REQUIRE((other && sqlite));
      CHECK(other->text == in_other_words(sqlite->text));
      CHECK(other->text != sqlite->text);
    }
}

TEST_CASE("what every row meets in another dialect, and none", "[sqlite]") {
  CHECK(emit(right_condition("{}", {.schema = schema()}), {.dialect = kOther})->text == "TRUE");
  CHECK(
      emit(right_condition(R"({"$nor": [{}]})", {.schema = schema()}), {.dialect = kOther})->text ==
      "FALSE");
}

constexpr Dialect kBare = {.type_of = "",
                           .json_value = "",
                           .json_type = "",
                           .json_length = "",
                           .json_rows = "",
                           .match = "",
                           .regex = "",
                           .stored = ""};

TEST_CASE("what a dialect has no phrase for is refused", "[sqlite]") {
  const char* conditions[] = {R"({"name": {"$regex": "a+b"}})", R"({"score": 1})",
                              R"({"plan": "a"})", R"({"marks": 3})", R"({"tags": ["a"]})"};
  for (const char* text : conditions) DYNAMIC_SECTION(text) {
      const Condition condition = right_condition(text, {.schema = schema()});
      CHECK(checked_emit(condition));
      const auto refused = emit(condition, {.dialect = kBare});
      REQUIRE_FALSE(refused);
      const Diagnostic& first = refused.diagnostics().front();
      CHECK(first.code == "B001");
      CHECK(first.helps ==
            std::vector<std::string>{
                "ask an engine that can be given functions, or match documents in memory"});
    }
  CHECK(emit(right_condition(R"({"name": "a"})", {.schema = schema()}), {.dialect = kBare}));
}

TEST_CASE("the values of a moment, for another engine to bind", "[sqlite]") {
  const auto values_of = [](const char* text) {
    const auto filter = checked_emit(right_condition(text, {.schema = schema()}));
    REQUIRE(filter);
    return values_at(filter->params, {});
  };
  const auto values = values_of(R"({"name": {"$gt": "a", "$lt": "b"}})");
  REQUIRE(values);
  REQUIRE(values->size() == 2);
  CHECK(identical(values->front(), Value("a")));
  CHECK(identical(values->back(), Value("b")));
  CHECK_FALSE(values_of(R"({"name": "a", "tags": ["a", "b"]})"));
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
