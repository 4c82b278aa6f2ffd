// A schema inferred from documents parses, and every one of them fits it.
#include <tamis/extended_json.h>
#include <tamis/schema.h>

#include "compiler/schema/fits.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  const char* why;
  std::vector<const char*> documents;
  const char* holds;  // must occur in the schema's text
};

const Row kRows[] = {
    {"nothing to learn from", {}, "object"},
    {"a field that is always there is required", {R"({"a": 1})", R"({"a": 2})"}, "required"},
    {"numbers of several types", {R"({"a": 1})", R"({"a": 1.5})"}, "\"a\""},
    {"null beside a type", {R"({"a": null})", R"({"a": "x"})"}, "null"},
    {"nested objects", {R"({"a": {"b": 1}})", R"({"a": {"c": "x"}})"}, "properties"},
    {"arrays of scalars", {R"({"a": [1, 2]})", R"({"a": []})"}, "items"},
    {"arrays of objects", {R"({"a": [{"b": 1}, {"b": null, "c": [1]}]})"}, "items"},
    {"dates and ids",
     {R"({"a": {"$date": "2024-01-01T00:00:00Z"}, "b": {"$oid": "0123456789abcdef01234567"}})"},
     "objectId"},
    {"mixed types",
     {R"({"a": 1})", R"({"a": "x"})", R"({"a": [true]})", R"({"a": {"b": 1}})"},
     "\"a\""},
};

}  // namespace

TEST_CASE("inferred schemas take every sample", "[schema][infer]") {
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      std::vector<Value> documents;
      for (const char* text : row.documents) {
        auto document = parse_extended_json(Source("d", text));
        REQUIRE(document.ok());
        documents.push_back(*document);
      }
      const std::string text = infer_schema(documents);
      CAPTURE(text);
      CHECK(text.find(row.holds) != std::string::npos);
      const auto schema = parse_schema(Source("inferred", text));
      REQUIRE(schema.ok());
      CHECK(schema.diagnostics().empty());
      for (const Value& document : documents) CHECK(fits(document, *schema));
    }
  }
}

TEST_CASE("fits refuses what the schema rules out", "[schema][fits]") {
  struct Refused {
    const char* schema;
    const char* document;
    bool fits;
  };
  constexpr Refused kCases[] = {
      {R"({"properties": {"a": {"bsonType": "int"}}})", R"({"a": 1})", true},
      {R"({"properties": {"a": {"bsonType": "int"}}})", R"({"a": "1"})", false},
      {R"({"properties": {"a": {"bsonType": "int"}}})", R"({})", true},
      {R"({"required": ["a"], "properties": {"a": {"bsonType": "int"}}})", R"({})", false},
      {R"({"additionalProperties": false, "properties": {"a": {}}})", R"({"b": 1})", false},
      {R"({"properties": {"a": {"enum": ["x", null]}}})", R"({"a": "y"})", false},
      {R"({"properties": {"a": {"bsonType": "int", "minimum": 3}}})", R"({"a": 2})", false},
      {R"({"properties": {"a": {"bsonType": "int", "minimum": 3}}})", R"({"a": 3})", true},
      {R"({"properties": {"a": {"bsonType": "string", "maxLength": 2}}})", R"({"a": "åäö"})",
       false},
      {R"({"properties": {"a": {"bsonType": "array", "items": {"bsonType": "string"}}}})",
       R"({"a": ["x", 1]})", false},
  };
  for (const Refused& row : kCases) {
    CAPTURE(row.schema, row.document);
    const auto schema = parse_schema(Source("s", row.schema));
    REQUIRE(schema.ok());
    CHECK(fits(*parse_extended_json(Source("d", row.document)), *schema) == row.fits);
  }
}

}  // namespace tamis
