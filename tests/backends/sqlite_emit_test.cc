// What SQL becomes of a condition, and what it never becomes.
#include <tamis/compile.h>
#include <tamis/sqlite.h>

#include "tests/backends/sqlite_checked.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

Schema schema() {
  static const Schema made = right_schema(R"({
    "bsonType": "object", "additionalProperties": false, "required": ["status", "tags"],
    "x-tamis": {"sqlite": {"table": "contacts", "key": "id"}},
    "properties": {
      "status": {"bsonType": "string"},
      "country": {"bsonType": "string"},
      "age": {"bsonType": "int"},
      "score": {"bsonType": ["int", "string"]},
      "vip": {"bsonType": "bool", "x-tamis": {"sqlite": {"column": "is \"vip\"", "encoding": "text"}}},
      "created": {"bsonType": "date"},
      "seen": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "seen", "encoding": "epoch_s"}}},
      "plan": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "properties", "path": "$.plan"}}},
      "state": {"bsonType": ["string", "null"],
        "x-tamis": {"sqlite": {"column": "state", "presence": "state_is"}}},
      "tags": {"bsonType": "array", "items": {"bsonType": "string"},
        "x-tamis": {"sqlite": {"table": "tags", "key": "contact", "column": "tag"}}},
      "ltv": {"bsonType": "double", "x-tamis": {"sqlite":
        {"table": "eav", "key": "contact", "where": {"name": "ltv"}, "column": "number"}}},
      "orders": {"bsonType": "array", "x-tamis": {"sqlite": {"table": "orders", "key": "contact"}},
        "items": {"bsonType": "object", "additionalProperties": false, "required": ["sku"],
          "properties": {"sku": {"bsonType": "string"}, "qty": {"bsonType": "int"}}}}
    }})");
  return made;
}

std::string sql(const std::string& text, const EmitOptions& options = {}) {
  const Condition condition = right_condition(text, {.schema = schema()});
  const Result<SqlFilter> filter = checked_emit(condition, options);
  return filter ? filter->text : filter.diagnostics().front().code;
}

struct Row {
  const char* why;
  const char* condition;
  const char* sql;
};

constexpr Row kRows[] = {
    {"a column that is always there is compared plainly", R"({status: "a"})", R"("status" = ?)"},
    {"one that may be NULL, by the word that never is", R"({country: "FI"})", R"("country" IS ?)"},
    {"negation takes in NULL", R"({country: {$ne: "FI"}})", R"("country" IS NOT ?)"},
    {"a range is a pair that an index serves", R"({age: {$gte: 18, $lt: 30}})",
     R"("age" >= ? AND "age" < ? AND "age" IS NOT NULL)"},
    {"alternatives are one list", R"({$or: [{country: "FI"}, {country: "SE"}]})",
     R"("country" IN (?, ?) AND "country" IS NOT NULL)"},
    {"not in a list", R"({country: {$nin: ["FI", "SE"]}})", R"(("country" IN (?, ?)) IS NOT TRUE)"},
    {"null is null or missing", R"({country: null})", R"("country" IS NULL)"},
    {"a type that cannot be selects nothing", R"({age: {$type: "string"}})", "0"},
    {"types are told apart where several may be", R"({score: 5})",
     R"(typeof("score") IN ('integer', 'real') AND +"score" IS ?)"},
    {"names are quoted, booleans encoded", R"({vip: true})", R"("is ""vip""" IS ?)"},
    {"whole seconds are compared with fractions exactly",
     R"({seen: {$gt: "2024-01-01T00:00:00.5Z"}})", R"("seen" > ? AND "seen" IS NOT NULL)"},
    {"a date between two seconds equals none", R"({seen: "2024-01-01T00:00:00.5Z"})", "0"},
    {"a JSON path", R"({plan: "pro"})", R"(json_extract("properties", '$.plan') IS ?)"},
    {"presence tells null from missing", R"({state: {$exists: true}})",
     R"(("state" IS NOT NULL OR "state_is" IS 1))"},
    {"a child table leads", R"({tags: "a"})",
     R"("contacts"."id" IN (SELECT "r1"."contact" FROM "tags" AS "r1" WHERE "r1"."tag" = ? AND "r1"."contact" IS NOT NULL))"},
    {"its negation asks row by row", R"({tags: {$ne: "a"}})",
     R"(NOT "contacts"."id" IN (SELECT "r1"."contact" FROM "tags" AS "r1" WHERE "r1"."tag" = ? AND "r1"."contact" IS NOT NULL))"},
    {"how many rows", R"({tags: {$size: 2}})",
     R"((SELECT count(*) FROM "tags" AS "r1" WHERE "r1"."contact" = "contacts"."id") = ?)"},
    {"both bounds of the one value of an entity", R"({ltv: {$gte: 1, $lt: 9}})",
     R"("contacts"."id" IN (SELECT "r1"."contact" FROM "eav" AS "r1" WHERE "r1"."name" = ? AND ("r1"."number" >= ? AND "r1"."number" < ?) AND "r1"."contact" IS NOT NULL))"},
    {"an entity that is not there", R"({ltv: null})",
     R"(NOT EXISTS (SELECT 1 FROM "eav" AS "r1" WHERE "r1"."contact" = "contacts"."id" AND "r1"."name" = ? AND "r1"."number" IS NOT NULL))"},
    {"one row meets all of an $elemMatch", R"({orders: {$elemMatch: {sku: "a", qty: {$gt: 1}}}})",
     R"("contacts"."id" IN (SELECT "r1"."contact" FROM "orders" AS "r1" WHERE ("r1"."sku" = ? AND "r1"."qty" > ?) AND "r1"."contact" IS NOT NULL))"},
    {"one row meets one $elemMatch, or another row another",
     R"({$or: [{orders: {$elemMatch: {sku: "a"}}}, {orders: {$elemMatch: {qty: 2}}}]})",
     R"(("contacts"."id" IN (SELECT "r1"."contact" FROM "orders" AS "r1" WHERE "r1"."sku" = ? AND "r1"."contact" IS NOT NULL) OR "contacts"."id" IN (SELECT "r1"."contact" FROM "orders" AS "r1" WHERE "r1"."qty" IS ? AND "r1"."contact" IS NOT NULL)))"},
    {"one length of an array or another", R"({$or: [{tags: {$size: 1}}, {tags: {$size: 3}}]})",
     R"(((SELECT count(*) FROM "tags" AS "r1" WHERE "r1"."contact" = "contacts"."id") = ? OR (SELECT count(*) FROM "tags" AS "r1" WHERE "r1"."contact" = "contacts"."id") = ?))"},
    {"a prefix is a range", R"({status: {$regex: "^ab"}})", R"("status" >= ? AND "status" < ?)"},
    {"a substring", R"({status: {$regex: "ab"}})", R"(instr("status", ?) > 0)"},
    {"a pattern", R"({status: {$regex: "a+b"}})", R"(tamis_regex("status", ?))"},
    {"no index into an array without a position", R"({"tags.0": "a"})", "B002"},
};

TEST_CASE("emitted SQL", "[sqlite]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CAPTURE(row.condition);
      CHECK(sql(row.condition) == row.sql);
    }
}

TEST_CASE("equal conditions give equal text", "[sqlite]") {
  constexpr const char* kSpellings[][2] = {
      {R"({country: "FI"})", R"({country: {$eq: "FI"}})"},
      {R"({age: {$gte: 18, $lt: 30}})", R"({$and: [{age: {$gte: 18}}, {age: {$lt: 30}}]})"},
      {R"({$or: [{country: "FI"}, {country: "SE"}]})", R"({country: {$in: ["SE", "FI"]}})"},
      {R"({country: {$ne: "FI"}})", R"({country: {$not: {$eq: "FI"}}})"},
      {R"({tags: "a", status: "b"})", R"({$and: [{tags: 'a'}, {$and: [{status: 'b'}]}]})"},
  };
  for (const auto& [one, other] : kSpellings) {
    CAPTURE(one, other);
    CHECK(sql(one) == sql(other));
  }
}

TEST_CASE("how values are marked", "[sqlite]") {
  const std::string condition = R"({status: "a'b", age: 5})";
  CHECK(sql(condition, {.marks = {.kind = Marks::Kind::Numbered, .first = 3}}) ==
        R"("status" = ?3 AND "age" IS ?4)");
  CHECK(sql(condition, {.marks = {.kind = Marks::Kind::Named, .prefix = "@v"}}) ==
        R"("status" = @v1 AND "age" IS @v2)");
  CHECK(sql(condition, {.inline_values = true}) == R"("status" = 'a''b' AND "age" IS 5)");
  CHECK(sql(R"({status: "a\r\nb"})", {.inline_values = true}) ==
        R"("status" = CAST(x'610d0a62' AS TEXT))");
  CHECK(sql(R"({status: "a\nb"})", {.inline_values = true}) == "\"status\" = 'a\nb'");
  CHECK(sql(condition, {.alias = "c"}) == R"("c"."status" = ? AND "c"."age" IS ?)");
}

TEST_CASE("plain SQL refuses what needs a function", "[sqlite]") {
  CHECK(sql(R"({status: {$regex: "a+b"}})", {.pure_sql = true}) == "B001");
  CHECK(sql(R"({status: {$regex: "^ab"}})", {.pure_sql = true}) ==
        R"("status" >= ? AND "status" < ?)");
}

TEST_CASE("without a schema the document is asked", "[sqlite]") {
  const Result<Condition> condition = compile(Source("condition", R"({"a.b": 1, c: null})"));
  REQUIRE(condition);
  const Result<SqlFilter> filter = checked_emit(*condition, {.document = "json"});
  REQUIRE(filter);
  CHECK(filter->text == R"(tamis_match("json", ?))");
  CHECK(std::holds_alternative<Residual>(filter->params.at(0)));
}

TEST_CASE("the document is asked once", "[sqlite]") {
  constexpr const char* kConditions[] = {
      R"({a: 1, b: 2})", R"({$or: [{a: 1}, {b: 2}], c: 3})", R"({$nor: [{a: 1}, {b: 2}]})",
      R"({$and: [{$or: [{a: 1}, {b: 2}]}, {$nor: [{c: 1}, {d: 2}]}]})"};
  for (const char* text : kConditions) {
    CAPTURE(text);
    const Result<Condition> condition = compile(Source("condition", text));
    REQUIRE(condition);
    const Result<SqlFilter> filter = checked_emit(*condition);
    REQUIRE(filter);
    CHECK(filter->text == R"(tamis_match("doc", ?))");
  }
}

// The schema of a column and whole documents.
Result<SqlFilter> emit_with_document(const std::string& text, const EmitOptions& options = {}) {
  const Schema schema = right_schema(R"({
    "x-tamis": {"sqlite": {"table": "t", "key": "id", "document": "doc"}},
    "properties": {"n": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "n"}}},
      "a": {}, "b": {}}})");
  const Condition condition = right_condition(text, {.schema = schema});
  return checked_emit(condition, options);
}

// How often a table's rows are asked for.
std::size_t subqueries(const std::string& text) {
  constexpr std::string_view kSelect = "(SELECT";
  std::size_t count = 0;
  for (std::size_t at = text.find(kSelect); at != std::string::npos;
       at = text.find(kSelect, at + 1))
    ++count;
  return count;
}

struct Recurring {
  const char* why;
  const char* condition;
  const char* same;  // said in fewer words
};

constexpr Recurring kRecurring[] = {
    {"beside others",
     R"({$or: [{"orders.sku": "a", country: "x"}, {"orders.sku": "a", status: "y"}]})",
     R"({"orders.sku": "a", $or: [{country: "x"}, {status: "y"}]})"},
    {"by itself", R"({$or: [{tags: "a"}, {tags: "a", country: "x"}]})", R"({tags: "a"})"},
    {"by itself, behind others", R"({$or: [{country: "x", tags: "a"}, {age: 1}, {tags: "a"}]})",
     R"({$or: [{tags: "a"}, {age: 1}]})"},
    {"in alternatives",
     R"({$and: [{$or: [{tags: "a"}, {country: "x"}]}, {$or: [{tags: "a"}, {status: "y"}]}]})",
     R"({$or: [{tags: "a"}, {country: "x", status: "y"}]})"},
    {"as an alternative of itself", R"({tags: "a", $or: [{tags: "a"}, {country: "x"}]})",
     R"({tags: "a"})"},
    {"negated", R"({$or: [{tags: {$ne: "a"}, country: "x"}, {tags: {$ne: "a"}, status: "y"}]})",
     R"({tags: {$ne: "a"}, $or: [{country: "x"}, {status: "y"}]})"},
    {"with others that recur, too",
     R"({$or: [{tags: "a", ltv: 1, country: "x"}, {ltv: 1, tags: "a", status: "y"}]})",
     R"({tags: "a", ltv: 1, $or: [{country: "x"}, {status: "y"}]})"},
    {"behind one that recurs more often",
     R"({$or: [{tags: "a", ltv: 1}, {tags: "a", country: "x"}, {ltv: 1, status: "y"}]})",
     R"({$or: [{tags: "a", $or: [{ltv: 1}, {country: "x"}]}, {ltv: 1, status: "y"}]})"},
    {"inside of another group",
     R"({age: 1, $or: [{tags: "a", country: "x"}, {tags: "a", status: "y"}]})",
     R"({age: 1, tags: "a", $or: [{country: "x"}, {status: "y"}]})"},
    {"of a column nothing is changed",
     R"({$or: [{country: "x", age: 1}, {country: "x", status: "y"}]})",
     R"({$or: [{country: "x", age: 1}, {country: "x", status: "y"}]})"},
};

TEST_CASE("a question to a child table that recurs", "[sqlite]") {
  for (const Recurring& row : kRecurring) DYNAMIC_SECTION(row.why) {
      CAPTURE(sql(row.condition), sql(row.same));
      CHECK(subqueries(sql(row.condition)) == subqueries(sql(row.same)));
    }
  CHECK(sql(kRecurring[0].condition) == sql(kRecurring[0].same));
  // What is absorbed need have no words.
  CHECK(sql(R"({$or: [{tags: "a"}, {tags: "a", status: {$regex: "a+b"}}]})", {.pure_sql = true}) ==
        sql(R"({tags: "a"})"));
}

constexpr Row kBesideDocuments[] = {
    {"what recurs is asked once", R"({$or: [{a: 1, n: 5}, {a: 1, n: {$gt: 7}}]})",
     R"(("n" IS ? OR "n" > ? AND "n" IS NOT NULL) AND tamis_match("doc", ?))"},
    {"a column stands before the document", R"({a: 1, n: 5, b: 2})",
     R"("n" IS ? AND tamis_match("doc", ?))"},
    {"also where a disjunction asks the document, too",
     R"({a: 1, n: 5, $or: [{n: {$gt: 1}}, {b: 2}]})", R"("n" IS ? AND tamis_match("doc", ?))"},
    {"a disjunction by itself tries the column first", R"({$or: [{a: 1}, {n: 5}, {b: 2}]})",
     R"(("n" IS ? OR tamis_match("doc", ?)))"},
};

TEST_CASE("columns beside whole documents", "[sqlite]") {
  for (const Row& row : kBesideDocuments) DYNAMIC_SECTION(row.why) {
      const Result<SqlFilter> filter = emit_with_document(row.condition);
      REQUIRE(filter);
      CHECK(filter->text == row.sql);
    }
}

TEST_CASE("plain SQL refuses each part that it cannot say", "[sqlite]") {
  const Result<SqlFilter> filter =
      emit_with_document(R"({n: 5, $or: [{a: 1}, {n: 6}, {b: 2}]})", {.pure_sql = true});
  REQUIRE(!filter);
  CHECK(filter.diagnostics().size() == 2);
}

TEST_CASE("many ranges are asked of the document, where there is one", "[sqlite]") {
  std::string ranges;
  for (int i = 0; i < 3'000; ++i)
    ranges += std::string(i == 0 ? "" : ", ") + "{n: {$gte: " + std::to_string(10 * i) +
              ", $lt: " + std::to_string(10 * i + 5) + "}}";
  const std::string condition = "{$or: [" + ranges + "]}";
  const Result<SqlFilter> beside = emit_with_document(condition);
  REQUIRE(beside);
  CHECK(beside->text == R"(tamis_match("doc", ?))");
  const Result<SqlFilter> alone = emit_with_document(condition, {.pure_sql = true});
  REQUIRE(alone);
  CHECK(alone->params.size() == 6'000);
}

}  // namespace
}  // namespace tamis::sqlite
