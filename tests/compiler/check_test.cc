// Conditions against a schema: types, coercion, spellings of the segments API.
#include <tamis/catalog.h>
#include <tamis/compile.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

Schema contact() {
  auto schema = parse_schema(example_schema());
  REQUIRE(schema.ok());
  return *schema;
}

struct Row {
  const char* why;
  const char* text;
  const char* result;  // a code, or the canonical text
};

constexpr Row kRows[] = {
    {"a known field", R"({"country": "FI"})", R"({"country": "FI"})"},
    {"a field of an array's objects", R"({"orders.sku": "A"})", R"({"orders.sku": "A"})"},
    {"an index into an array", R"({"orders.0.sku": "A"})", R"({"orders.0.sku": "A"})"},
    {"an unknown field", R"({"contry": "FI"})", "T001"},
    {"an unknown field of an object", R"({"address.town": "Turku"})", "T001"},
    {"an unknown field of an element", R"({"orders": {"$elemMatch": {"sk": "A"}}})", "T001"},
    {"text against a number", R"({"age": {"$gte": "18"}})", "T004"},
    {"a number against text", R"({"country": 358})", "T004"},
    {"null is comparable with anything", R"({"age": null})", R"({"age": null})"},
    {"null in a list", R"({"age": {"$in": [1, null]}})", R"({"age": {"$in": [1, null]}})"},
    {"a whole double becomes the int it is", R"({"age": 18.0})", R"({"age": 18})"},
    {"a number that no int can be stays", R"({"age": {"$lt": 4294967297}})",
     R"({"age": {"$lt": 4294967297}})"},
    {"a fraction stays", R"({"age": {"$gt": 18.5}})", R"({"age": {"$gt": 18.5}})"},
    {"a date as ISO text", R"({"signup_date": {"$gte": "2024-01-01"}})",
     R"({"signup_date": {"$gte": {"$date": "2024-01-01T00:00:00Z"}}})"},
    {"date math stays symbolic", R"({"signup_date": {"$gte": "now-30d/d"}})",
     R"({"signup_date": {"$gte": "now-30d/d"}})"},
    {"a date that does not exist", R"({"signup_date": "2024-02-30"})", "T005"},
    {"date math that is none", R"({"signup_date": {"$lt": "now-3x"}})", "T005"},
    {"a word where a date belongs", R"({"signup_date": {"$gt": "yesterday"}})", "T004"},
    {"an ObjectId as hex", R"({"referrer_id": "0123456789abcdef01234567"})",
     R"({"referrer_id": {"$oid": "0123456789abcdef01234567"}})"},
    {"hex that is too short", R"({"referrer_id": "0123"})", "T004"},
    {"an element's type", R"({"tags": "vip"})", R"({"tags": "vip"})"},
    {"a whole array", R"({"tags": ["a", "b"]})", R"({"tags": ["a", "b"]})"},
    {"a number in an array of text", R"({"tags": 5})", "T004"},
    {"a value among the enum's", R"({"status": "BOUNCED"})", R"({"status": "BOUNCED"})"},
    {"a value that is not", R"({"status": {"$nin": ["bounced"]}})", "T003"},
    {"a regex on text", R"({"email": {"$regex": "^a"}})", R"({"email": {"$regex": "^a"}})"},
    {"a regex on a number", R"({"age": {"$regex": "^1"}})", "T006"},
    {"$size of text", R"({"email": {"$size": 1}})", "T007"},
    {"$mod of text", R"({"email": {"$mod": [2, 0]}})", "T008"},
    {"$elemMatch on an object", R"({"address": {"$elemMatch": {"city": "x"}}})", "T009"},
    {"fields of elements that are text", R"({"tags": {"$elemMatch": {"x": 1}}})", "T009"},
    {"tests of elements", R"({"tags": {"$elemMatch": {"$gt": "a", "$lt": "c"}}})",
     R"({"tags": {"$elemMatch": {"$gt": "a", "$lt": "c"}}})"},
    {"a test of elements of the wrong type", R"({"tags": {"$elemMatch": {"$gt": 1}}})", "T004"},

    {"a field condition", R"({"field": "age", "operator": "gte", "value": 18})",
     R"({"age": {"$gte": 18}})"},
    {"an alias of an operator",
     R"({"field": "age", "operator": "greater_than_equal", "value": 18})",
     R"({"age": {"$gte": 18}})"},
    {"contains is literal text", R"({"field": "email", "operator": "contains", "value": "a.b"})",
     R"({"email": {"$regex": "a\\.b"}})"},
    {"startsWith", R"({"field": "email", "operator": "startsWith", "value": "a"})",
     R"({"email": {"$regex": "^a"}})"},
    {"endsWith", R"({"field": "email", "operator": "endsWith", "value": ".fi"})",
     R"({"email": {"$regex": "\\.fi\\z"}})"},
    {"not_contains", R"({"field": "email", "operator": "not_contains", "value": "a"})",
     R"({"email": {"$not": {"$regex": "a"}}})"},
    {"exists false is not set or null", R"({"field": "age", "operator": "exists", "value": false})",
     R"({"age": null})"},
    {"exists true", R"({"field": "age", "operator": "exists", "value": true})",
     R"({"age": {"$ne": null}})"},
    {"aliases of logical operators", R"({"AND": [{"age": 1}, {"NOT": {"vip": true}}]})",
     R"({"$and": [{"age": 1}, {"vip": {"$not": {"$eq": true}}}]})"},
    {"$not around a whole condition", R"({"$not": {"age": 1, "vip": true}})",
     R"({"$nor": [{"age": 1, "vip": true}]})"},
    {"a topic", R"({"subscribedToTopic": ["news"]})",
     R"({"topics": {"$elemMatch": {"id": {"$in": ["news"]}, "state": "SUBSCRIBED"}}})"},
    {"a bare topic", R"({"notSubscribedToTopic": "offers"})",
     R"({"$nor": [{"topics": {"$elemMatch": {"id": {"$in": ["offers"]}, "state": "SUBSCRIBED"}}}]})"},
    {"an unknown topic", R"({"subscribedToTopic": ["newz"]})", "T010"},
    {"no topic", R"({"subscribedToTopic": []})", "E134"},
    {"a key beside topics", R"({"subscribedToTopic": ["news"], "age": 1})", "E135"},
    {"a key beside a field condition", R"({"field": "age", "operator": "eq", "value": 1, "x": 1})",
     "E131"},
    {"a field condition without a value", R"({"field": "age", "operator": "eq"})", "E130"},
    {"an unknown operator", R"({"field": "age", "operator": "above", "value": 1})", "E132"},
    {"a value of the wrong kind", R"({"field": "age", "operator": "in", "value": 1})", "E133"},
};

}  // namespace

TEST_CASE("an unknown field is reported once where it stands", "[check]") {
  CompileOptions options;
  options.schema = contact();
  const auto found = [&](const char* text) {
    return compile(Source("t", text), options).diagnostics().size();
  };
  CHECK(found(R"({"agee": {"$gt": 40, "$lt": 50, "$ne": 45}})") == 1);
  CHECK(found(R"({"$or": [{"agee": {"$gt": 40}}, {"agee": {"$lt": 9, "$gt": 1}}]})") == 2);
  options.allowed_fields = {"email"};
  CHECK(found(R"({"age": {"$gt": 40, "$lt": 50}})") == 1);
}

TEST_CASE("an unknown time zone hides no other mistake", "[check]") {
  CompileOptions options;
  options.schema = contact();
  options.time_zone = "Nowhere/At_All";
  const auto result =
      compile(Source("t", R"({"contry": 1, "signup_date": "2024-01-01"})"), options);
  REQUIRE(result.diagnostics().size() == 2);
  CHECK(result.diagnostics()[0].code == "T014");
  CHECK(result.diagnostics()[1].code == "T001");
}

TEST_CASE("a condition under a schema", "[check]") {
  CompileOptions options;
  options.schema = contact();
  options.time_zone = "UTC";
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      CAPTURE(row.text);
      const auto result = compile(Source("t", row.text), options);
      if (row.result[0] == '{') {
        REQUIRE(result.ok());
        CHECK(result->canonical_text() == row.result);
        const auto again = compile(Source("again", result->canonical_text()), options);
        REQUIRE(again.ok());
        CHECK(again->canonical_text() == row.result);
      } else {
        REQUIRE(!result.ok());
        CHECK(result.diagnostics().front().code == row.result);
        CHECK(result.diagnostics().size() == 1);
      }
    }
  }
}

TEST_CASE("a fraction is the decimal that it is written as", "[check]") {
  CompileOptions options;
  options.schema = *parse_schema(Source("s", R"({"bsonType": "object", "properties": {
    "fee": {"bsonType": ["decimal", "null"]}, "rate": {"bsonType": ["decimal", "double"]}}})"));
  const auto canonical = [&](const char* text) {
    return compile(Source("t", text), options)->canonical_text();
  };
  CHECK(canonical(R"({"fee": {"$gte": 0.1}})") ==
        R"({"fee": {"$gte": {"$numberDecimal": "0.1"}}})");
  CHECK(canonical(R"({"fee": {"$in": [1e23, 5]}})") ==
        R"({"fee": {"$in": [{"$numberDecimal": "1E+23"}, 5]}})");
  CHECK(canonical(R"({"fee": Infinity})") == R"({"fee": {"$numberDouble": "Infinity"}})");
  CHECK(canonical(R"({"rate": 0.1})") == R"({"rate": 0.1})");
}

TEST_CASE("where there are no topics every id is unknown", "[check]") {
  auto schema = parse_schema(Source("s", R"({"bsonType": "object", "properties": {
    "topics": {"bsonType": "array", "x-tamis": {"topics": {"ids": []}}}}})"));
  REQUIRE(schema.ok());
  CompileOptions options;
  options.schema = *schema;
  for (const char* text :
       {R"({"subscribedToTopic": ["news"]})", R"({"notSubscribedToTopic": "news"})"}) {
    CAPTURE(text);
    const auto result = compile(Source("t", text), options);
    REQUIRE(!result.ok());
    CHECK(result.diagnostics().front().code == "T010");
  }
}

struct MessageRow {
  const char* why;
  const char* text;
  const char* message;
};

constexpr MessageRow kMessages[] = {
    {"a field's name is code", R"({"age": "x"})",
     "`$eq` compares `age` with a string, but it holds an int"},
    {"an element has no name", R"({"tags": {"$elemMatch": {"$gt": 1}}})",
     "`$gt` compares the element with an int, but it holds a string"},
    {"nor has it beside an operator that needs another type",
     R"({"tags": {"$elemMatch": {"$size": 1}}})",
     "`$size` counts elements, but the element holds a string"},
    {"nor under a regex", R"({"logins": {"$elemMatch": {"$regex": "a"}}})",
     "a regular expression searches text, but the element holds a date"},
};

TEST_CASE("messages name what is tested", "[check]") {
  CompileOptions options;
  options.schema = contact();
  for (const MessageRow& row : kMessages) DYNAMIC_SECTION(row.why) {
      const auto result = compile(Source("t", row.text), options);
      REQUIRE(!result.ok());
      CHECK(result.diagnostics().front().message == row.message);
    }
}

TEST_CASE("without a schema segment forms are plain field names", "[check]") {
  const auto plain = compile(Source("t", R"({"field": "a", "operator": "eq", "AND": 1})"));
  REQUIRE(plain.ok());
  CHECK(plain->fields() == std::vector<std::string>{"AND", "field", "operator"});
  CompileOptions options;
  options.spelling = Spelling::Segments;
  CHECK(compile(Source("t", R"({"field": "a", "operator": "eq", "value": 1})"), options)
            ->canonical_text() == R"({"a": 1})");
}

TEST_CASE("callers can list fields and operators", "[check]") {
  CompileOptions options;
  options.allowed_fields = {"a", "b.c"};
  options.allowed_operators = {"$eq", "$gt"};
  CHECK(compile(Source("t", R"({"a": 1, "a.x": 2, "b.c": {"$gt": 1}})"), options).ok());
  CHECK(compile(Source("t", R"({"b": 1})"), options).diagnostics().front().code == "T012");
  CHECK(compile(Source("t", R"({"bb": 1})"), options).diagnostics().front().code == "T012");
  CompileOptions of_fields;
  of_fields.allowed_fields = options.allowed_fields;
  CHECK(compile(Source("t", R"({"$jsonSchema": {}})"), of_fields).diagnostics().front().code ==
        "T012");
  CHECK(compile(Source("t", R"({"a": {"$lt": 1}})"), options).diagnostics().front().code == "T013");
}

TEST_CASE("local dates are of the caller's zone, else the schema's", "[check]") {
  CompileOptions options;
  options.schema = contact();
  options.time_zone = "+02:00";
  CHECK(compile(Source("t", R"({"signup_date": "2024-01-01"})"), options)->canonical_text() ==
        R"({"signup_date": {"$date": "2023-12-31T22:00:00Z"}})");
  options.time_zone = "Mars/Olympus";
  CHECK(compile(Source("t", "{}"), options).diagnostics().front().code == "T014");
}

}  // namespace tamis
