#include <tamis/explanation.h>

#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;
using predicate::Explanation;

namespace {

Explanation explain(std::string_view condition, std::string_view document) {
  auto matcher = test::matcher_of(condition);
  Result<Explanation> explanation = matcher.explain_text(document);
  REQUIRE(explanation);
  return *std::move(explanation);
}

}  // namespace

TEST_CASE("what is said of one test", "[predicate]") {
  struct Row {
    const char* condition;
    const char* document;
    const char* why;
  };
  const Row rows[] = {
      {R"({"a": "FI"})", R"({"a": "FI"})", R"(`a` is "FI")"},
      {R"({"a": "FI"})", R"({"a": "SE"})", R"(`a` is "SE", not "FI")"},
      {R"({"a": "FI"})", R"({})", "`a` is missing"},
      {R"({"a": null})", R"({})", "`a` is missing, which counts as null"},
      {R"({"a": {"$ne": 1}})", R"({"a": 1})", "`a` is 1"},
      {R"({"a": {"$ne": 1}})", R"({"a": 2})", "`a` is 2, not 1"},
      {R"({"a": {"$gt": 18}})", R"({"a": 30})", "`a` is 30, which is more than 18"},
      {R"({"a": {"$gte": 18}})", R"({"a": 3})", "`a` is 3, which is not at least 18"},
      {R"({"a": {"$gt": 18}})", R"({"a": "30"})",
       R"(`a` is "30", a string, which has no order with a number)"},
      {R"({"a": {"$in": [1, 2]}})", R"({"a": 3})", "`a` is 3, not one of 1, 2"},
      {R"({"a": {"$in": [1, 2, 3, 4, 5, 6, 7]}})", R"({"a": 0})",
       "`a` is 0, not one of 1, 2, 3, 4, 5 and 2 more"},
      {R"({"a": {"$exists": true}})", R"({"a": null})", "`a` is there"},
      {R"({"a": {"$exists": false}})", R"({"a": null})", "`a` is there"},
      {R"({"a": {"$exists": true}})", R"({})", "`a` is missing"},
      {R"({"a": {"$type": "string"}})", R"({"a": 1})", "`a` is 1, an int, not a string"},
      {R"({"a": {"$size": 3}})", R"({"a": [1]})", "`a` is [1], which has 1 element, not 3"},
      {R"({"a": {"$size": 3}})", R"({"a": 1})", "`a` is 1, not an array"},
      {R"({"a": {"$mod": [4, 1]}})", R"({"a": 6})",
       "`a` is 6, which does not leave 1 when divided by 4"},
      {R"({"a": {"$regex": "^x"}})", R"({"a": "y"})", R"(`a` is "y", which does not match /^x/)"},
      {R"({"a": {"$regex": "^x"}})", R"({"a": 1})", "`a` is 1, not a string"},
      {R"({"a": {"$bitsAllSet": [0, 2]}})", R"({"a": 1})",
       "`a` is 1, which does not have all of bits 0, 2 set"},
      {R"({"a.b": 1})", R"({"a": {"b": 2}})", "`a.b` is 2, not 1"},
      {R"({"$jsonSchema": {"required": ["a"]}})", R"({"a": 1})", "the document fits the schema"},
      {R"({"$jsonSchema": {"required": ["a", "b"]}})", R"({"a": 1})", "the document has no `b`"},
      {R"({"$jsonSchema": {"properties": {"a": {"minimum": 18}}}})", R"({"a": 17})",
       "`a` is 17, which is not at least 18"},
      {R"({"$jsonSchema": {"properties": {"a": {"items": {"bsonType": "int"}}}}})",
       R"({"a": [1, "x"]})", R"(`a.1` is "x", which is a string, not an int)"},
      {R"({"$jsonSchema": {"properties": {"a": {"oneOf": [{}, {"type": "number"}]}}}})",
       R"({"a": 1})", "`a` is 1, which fits 2 of the 2 schemas of `oneOf`, not one"},
      {R"({"$jsonSchema": {"properties": {"a": {}}, "additionalProperties": false}})",
       R"({"a": 1, "b": 2})", "`b` is 2, which is not allowed"},
      {R"({"$jsonSchema": {"patternProperties": {"^a": {"properties": {"b": {"maxLength": 1}}}}}})",
       R"({"ax": {"b": "xy"}})", R"(`ax.b` is "xy", which is over the `maxLength` of 1)"},
      {R"({"$jsonSchema": {"properties": {"a": {"items": [{}], "additionalItems": false}}}})",
       R"({"a": [1, 2]})", "`a.1` is 2, which is not allowed"},
      {R"({"$jsonSchema": {"properties": {"a": {"enum": [1, "x"]}}}})", R"({"a": 2})",
       "`a` is 2, which is none of 1, \"x\""},
      {R"({"a": 5})", R"({"a": [1, 2]})", "none of the 2 values at `a` is 5: 1 and 2"},
      {R"({"a": 5})", R"({"a": [1, 2, 3, 4, 6, 7]})",
       "none of the 6 values at `a` is 5: 1, 2, 3, 4 and 2 more"},
      {R"({"a": 2})", R"({"a": [1, 2]})", "`a.1` is 2"},
      {R"({"a": 5})", R"({"a": []})", "`a` is [], not 5"},
      {R"({"a.b": 5})", R"({"a": [1]})",
       "nothing is at `a.b`: the arrays on the way hold no object"},
      {R"({"a": {"$in": [1, {"$regularExpression": {"pattern": "x", "options": ""}}]}})",
       R"({"a": "y"})", R"(`a` is "y", which is not: is one of 1 or matches /x/)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.condition, row.document);
    const Explanation explanation = explain(row.condition, row.document);
    CHECK(explanation.why == row.why);
    CHECK(explanation.kind == Explanation::Kind::Test);
  }
}

TEST_CASE("a tree as the text has it", "[predicate]") {
  const std::string_view text = R"({"b": 1, "$or": [{"a": 1}, {"a": 2}], "c": {"$ne": 3}})";
  const Explanation all = explain(text, R"({"a": 2, "b": 2, "c": 3})");
  CHECK(all.kind == Explanation::Kind::All);
  CHECK_FALSE(all.verdict);
  CHECK(all.why == "1 of 3 clauses holds");
  REQUIRE(all.children.size() == 3);
  CHECK_FALSE(all.children[0].verdict);
  CHECK(text.substr(all.children[0].span.begin, all.children[0].span.size()) == R"("b": 1)");
  const Explanation& any = all.children[1];
  CHECK(any.kind == Explanation::Kind::Any);
  CHECK(any.verdict);
  REQUIRE(any.children.size() == 2);
  CHECK(any.children[1].path == "a");
  CHECK(any.children[1].value->as<std::int32_t>() == 2);

  const auto culprits = predicate::reasons(all);
  REQUIRE(culprits.size() == 2);
  CHECK(culprits[0]->why == "`b` is 2, not 1");
  CHECK(culprits[1]->why == "`c` is 3");
}

TEST_CASE("an element that meets it, or comes closest", "[predicate]") {
  const std::string_view condition =
      R"({"orders": {"$elemMatch": {"sku": "A", "qty": {"$gte": 5}}}})";
  const Explanation met =
      explain(condition, R"({"orders": [{"sku": "B"}, {"sku": "A", "qty": 7}]})");
  CHECK(met.kind == Explanation::Kind::Element);
  CHECK(met.why == "`orders.1` meets it");

  const Explanation near =
      explain(condition, R"({"orders": [5, {"sku": "B"}, {"sku": "A", "qty": 2}]})");
  CHECK_FALSE(near.verdict);
  CHECK(near.why == "none of the 3 elements of `orders` meets it; `orders.2` comes closest");
  const auto culprits = predicate::reasons(near);
  REQUIRE(culprits.size() == 1);
  CHECK(culprits[0]->why == "`orders.2.qty` is 2, which is not at least 5");

  CHECK(explain(condition, R"({"orders": []})").why == "`orders` is empty");
  CHECK(explain(condition, R"({})").why == "`orders` is missing");
  CHECK(explain(condition, R"({"orders": {"sku": "A"}})").why ==
        R"(`orders` is {sku: "A"}, not an array)");
}

TEST_CASE("long values are cut between characters", "[predicate]") {
  const std::string document =
      R"({"a": "x)" + std::string(30, 'y') + R"(ääääääääääääääääääääääää"})";
  const std::string why = explain(R"({"a": 1})", document).why;
  CHECK(why.size() < 90);
  CHECK(why.find("…, not 1") != std::string::npos);
}
