// Conditions in the segments API's forms: what can be said there, and what cannot.
#include <tamis/catalog.h>
#include <tamis/compile.h>
#include <tamis/render.h>

#include "compiler/print/print.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  std::string_view why;
  std::string_view condition;
  std::string_view segments;  // or, of what it cannot say, a part of the message
};

constexpr Row kRows[] = {
    {"an equality", R"({"country": "FI"})",
     R"({"field": "country", "operator": "eq", "value": "FI"})"},
    {"two fields", R"({"country": "FI", "age": {"$gte": 18}})",
     R"({"$and": [{"field": "country", "operator": "eq", "value": "FI"}, {"field": "age", "operator": "gte", "value": 18}]})"},
    {"$nor", R"({"$nor": [{"vip": true}, {"age": 5}]})",
     R"({"$not": {"$or": [{"field": "vip", "operator": "eq", "value": true}, {"field": "age", "operator": "eq", "value": 5}]}})"},
    {"a list", R"({"country": {"$nin": ["FI", "SE"]}})",
     R"({"field": "country", "operator": "nin", "value": ["FI", "SE"]})"},
    {"null in a list is a test of its own", R"({"country": {"$nin": ["FI", null]}})",
     R"({"$not": {"$or": [{"field": "country", "operator": "eq", "value": "FI"}, {"field": "country", "operator": "exists", "value": false}]}})"},
    {"a date is text again", R"({"signup_date": {"$lt": {"$date": "2026-01-31T00:00:00Z"}}})",
     R"({"field": "signup_date", "operator": "lt", "value": "2026-01-31T00:00:00.000Z"})"},
    {"date math stays", R"({"signup_date": {"$gt": "now-30d"}})",
     R"({"field": "signup_date", "operator": "gt", "value": "now-30d"})"},
    {"text that is first", R"({"email": {"$regex": "^anna@"}})",
     R"({"field": "email", "operator": "startsWith", "value": "anna@"})"},
    {"all of a list", R"({"tags": {"$all": ["a", "b"]}})",
     R"({"$and": [{"field": "tags", "operator": "eq", "value": "a"}, {"field": "tags", "operator": "eq", "value": "b"}]})"},
    {"not subscribed", R"({"notSubscribedToTopic": ["news"]})",
     R"({"notSubscribedToTopic": ["news"]})"},
    {"a field that is never null", R"({"email": {"$exists": true}})",
     R"({"field": "email", "operator": "exists", "value": true})"},
    {"a field that may be null", R"({"country": {"$exists": true}})", "there and null"},
    {"a regex", R"({"email": {"$regex": "a+"}})", "a regular expression"},
    {"everything", R"({})", "an empty condition"},
    {"a length", R"({"tags": {"$size": 2}})", "`$size`"},
    {"one element", R"({"orders": {"$elemMatch": {"qty": 1}}})", "`$elemMatch`"},
};

TEST_CASE("the segments API's forms", "[print]") {
  CompileOptions options;
  options.schema = parse_schema(example_schema()).value();
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition =
          compile(Source("row", std::string(row.condition)), options).value();
      const Result<PrintedText> text = segments_text(condition.checked());
      if (!row.segments.starts_with("{")) {
        REQUIRE(!text.ok());
        CHECK(text.diagnostics().front().code == "B040");
        CHECK(text.diagnostics().front().message.find(row.segments) != std::string::npos);
        continue;
      }
      INFO(render(text.diagnostics(), ReportFormat::Human));
      REQUIRE(text.ok());
      CHECK(text->text == row.segments);
      CHECK(compile(Source("again", text->text), options).ok());
    }
}

TEST_CASE("a decimal that a schema makes of a number is that number again", "[print]") {
  CompileOptions options;
  options.schema = *parse_schema(Source("s", R"({"properties": {
    "fee": {"bsonType": "decimal"}, "rate": {"bsonType": ["decimal", "double"]}}})"));
  const auto segments = [&](const char* text) {
    return segments_text(compile(Source("t", text), options)->checked());
  };
  CHECK(segments("{fee: 0.1}")->text == R"({"field": "fee", "operator": "eq", "value": 0.1})");
  CHECK(!segments(R"({fee: NumberDecimal("0.10")})").ok());
  CHECK(!segments(R"({rate: NumberDecimal("0.1")})").ok());
}

}  // namespace
}  // namespace tamis
