// What a Condition offers: hash, fields, English, composition; and the catalog's examples.
#include <tamis/catalog.h>
#include <tamis/compile.h>
#include <tamis/expression.h>
#include <tamis/extended_json.h>

#include <algorithm>
#include <set>

#include "compiler/print/print.h"
#include "compiler/values/sha256.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

Condition compiled(const std::string& text, const CompileOptions& options = {}) {
  auto result = compile(Source("t", text), options);
  REQUIRE(result.ok());
  return *result;
}

}  // namespace

TEST_CASE("sha256 meets the published vectors", "[condition]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("one meaning has one canonical text and hash, whatever the spelling", "[condition]") {
  struct Row {
    const char* why;
    std::vector<const char*> spellings;
    const char* canonical;
  };
  const Row rows[] = {
      {"quotes and blanks", {R"({"a":1})", "{ a: 1 }", "{'a': 1,} // note"}, R"({"a": 1})"},
      {"$eq and plain equality", {R"({"a": {"$eq": 1}})", R"({"a": 1})"}, R"({"a": 1})"},
      {"one object or $and",
       {R"({"a": {"$gt": 1, "$lt": 3}})", R"({"a": {"$gt": 1,
        "$lt": 3}})"},
       R"({"a": {"$gt": 1, "$lt": 3}})"},
      {"regex literals",
       {"{a: /x/i}", R"({"a": {"$regex": "x", "$options": "i"}})"},
       R"({"a": {"$regex": "x", "$options": "i"}})"},
      {"small longs keep their type", {"{a: NumberLong(5)}"}, R"({"a": {"$numberLong": "5"}})"},
      {"one operator twice needs $and",
       {R"({"$and": [{"a": {"$gt": 1}}, {"a": {"$gt": 2}}]})"},
       R"({"$and": [{"a": {"$gt": 1}}, {"a": {"$gt": 2}}]})"},
      {"$all of $elemMatch",
       {R"({"a": {"$all": [{"$elemMatch": {"b": 1}}, {"$elemMatch": {"b": 2}}]}})"},
       R"({"a": {"$all": [{"$elemMatch": {"b": 1}}, {"$elemMatch": {"b": 2}}]}})"},
      {"an object that begins with an operator",
       {R"({"a": {"$eq": {"$x": 1}}})"},
       R"({"a": {"$eq": {"$x": 1}}})"},
      {"an equal regex is not a search",
       {"{a: {$eq: /x/}}"},
       R"({"a": {"$eq": {"$regularExpression": {"pattern": "x", "options": ""}}}})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    for (const char* spelling : row.spellings) {
      const Condition condition = compiled(spelling);
      CHECK(condition.canonical_text() == row.canonical);
      CHECK(compiled(condition.canonical_text()).hash() == condition.hash());
    }
  }
  CHECK(compiled("{}").hash() ==
        "v1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST_CASE("fields, cost and time", "[condition]") {
  const Condition condition =
      compiled(R"({"b": 1, "a": {"$elemMatch": {"x": 1, "y.z": 2}}, "$or": [{"b": 2}]})");
  CHECK(condition.fields() == std::vector<std::string>{"a", "a.x", "a.y.z", "b"});
  CHECK(compiled(R"({"a": 1})").cost() < compiled(R"({"a": 1, "b": 1})").cost());
  CHECK(compiled(R"({"a": "x"})").cost() < compiled(R"({"a": {"$regex": "x+"}})").cost());
  CHECK(compiled(R"({"$jsonSchema": {"required": ["a"], "properties": {"b": {"items":
            {"properties": {"c": {}}}}}, "patternProperties": {"^d": {"required": ["e"]}}}})")
            .fields() == std::vector<std::string>{"a", "b", "b.c"});
  CHECK(!condition.depends_on_now());
  CHECK(condition.relative_dates().empty());
}

TEST_CASE("relative dates know their fields and their moments", "[condition]") {
  CompileOptions options;
  options.schema = *parse_schema(Source("schema", R"({
    "bsonType": "object",
    "properties": {
      "seen": {"bsonType": "date"},
      "days": {"bsonType": "array", "items": {"bsonType": "date"}},
      "orders": {"bsonType": "array",
                 "items": {"bsonType": "object", "properties": {"at": {"bsonType": "date"}}}}
    },
    "x-tamis": {"timezone": "Europe/Helsinki"}
  })"));
  const auto compiled = compile(Source("condition", R"({
    "seen": {"$gte": "now-30d", "$nin": ["now/d"]},
    "days": {"$elemMatch": {"$lt": "now+1h"}},
    "orders": {"$elemMatch": {"at": {"$gt": "now-1M/M"}}}
  })"),
                                options);
  REQUIRE(compiled);
  CHECK(compiled->depends_on_now());
  const std::vector<RelativeDate> dates = compiled->relative_dates();
  std::string said;
  for (const RelativeDate& date : dates) said += date.field() + ' ' + date.text() + '\n';
  CHECK(said == "seen now-30d\nseen now/d\ndays now+1h\norders.at now-1M/M\n");

  constexpr std::int64_t kHour = 3'600'000;
  const Context context{.now_ms = 1'718'452'800'000};  // 2024-06-15T12:00:00Z
  const RelativeDate& month = dates.back();
  CHECK(month.at(context) == 1'714'510'800'000);                  // in the schema's zone
  CHECK(month.at({context.now_ms, "UTC"}) == 1'714'521'600'000);  // in the context's
  const RelativeDate& hour = dates[2];
  CHECK(hour.next_moment(context.now_ms + 3 * kHour, context) == context.now_ms + 2 * kHour);
}

TEST_CASE("English", "[condition]") {
  struct Row {
    const char* text;
    const char* english;
  };
  constexpr Row kRows[] = {
      {R"({"country": "FI", "lifetime_value": {"$gte": 100}})",
       "country is FI and lifetime_value is at least 100"},
      {"{}", "every document"},
      {R"({"$or": [{"a": 1}, {"b": {"$in": ["x", "y z"]}}]})", "a is 1 or b is x or \"y z\""},
      {R"({"a": 1, "$or": [{"b": 1}, {"c": 1}]})", "a is 1 and (b is 1 or c is 1)"},
      {R"({"$nor": [{"a": 1}, {"b": 2}]})", "none of: (a is 1; b is 2)"},
      {R"({"a": {"$not": {"$gt": 1, "$lt": 3}}})",
       "not (a is greater than 1 and a is less than 3)"},
      {R"({"orders": {"$elemMatch": {"qty": {"$gt": 2}, "sku": "A"}}})",
       "orders has an element where qty is greater than 2 and sku is A"},
      {R"({"email": {"$regex": "^ann"}})", "email starts with \"ann\""},
      {R"({"a": {"$exists": false}, "b": {"$size": 1}})",
       "a is absent and b has exactly 1 element"},
      {R"({"a": NumberDecimal("1.50"), "b": ObjectId("0123456789abcdef01234567"), "c": NaN})",
       "a is 1.50 and b is ObjectId(\"0123456789abcdef01234567\") and c is NaN"},
  };
  for (const Row& row : kRows) CHECK(compiled(row.text).english() == row.english);
}

TEST_CASE("conditions join", "[condition]") {
  const Condition a = compiled(R"({"a": 1})");
  const Condition b = compiled(R"({"b": {"$gt": 2}})");
  CHECK(Condition::all_of({a, b})->canonical_text() ==
        R"({"$and": [{"a": 1}, {"b": {"$gt": 2}}]})");
  CHECK(Condition::any_of({a, b})->canonical_text() == R"({"$or": [{"a": 1}, {"b": {"$gt": 2}}]})");
  CHECK(Condition::all_of({})->canonical_text() == "{}");
  CHECK(Condition::any_of({})->canonical_text() == R"({"$alwaysFalse": 1})");
}

TEST_CASE("conditions are made by code", "[condition]") {
  struct Row {
    Expression made;
    const char* canonical;
  };
  const Row rows[] = {
      {Expression(), "{}"},
      {field("a").eq("x' OR 1=1"), R"({"a": "x' OR 1=1"})"},
      {field("a").gte(1) && field("b").in({"x", nullptr}),
       R"({"$and": [{"a": {"$gte": 1}}, {"b": {"$in": ["x", null]}}]})"},
      {!(field("a").exists() || field("b").size(2)),
       R"({"$nor": [{"$or": [{"a": {"$exists": true}}, {"b": {"$size": 2}}]}]})"},
      {field("a").contains("1.5"), R"({"a": {"$regex": "1\\.5"}})"},
      {field("a").eq(Value::object({{"$gt", 1}})), R"({"a": {"$eq": {"$gt": 1}}})"},
      {field("a").lt(std::int64_t{5}), R"({"a": {"$lt": {"$numberLong": "5"}}})"},
      {field("o").any_element(field("sku").eq("A") && field("qty").gt(2)),
       R"({"o": {"$elemMatch": {"$and": [{"sku": "A"}, {"qty": {"$gt": 2}}]}}})"},
      {Expression::any_of({}), R"({"$alwaysFalse": 1})"},
  };
  for (const Row& row : rows) {
    const auto condition = compile(row.made);
    REQUIRE(condition.ok());
    CHECK(condition->canonical_text() == row.canonical);
  }
  CHECK(compile(field("a").matches("(")).diagnostics().front().code == "E111");
}

TEST_CASE("the normaliser joins what may be joined", "[normalize]") {
  struct Row {
    const char* why;
    const char* text;
    const char* plan;
  };
  constexpr Row kRows[] = {
      {"equalities of one field under $or are one list",
       R"({"$or": [{"a": 1}, {"a": 2}, {"a": {"$in": [2, 3]}}]})", "any \"a\"\n  in [1, 2, 3]\n"},
      {"ranges of one field under $and stay two: an array may meet each by another element",
       R"({"a": {"$gt": 1, "$lt": 3}})", "and\n  any \"a\"\n    gt 1\n  any \"a\"\n    lt 3\n"},
      {"a double negation", R"({"a": {"$not": {"$ne": 1}}})", "any \"a\"\n  eq 1\n"},
      {"an empty list", R"({"a": {"$in": []}})", "false\n"},
      {"what nothing can meet", R"({"b": 1, "a": {"$in": []}})", "false\n"},
      {"not meeting nothing", R"({"a": {"$nin": []}})", "true\n"},
      {"one twice", R"({"$and": [{"a": 1}, {"a": 1}]})", "any \"a\"\n  eq 1\n"},
      {"nested groups", R"({"$and": [{"$and": [{"a": 1}, {"b": 1}]}, {"c": 1}]})",
       "and\n  any \"a\"\n    eq 1\n  any \"b\"\n    eq 1\n  any \"c\"\n    eq 1\n"},
      {"equalities of one field in nested groups",
       R"({"$or": [{"a": 1}, {"$or": [{"a": 2}, {"b": 1}]}]})",
       "or\n  any \"a\"\n    in [1, 2]\n  any \"b\"\n    eq 1\n"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.why);
    CHECK(dump_plan(compiled(row.text).plan()) == row.plan);
  }
}

TEST_CASE("every catalog entry is whole, and its examples do as they say", "[catalog]") {
  const auto schema = parse_schema(example_schema());
  REQUIRE(schema.ok());
  std::set<std::string_view> codes;
  const auto has = [](const Diagnostics& diagnostics, std::string_view code) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [&](const Diagnostic& d) { return d.code == code; });
  };
  const auto run = [&](const CatalogEntry& entry, std::string_view text) -> Diagnostics {
    const Source source("example", std::string(text));
    switch (entry.kind) {
      case ExampleKind::Condition:
        return compile(source).diagnostics();
      case ExampleKind::ConditionWithSchema: {
        CompileOptions options;
        options.schema = *schema;
        return compile(source, options).diagnostics();
      }
      case ExampleKind::Schema:
        return parse_schema(source).diagnostics();
      case ExampleKind::Document:
        return parse_extended_json(source).diagnostics();
      default:
        return {};
    }
  };
  for (const CatalogEntry& entry : catalog()) {
    DYNAMIC_SECTION(entry.code) {
      CHECK(codes.insert(entry.code).second);
      CHECK(!entry.summary.empty());
      CHECK(entry.summary.back() != '.');
      CHECK(find_in_catalog(entry.name) == &entry);
      const bool lint = entry.code.starts_with("L");  // run by the lint tests
      if (entry.bad.empty() || lint || entry.kind == ExampleKind::Backend ||
          entry.kind == ExampleKind::Bytes || entry.kind == ExampleKind::Limit)
        continue;
      CAPTURE(entry.bad, entry.good);
      CHECK(has(run(entry, entry.bad), entry.code));
      CHECK(run(entry, entry.good).empty());
    }
  }
}

}  // namespace tamis
