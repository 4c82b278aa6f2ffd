// What `$jsonSchema` asks of documents, of every form and by the reference evaluator.
#include <tamis/extended_json.h>
#include <tamis/sqlite.h>

#include "backends/reference/reference.h"
#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;

namespace {

struct Row {
  const char* schema;  // of the field `x`
  const char* fits;    // an array of values
  const char* others;
};

const Row kRows[] = {
    {R"({})", R"([1, null, {}])", "[]"},
    {R"({"bsonType": "int"})", R"([1])", R"([1.5, "1", [1], null, {"$numberLong": "1"}])"},
    {R"({"bsonType": ["number", "null"]})", R"([1, 1.5, {"$numberDecimal": "1"}, null])", "[true]"},
    {R"({"type": ["object", "array", "boolean"]})", R"([{}, [], false])",
     R"([{"$oid": "000000000000000000000000"}, 1])"},
    {R"({"enum": [1, "a", [1, 2], {"a": 1, "b": {"c": 1, "d": 2}}, {"$numberDouble": "NaN"}]})",
     R"([1.0, {"$numberDecimal": "1.00"}, "a", [1, 2], {"b": {"d": 2, "c": 1}, "a": 1},
        {"$numberDecimal": "NaN"}])",
     R"([2, "A", [2, 1], [1], {"a": 1}, {"a": 1, "b": {"c": 1}}, null])"},
    {R"({"minimum": 5})", R"([5, 5.5, {"$numberLong": "9223372036854775807"}, "1", null])",
     R"([4, {"$numberDouble": "NaN"}, {"$numberDecimal": "4.99"}])"},
    {R"({"minimum": 5, "exclusiveMinimum": true})", R"([6, "1"])", "[5, 5.0, 4]"},
    {R"({"maximum": 5, "exclusiveMaximum": true})", R"([4, [9]])", "[5, 6]"},
    {R"({"maximum": {"$numberDouble": "NaN"}})", R"([{"$numberDouble": "NaN"}, "1"])", "[1]"},
    {R"({"multipleOf": 3})",
     R"([0, -9, 12.0, {"$numberDecimal": "1.2E+400"}, {"$numberLong": "9223372036854775806"}, "1"])",
     R"([10, 4.5, {"$numberDouble": "Infinity"}, {"$numberDouble": "NaN"}, {"$numberDecimal":
        "1E+400"}, {"$numberDecimal": "3E-6100"}])"},
    {R"({"multipleOf": 0.1})", R"([0.3, 0.5, 1, {"$numberDecimal": "0.7"}])", "[0.35]"},
    {R"({"multipleOf": 0.01})", R"([{"$numberDecimal": "1E+6000"}, 19.99])",
     R"([19.999, {"$numberDecimal": "0.001"}])"},
    {R"({"minLength": 2, "maxLength": 3})", "[\"ab\", \"\u00e4\u00f6\u00fc\", 1]",
     R"(["a", "abcd", ""])"},
    {R"({"pattern": "b$"})", R"(["ab", 1, ["x"]])", R"(["ba", ""])"},
    {R"({"minItems": 1, "maxItems": 2})", R"([[1], [1, 2], "abc"])", "[[], [1, 2, 3]]"},
    {R"({"maxItems": {"$numberLong": "9223372036854775807"}, "maxProperties": {"$numberLong":
        "9223372036854775807"}, "minItems": 0})",
     R"([[], [1], {}, {"a": 1}])", "[]"},
    {R"({"minItems": {"$numberLong": "9223372036854775807"}})", R"(["x"])", "[[1]]"},
    {R"({"uniqueItems": true})", R"([[], [1, "1", [1]], ["a", "A"], 1])",
     R"([[1, 1.0], [null, null], [{"a": 1, "b": 2}, 3, {"b": 2, "a": 1}]])"},
    {R"({"items": {"bsonType": "int"}})", R"([[], [1, 2], "x"])", R"([[1, "2"], [[1]]])"},
    {R"({"items": [{"bsonType": "int"}, {"minimum": 3}]})", R"([[], [1], [1, 3, "x"]])",
     R"([["1"], [1, 2]])"},
    {R"({"items": [{}], "additionalItems": false})", R"([[], [1]])", "[[1, 2]]"},
    {R"({"items": [{}], "additionalItems": {"minimum": 3}})", R"([[1], [1, 3, 4]])", "[[1, 3, 2]]"},
    {R"({"items": {}, "additionalItems": false})", R"([[1, 2]])", "[]"},
    {R"({"minProperties": 1, "maxProperties": 2})", R"([{"a": 1}, {"a": 1, "b": 2}, 1])",
     R"([{}, {"a": 1, "b": 2, "c": 3}])"},
    {R"({"required": ["a", ""]})", R"([{"a": null, "": 1}, "x"])", R"([{"a": 1}, {"": 1}, {}])"},
    {R"({"properties": {"a": {"bsonType": "int"}, "$b": {"minimum": 2}}})",
     R"([{}, {"a": 1, "$b": 2}, 5, [{"a": "x"}]])",
     R"([{"a": "x"}, {"a": [1]}, {"a": 1, "$b": 1}])"},
    {R"({"patternProperties": {"^a": {"bsonType": "int"}, "b": {"minimum": 2}}})",
     R"([{"ax": 1, "c": "x"}, {"ab": 2}])", R"([{"ax": "x"}, {"ab": 1}])"},
    {R"({"properties": {"a": {}, "c": {}}, "patternProperties": {"^s_": {}},
         "additionalProperties": false})",
     R"([{}, {"a": 1, "s_x": 2}, 7])", R"([{"a": 1, "b": 2}])"},
    {R"({"properties": {"a": {}}, "additionalProperties": {"bsonType": "int"}})",
     R"([{"a": "x", "b": 1}])", R"([{"b": "x"}])"},
    {R"({"dependencies": {"a": ["b"], "c": {"properties": {"a": {"minimum": 2}}}}})",
     R"([{"a": 1, "b": 2}, {"b": 1}, {"c": 1}, {"c": 1, "a": 3, "b": 1}, 1])",
     R"([{"a": 1}, {"a": 1, "b": 1, "c": 1}])"},
    {R"({"allOf": [{"minimum": 2}, {"maximum": 4}]})", R"([3, "x"])", "[1, 5]"},
    {R"({"anyOf": [{"bsonType": "string"}, {"minimum": 4}]})", R"(["x", 5])", "[3]"},
    {R"({"oneOf": [{"multipleOf": 3}, {"multipleOf": 5}]})", "[3, 5]", R"([15, 7, "x"])"},
    {R"({"not": {"bsonType": "int"}})", R"(["x", 1.5])", "[1]"},
};

Condition of_field(const std::string& schema) {
  return right_condition(R"({"$jsonSchema": {"properties": {"x": )" + schema + "}}}");
}

void check(const Condition& condition, const Value& value, bool fits) {
  const Value document = Value::object({{"x", value}});
  const std::string text = to_extended_json(document, ExtendedJson::Canonical);
  CAPTURE(text, fits);
  CHECK(reference::matches(condition.checked(), document, {}) == fits);
  predicate::Matcher matcher(predicate::compile(condition));
  for (const test::Answer& answer : test::ask_all_forms(matcher, text)) {
    CAPTURE(answer.form);
    CHECK(answer.matches == fits);
  }
}

Array values(const char* text) {
  return parse_extended_json(Source("values", text))->as<Array>();
}

}  // namespace

TEST_CASE("keywords of $jsonSchema", "[predicate]") {
  for (const Row& row : kRows) {
    CAPTURE(row.schema);
    const Condition condition = of_field(row.schema);
    for (const Value& value : values(row.fits)) check(condition, value, true);
    for (const Value& value : values(row.others)) check(condition, value, false);
  }
}

TEST_CASE("a schema is asked of the root, too, where a field is missing", "[predicate]") {
  predicate::Matcher matcher = test::matcher_of(
      R"({"$nor": [{"$jsonSchema": {"required": ["y"]}}], "$jsonSchema": {"maxProperties": 1}})");
  for (const auto& [document, verdict] : {std::pair{R"({"x": 1})", true},
                                          {R"({"y": 1})", false},
                                          {R"({"x": 1, "z": 2})", false},
                                          {"{}", true}})
    for (const test::Answer& answer : test::ask_all_forms(matcher, document)) {
      CAPTURE(document, answer.form);
      CHECK(answer.matches == verdict);
    }
}

TEST_CASE("columns alone cannot be asked for a whole document", "[predicate]") {
  const Schema schema = right_schema(R"({"bsonType": "object", "properties":
      {"id": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "id"}}}},
      "x-tamis": {"sqlite": {"table": "t", "key": "id"}}})");
  const Condition condition = right_condition(R"({"$jsonSchema": {}})", {.schema = schema});
  const auto refused = sqlite::emit(condition);
  REQUIRE(!refused);
  CHECK(refused.diagnostics().front().code == "B002");
  const auto plain = sqlite::emit(right_condition(R"({"$jsonSchema": {}})"), {.pure_sql = true});
  REQUIRE(!plain);
  CHECK(plain.diagnostics().front().code == "B001");
}
