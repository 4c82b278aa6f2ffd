// What the builder takes and refuses, by code and place, without a schema.
#include <tamis/compile.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  const char* why;
  const char* text;
  const char* code;     // "" is accepted
  const char* at = "";  // the text that the primary label points at
};

constexpr Row kRows[] = {
    {"an empty condition matches all", "{}", ""},
    {"equality", R"({"a": 1})", ""},
    {"several operators", R"({"a": {"$gt": 1, "$lt": 3}})", ""},
    {"a literal object may hold operators further in", R"({"a": {"x": 1, "$gt": 1}})", ""},
    {"an array of objects that look like operators", R"({"a": [{"$gt": 1}]})", ""},
    {"$eq takes any object", R"({"a": {"$eq": {"$gt": 1}}})", ""},
    {"a DBRef is a literal", R"({"a": {"$ref": "x", "$id": 1}})", ""},
    {"half a DBRef is not", R"({"a": {"$id": 1}})", "E101", R"("$id")"},
    {"parts of a DBRef are field names", R"({"$db": 1, "a.$id": 2})", ""},
    {"empty components are allowed", R"({"": 1, "a..b": 2, ".": 3})", ""},
    {"$not of $not", R"({"a": {"$not": {"$not": {"$gt": 1}}}})", ""},
    {"$all may hold an unknown operator as a literal", R"({"a": {"$all": [{"$foo": 1}]}})", ""},
    {"$comment takes anything", R"({"$comment": {"$gt": 1}})", ""},
    {"$exists takes anything", R"({"a": {"$exists": {"x": 1}}})", ""},
    {"an empty $elemMatch", R"({"a": {"$elemMatch": {}}})", ""},
    {"logical operators inside $elemMatch", R"({"a": {"$elemMatch": {"$or": [{"b": 1}]}}})", ""},
    {"operators inside $elemMatch", R"({"a": {"$elemMatch": {"$not": {"$gt": 1}}}})", ""},
    {"$options before $regex", R"({"a": {"$options": "im", "$regex": "x"}})", ""},
    {"a repeated option", R"({"a": {"$regex": "x", "$options": "ii"}})", ""},
    {"$size of a whole double", R"({"a": {"$size": 2.0}})", ""},
    {"$mod cuts fractions off", R"({"a": {"$mod": [2.5, 1.5]}})", ""},

    {"not an object", "[1]", "E100", "[1]"},
    {"a member of $or that is none", R"({"$or": [1]})", "E100", "1"},
    {"a misspelt operator", R"({"a": {"$gtt": 1}})", "E101", R"("$gtt")"},
    {"an operator without its field", R"({"$gt": 1})", "E102", R"("$gt")"},
    {"a logical operator in a field", R"({"a": {"$or": [{"b": 1}]}})", "E102", R"("$or")"},
    {"$comment in a field", R"({"a": {"$comment": "x"}})", "E102", R"("$comment")"},
    {"$not above fields is the segments API's", R"({"$not": {"a": 1}})", "E102", R"("$not")"},
    {"one key twice", R"({"a": 1, "a": 2})", "E103", R"("a")"},
    {"one operator twice", R"({"a": {"$gt": 1, "$gt": 2}})", "E103", R"("$gt")"},
    {"an empty $and", R"({"$and": []})", "E104", "[]"},
    {"$or of an object", R"({"$or": {"a": 1}})", "E104", R"({"a": 1})"},
    {"a plain key among operators", R"({"a": {"$gt": 1, "x": 1}})", "E105", R"("x")"},
    {"$in of one value", R"({"a": {"$in": 1}})", "E106", "1"},
    {"an operator in $in", R"({"a": {"$in": [{"$gt": 1}]}})", "E107", R"({"$gt": 1})"},
    {"an unknown operator in $in", R"({"a": {"$in": [{"$foo": 1}]}})", "E107", R"({"$foo": 1})"},
    {"an operator in $all", R"({"a": {"$all": [{"$gt": 1}]}})", "E107", R"({"$gt": 1})"},
    {"$ne of a regex", "{a: {$ne: /x/}}", "E108", "/x/"},
    {"undefined as operand", R"({"a": {"$undefined": true}})", "E109", R"({"$undefined": true})"},
    {"$regex of a number", R"({"a": {"$regex": 1}})", "E110"},
    {"a bad pattern", R"({"a": {"$regex": "("}})", "E111", R"("(")"},
    {"look-ahead", R"-({"a": {"$regex": "(?=x)"}})-", "E112", R"-("(?=x)")-"},
    {"an unknown option", R"({"a": {"$regex": "x", "$options": "g"}})", "E113"},
    {"$options alone", R"({"a": {"$options": "i"}})", "E114", R"("$options")"},
    {"options in both places", "{a: {$regex: /x/i, $options: 'm'}}", "E114", "'m'"},
    {"$not of a value", R"({"a": {"$not": 1}})", "E115", "1"},
    {"$not of nothing", R"({"a": {"$not": {}}})", "E115", "{}"},
    {"an unknown type", R"({"a": {"$type": ["int", "foo"]}})", "E117", R"("foo")"},
    {"no type", R"({"a": {"$type": []}})", "E117", "[]"},
    {"a negative $size", R"({"a": {"$size": -1}})", "E118", "-1"},
    {"a $size beyond int", R"({"a": {"$size": 4611686018427387904}})", "E118"},
    {"a zero divisor", R"({"a": {"$mod": [0.5, 1]}})", "E119", "0.5"},
    {"$mod of three", R"({"a": {"$mod": [1, 2, 3]}})", "E119", "[1, 2, 3]"},
    {"a negative mask", R"({"a": {"$bitsAllSet": -1}})", "E120", "-1"},
    {"a fractional position", R"({"a": {"$bitsAllSet": [1, 2.5]}})", "E120", "2.5"},
    {"$elemMatch of a value", R"({"a": {"$elemMatch": 1}})", "E121", "1"},
    {"$all of both kinds", R"({"a": {"$all": [1, {"$elemMatch": {"x": 1}}]}})", "E122"},
    {"$where", R"({"$where": "1"})", "E123", R"("$where")"},
    {"$expr", R"({"$expr": {}})", "E124", R"("$expr")"},
    {"NUL in a name", R"({"a\u0000b": 1})", "E125", R"("a\u0000b")"},
    {"$alwaysTrue of 2", R"({"$alwaysTrue": 2})", "E126", "2"},

    {"every keyword of $jsonSchema", R"({"$jsonSchema": {"title": "t", "description": "d",
      "bsonType": ["int", "number"], "enum": [1, "1", {"a": 1}], "minimum": 1,
      "exclusiveMinimum": true, "maximum": 2.5, "exclusiveMaximum": false, "multipleOf": 0.5,
      "minLength": 0, "maxLength": 3.0, "pattern": "^a", "minItems": 1, "maxItems": 2,
      "uniqueItems": true, "items": [{"type": ["null", "boolean"]}], "additionalItems": false,
      "minProperties": 1, "maxProperties": 9, "required": ["a", ""], "properties": {"$a": {}},
      "patternProperties": {"^b": {}}, "additionalProperties": {"not": {}},
      "dependencies": {"a": ["b"], "c": {"items": {}}}, "allOf": [{}], "anyOf": [{}],
      "oneOf": [{}, {}]}})",
     ""},
    {"$jsonSchema in $nor", R"({"$nor": [{"$jsonSchema": {}}]})", ""},
    {"$jsonSchema of no object", R"({"$jsonSchema": [1]})", "E128", "[1]"},
    {"$jsonSchema of a wrapper", R"({"$jsonSchema": {"$minKey": 1}})", "E128"},
    {"$jsonSchema of a field", R"({"a": {"$jsonSchema": {}}})", "E102", R"("$jsonSchema")"},
    {"$jsonSchema of an element", R"({"a": {"$elemMatch": {"$jsonSchema": {}}}})", "E102",
     R"("$jsonSchema")"},
    {"a keyword of later drafts", R"({"$jsonSchema": {"$ref": "#/x"}})", "E127", R"("$ref")"},
    {"a misspelt keyword", R"({"$jsonSchema": {"items": {"minlength": 1}}})", "E127",
     R"("minlength")"},
    {"a keyword twice", R"({"$jsonSchema": {"minimum": 1, "minimum": 2}})", "E103", R"("minimum")"},
    {"a type that MongoDB does not know", R"({"$jsonSchema": {"type": "integer"}})", "E128",
     R"("integer")"},
    {"no type", R"({"$jsonSchema": {"bsonType": []}})", "E128", "[]"},
    {"a type twice", R"({"$jsonSchema": {"bsonType": ["int", "int"]}})", "E128"},
    {"both words for a type", R"({"$jsonSchema": {"type": "null", "bsonType": "int"}})", "E128",
     R"("type")"},
    {"a value twice, whatever the order", R"({"$jsonSchema": {"enum": [{"a": 1, "b": 2},
      {"b": 2.0, "a": 1}]}})",
     "E128"},
    {"no value", R"({"$jsonSchema": {"enum": []}})", "E128", "[]"},
    {"a negative count", R"({"$jsonSchema": {"minItems": -1}})", "E128", "-1"},
    {"a count with a fraction", R"({"$jsonSchema": {"maxProperties": 1.5}})", "E128", "1.5"},
    {"a multiple of nothing", R"({"$jsonSchema": {"multipleOf": 0}})", "E128", "0"},
    {"a flag alone", R"({"$jsonSchema": {"exclusiveMaximum": true}})", "E128",
     R"("exclusiveMaximum")"},
    {"a flag that is a bound", R"({"$jsonSchema": {"maximum": 1, "exclusiveMaximum": 2}})", "E128",
     "2"},
    {"a name twice", R"({"$jsonSchema": {"required": ["a", "a"]}})", "E128", R"(["a", "a"])"},
    {"a path for a name", R"({"$jsonSchema": {"required": ["a.b"]}})", "E128", R"("a.b")"},
    {"no alternative", R"({"$jsonSchema": {"anyOf": []}})", "E128", "[]"},
    {"an alternative that is none", R"({"$jsonSchema": {"oneOf": [null]}})", "E128", "null"},
    {"a pattern that is none", R"({"$jsonSchema": {"pattern": "["}})", "E111", R"("[")"},
    {"a pattern of names that is none", R"({"$jsonSchema": {"patternProperties": {"[": {}}}})",
     "E111"},
    {"a dependency of nothing", R"({"$jsonSchema": {"dependencies": {"a": []}}})", "E128"},
};

}  // namespace

TEST_CASE("a condition is accepted, or refused by code and place", "[build]") {
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      const Result<Condition> result = compile(Source("t", row.text));
      CAPTURE(row.text);
      if (*row.code == '\0') {
        CHECK(result.ok());
        CHECK(result.diagnostics().empty());
        continue;
      }
      REQUIRE(!result.ok());
      REQUIRE(result.diagnostics().size() == 1);
      const Diagnostic& diagnostic = result.diagnostics().front();
      CHECK(diagnostic.code == row.code);
      if (*row.at != '\0') CHECK(diagnostic.source.text(diagnostic.span()) == row.at);
    }
  }
}

TEST_CASE("all mistakes come in one run, in text order", "[build]") {
  const auto result =
      compile(Source("t", R"({"a": {"$gtt": 1, "$in": 2}, "$or": [], "b": {"$size": "x"}})"));
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : result.diagnostics()) codes.push_back(diagnostic.code);
  CHECK(codes == std::vector<std::string>{"E101", "E106", "E104", "E118"});
}

TEST_CASE("fixes mend what they say", "[build]") {
  struct Mend {
    const char* bad;
    const char* good;
  };
  constexpr Mend kMends[] = {
      {R"({"$or": {"a": 1}})", R"({"$or": [{"a": 1}]})"},
      {R"({"a": {"$in": 1}})", R"({"a": {"$in": [1]}})"},
      {R"({"a": {"$gtt": 1}})", R"({"a": {"$gt": 1}})"},
      {"{a: {$gtt: 1}}", "{a: {$gt: 1}}"},
      {"{a: {'$gtt': 1}}", "{a: {'$gt': 1}}"},
      {"{a: {$gt: 1, lt: 3}}", "{a: {$gt: 1, $lt: 3}}"},
      {R"({"a": {"$gt": 1, "lt": 3}})", R"({"a": {"$gt": 1, "$lt": 3}})"},
      {"{a: {$ne: /x/}}", "{a: {$not: /x/}}"},
      {R"({"a": {"$not": 1}})", R"({"a": {"$ne": 1}})"},
  };
  for (const Mend& mend : kMends) {
    CAPTURE(mend.bad);
    const auto result = compile(Source("t", mend.bad));
    REQUIRE(!result.ok());
    REQUIRE(!result.diagnostics().front().fixes.empty());
    const FixedText fixed = apply_fixes(mend.bad, {&result.diagnostics().front().fixes.front()});
    CHECK(fixed.text == mend.good);
    CHECK(compile(Source("t", fixed.text)).ok());
  }
}

TEST_CASE("limits hold at the limit and one past it", "[build][limits]") {
  const auto codes = [](const std::string& text, const CompileOptions& options) {
    std::string all;
    const auto result = compile(Source("t", text), options);
    for (const Diagnostic& diagnostic : result.diagnostics()) all += diagnostic.code + " ";
    return all;
  };
  const auto nested = [](int levels) {
    std::string text = R"({"a": 1})";
    for (int i = 1; i < levels; ++i) text = R"({"$and": [)" + text + "]}";
    return text;
  };
  CompileOptions options;
  CHECK(codes(nested(100), options).empty());
  CHECK(codes(nested(101), options) == "X010 ");
  options.limits.list_items = 3;
  CHECK(codes(R"({"a": {"$in": [1, 2, 3]}})", options).empty());
  CHECK(codes(R"({"a": {"$in": [1, 2, 3, 4]}})", options) == "X011 ");
  CHECK(codes(R"({"a": {"$all": [1, 2, 3, 4]}})", options) == "X011 ");
  options.limits.pattern_bytes = 3;
  CHECK(codes(R"({"a": {"$regex": "abc"}})", options).empty());
  CHECK(codes(R"({"a": {"$regex": "abcd"}})", options) == "X012 ");
  options.limits.path_components = 2;
  CHECK(codes(R"({"a.b": 1})", options).empty());
  CHECK(codes(R"({"a.b.c": 1})", options) == "X013 ");
  options.limits.literal_nesting = 2;
  CHECK(codes(R"({"a": [[1]]})", options).empty());
  CHECK(codes(R"({"a": [[[1]]]})", options) == "X004 ");
  options.cost_cap = 1000;
  CHECK(codes(R"({"b": 1})", options).empty());
  options.cost_cap = 1;
  CHECK(codes(R"({"b": 1})", options) == "X015 ");
}

}  // namespace tamis
