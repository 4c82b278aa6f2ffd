// Hostile texts as values and as names: none gets out of its place, and each is found.
#include <algorithm>
#include <iterator>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/sqlite.h>

#include "compiler/values/regex.h"
#include "tests/backends/hostile_texts.h"
#include "tests/backends/split_ids.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tools/tamis/engines/engine.h"
#include "tools/tamis/engines/sqlite_checker.h"
#include "tools/tamis/engines/sqlite_mapping.h"

namespace tamis::sqlite {
namespace {

using engines::Documents;
using engines::Matched;
using engines::SqliteMapping;

Condition compiled(const Value& condition, const std::optional<Schema>& schema) {
  return right_condition(to_extended_json(condition, ExtendedJson::Canonical), {.schema = schema});
}

Value object(std::string key, Value value) {
  return Object{{std::move(key), std::move(value)}};
}

struct Shape {
  const char* why;
  Value (*of)(const std::string& text);
  bool needs_schema = false;
  bool hangs_on_letters = false;  // the form of the SQL, not what is in it
};

const Shape kShapes[] = {
    {"a column", [](const std::string& text) { return object("must", text); }},
    {"one that may be missing", [](const std::string& text) { return object("may", text); }},
    {"one that may be null", [](const std::string& text) { return object("maybe", text); }},
    {"not equal", [](const std::string& text) { return object("maybe", object("$ne", text)); }},
    {"a list",
     [](const std::string& text) { return object("may", object("$in", Array{text, "other"})); }},
    {"no list",
     [](const std::string& text) { return object("may", object("$nin", Array{text, "x"})); }},
    {"a range", [](const std::string& text) { return object("must", object("$gte", text)); }},
    {"an enum's value", [](const std::string& text) { return object("word", text); }},
    {"a child table's value", [](const std::string& text) { return object("tags", text); }},
    {"all of them",
     [](const std::string& text) { return object("tags", object("$all", Array{text, "both"})); }},
    {"a row of a child table",
     [](const std::string& text) {
       return object("orders", object("$elemMatch", object("sku", text)));
     }},
    {"a topic's id",
     [](const std::string& text) { return object("subscribedToTopic", Array{text}); }, true},
    {"a field that is nowhere mapped",
     [](const std::string& text) { return object("more.a", text); }},
};

const Shape kPatterns[] = {
    {"contained",
     [](const std::string& text) { return object("must", object("$regex", escape_regex(text))); }},
    {"at the beginning",
     [](const std::string& text) {
       return object("must", object("$regex", "^" + escape_regex(text)));
     }},
    {"at the end",
     [](const std::string& text) {
       return object("may", object("$regex", escape_regex(text) + "$"));
     }},
    {"of any case",
     [](const std::string& text) {
       return object("may", Object{{"$regex", escape_regex(text)}, {"$options", "i"}});
     },
     false, true},
};

// A schema of strings, in which the text is a word of an enum and a topic's id.
Schema schema_of(const std::string& text) {
  const Value string = object("bsonType", "string");
  const auto array = [](Value items) {
    return Object{{"bsonType", "array"}, {"items", std::move(items)}};
  };
  const auto object_of = [](Object properties, Array required) {
    return Object{{"bsonType", "object"},
                  {"additionalProperties", false},
                  {"required", std::move(required)},
                  {"properties", std::move(properties)}};
  };
  Object topics = array(object_of({{"id", string}}, {"id"}));
  topics.push_back({"x-tamis", object("topics", object("ids", Array{text, "other"}))});
  const Object properties = {
      {"must", string},
      {"may", string},
      {"maybe", object("bsonType", Array{"string", "null"})},
      {"word", Object{{"bsonType", "string"}, {"enum", Array{text, "other"}}}},
      {"tags", array(string)},
      {"orders", array(object_of({{"sku", string}}, {"sku"}))},
      {"topics", std::move(topics)},
      {"more", Object{{"bsonType", "object"}}}};
  return right_schema(
      to_extended_json(Value(object_of(properties, {"must"})), ExtendedJson::Relaxed));
}

// One of the text, one of another, and one of nothing.
Documents documents_of(const std::string& text) {
  const auto document = [](const std::string& value, const char* tag) {
    return Object{{"must", value},
                  {"may", value},
                  {"maybe", value},
                  {"word", value},
                  {"tags", Array{tag, value}},
                  {"orders", Array{object("sku", value)}},
                  {"topics", Array{object("id", value)}},
                  {"more", object("a", value)}};
  };
  std::vector<Value> documents;
  documents.emplace_back(document(text, "both"));
  documents.emplace_back(document("other", "another"));
  documents.emplace_back(Object{{"must", ""}, {"maybe", nullptr}});
  return Documents(std::move(documents));
}

std::string text_of(const Condition& condition) {
  const Result<SqlFilter> filter = checked_emit(condition);
  REQUIRE(filter);
  return filter->text;
}

// What stands in the text, by each mapping, is the same for a harmless text of this length.
void check_text(const Shape& shape, const std::string& text) {
  if (shape.hangs_on_letters) return;
  const std::string harmless(text.size(), 'z');
  for (const auto mapping : {SqliteMapping::Columns, SqliteMapping::Eav, SqliteMapping::Json}) {
    const auto schema = mapped_schema(schema_of(text), mapping);
    const auto harmless_schema = mapped_schema(schema_of(harmless), mapping);
    REQUIRE(schema);
    REQUIRE(harmless_schema);
    CHECK(text_of(compiled(shape.of(text), schema)) ==
          text_of(compiled(shape.of(harmless), harmless_schema)));
  }
  if (shape.needs_schema) return;
  CHECK(text_of(compiled(shape.of(text), std::nullopt)) == R"(tamis_match("doc", ?))");
}

struct Answers {
  std::size_t given = 0, skipped = 0, without_place = 0;
};

// Where a mapping keeps no document, `more` has no place.
bool asks_more(std::string_view condition) {
  return condition.find("more.a") != std::string_view::npos;
}

// Every engine of SQLite, which holds each statement against the promises, finds what the reference
// does.
void check_answers(const Condition& condition, const Documents& documents, Answers& answers) {
  const std::vector<std::uint32_t> ids = split_ids(condition, documents);
  for (const engines::EngineInfo& engine : engines::engine_table()) {
    if (engine.family != "sqlite" || engine.name == "sqlite-pure") continue;
    if (engine.name == "sqlite-rebuilt" && asks_more(condition.canonical_text())) {
      ++answers.without_place;
      continue;
    }
    CAPTURE(engine.name);
    const engines::Outcome outcome = engine.make()->run(condition, documents, {});
    if (const auto* failed = std::get_if<engines::Failed>(&outcome)) FAIL_CHECK(failed->what);
    if (const auto* matched = std::get_if<Matched>(&outcome)) CHECK(matched->ids == ids);
    std::holds_alternative<engines::Skipped>(outcome) ? ++answers.skipped : ++answers.given;
  }
}

void check_shapes(std::span<const Shape> shapes) {
  Answers answers;
  for (const HostileText& hostile : kHostileTexts) {
    const std::string text(hostile.text);
    const Schema schema = schema_of(text);
    const Documents documents = documents_of(text);
    for (const Shape& shape : shapes) {
      CAPTURE(hostile.why, text, shape.why);
      check_text(shape, text);
      check_answers(compiled(shape.of(text), schema), documents, answers);
    }
  }
  // JSON in SQLite holds no NUL.
  CHECK(answers.skipped == 3 * shapes.size());
  CHECK(answers.given > 4 * answers.skipped);
  const auto asking = std::ranges::count_if(shapes, [](const Shape& shape) {
    return asks_more(compiled(shape.of("text"), schema_of("text")).canonical_text());
  });
  CHECK(answers.without_place == static_cast<std::size_t>(asking) * std::size(kHostileTexts));
}

TEST_CASE("hostile values", "[sqlite]") {
  check_shapes(kShapes);
}

TEST_CASE("hostile patterns", "[sqlite]") {
  check_shapes(kPatterns);
}

}  // namespace
}  // namespace tamis::sqlite
