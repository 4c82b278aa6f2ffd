// What a condition is as a MongoDB filter.
#include <tamis/mongodb.h>

#include <tamis/catalog.h>
#include <tamis/compile.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;

namespace {

struct Row {
  const char* why;
  const char* condition;
  const char* filter;  // relaxed Extended JSON, or the codes of a refusal
};

std::string codes_of(const Diagnostics& diagnostics) {
  std::string codes;
  for (const Diagnostic& diagnostic : diagnostics)
    codes += (codes.empty() ? "" : " ") + diagnostic.code;
  return codes;
}

Condition compiled(const char* text, const CompileOptions& options = {}) {
  const Result<Condition> condition = compile(Source("condition", text), options);
  INFO(text);
  REQUIRE(condition.ok());
  return *condition;
}

std::string emitted(const Condition& condition, const mongodb::EmitOptions& options = {}) {
  const Result<mongodb::MongoFilter> filter = mongodb::emit(condition, options);
  if (!filter) return codes_of(filter.diagnostics());
  const Result<Value> back = parse_bson(std::as_bytes(std::span(filter->bson)));
  REQUIRE(back.ok());
  CHECK(identical(*back, filter->filter));
  return filter->text(ExtendedJson::Relaxed);
}

constexpr Row kForIndexes[] = {
    {"nothing asked", "{}", "{}"},
    {"an equality is a plain value", "{a: {$eq: 1}}", R"({"a":1})"},
    {"an `$and` that is not needed", "{$and: [{a: 1}, {b: 2}]}", R"({"a":1,"b":2})"},
    {"bounds stand together", "{$and: [{a: {$gte: 1}}, {b: 2}, {a: {$lt: 5}}]}",
     R"({"a":{"$gte":1,"$lt":5},"b":2})"},
    {"an equality beside another test", "{$and: [{a: 1}, {a: {$exists: true}}]}",
     R"({"a":{"$eq":1,"$exists":true}})"},
    {"equalities of an `$or` are a list", "{$or: [{a: 2}, {a: 1}, {a: {$in: [3]}}]}",
     R"({"a":{"$in":[1,2,3]}})"},
    {"patterns join the list", R"({$or: [{a: /^x/}, {a: 1}]})",
     R"({"a":{"$in":[1,{"$regularExpression":{"pattern":"^x","options":""}}]}})"},
    {"what is no equality stays in the `$or`", "{$or: [{a: 1}, {a: {$gt: 5}}, {b: 1}, {a: 2}]}",
     R"({"$or":[{"a":{"$in":[1,2]}},{"a":{"$gt":5}},{"b":1}]})"},
    {"a list of one", "{a: {$in: [1]}}", R"({"a":1})"},
    {"a list of none", "{a: {$in: []}}", R"({"_id":{"$in":[]}})"},
    {"everything", "{a: {$nin: []}}", "{}"},
    {"an alternative that never holds", "{$or: [{a: {$in: []}}, {b: 1}]}", R"({"b":1})"},
    {"a test that always holds", "{$and: [{a: {$nin: []}}, {b: 1}]}", R"({"b":1})"},
    {"a prefix stays anchored", "{a: /^ab/i, b: 1}",
     R"({"a":{"$regex":"^ab","$options":"i"},"b":1})"},
    {"two values that an array must hold", R"({$and: [{a: "x"}, {a: "y"}]})",
     R"({"a":{"$all":["x","y"]}})"},
    {"two patterns", "{$and: [{a: /x/}, {a: /y/}]}",
     R"({"a":{"$all":[{"$regularExpression":{"pattern":"x","options":""}},)"
     R"({"$regularExpression":{"pattern":"y","options":""}}]}})"},
    {"two elements", "{$and: [{a: {$elemMatch: {b: 1}}}, {a: {$elemMatch: {b: 2}}}]}",
     R"({"a":{"$all":[{"$elemMatch":{"b":1}},{"$elemMatch":{"b":2}}]}})"},
    {"an operator twice needs an `$and`", "{$and: [{a: {$gt: 1}}, {a: {$gt: 2}}, {b: 1}]}",
     R"({"b":1,"$and":[{"a":{"$gt":1}},{"a":{"$gt":2}}]})"},
    {"two `$or` need one too", "{$and: [{$or: [{a: 1}, {b: 1}]}, {$or: [{a: 2}, {b: 2}]}]}",
     R"({"$and":[{"$or":[{"a":1},{"b":1}]},{"$or":[{"a":2},{"b":2}]}]})"},
    {"values that are none of these", "{$and: [{a: {$ne: 1}}, {a: {$nin: [2, /x/]}}]}",
     R"({"a":{"$nin":[1,2,{"$regularExpression":{"pattern":"x","options":""}}]}})"},
    {"a comment means nothing", R"({$comment: "x", a: 1})", R"({"a":1})"},
};

constexpr Row kNegations[] = {
    {"not equal", "{a: {$ne: 1}}", R"({"a":{"$ne":1}})"},
    {"negations of other fields stay apart", "{a: {$ne: 1}, b: {$nin: [2, 3]}}",
     R"({"a":{"$ne":1},"b":{"$nin":[2,3]}})"},
    {"not there", "{a: {$exists: false}}", R"({"a":{"$exists":false}})"},
    {"in its field", "{a: {$not: {$gt: 5}}}", R"({"a":{"$not":{"$gt":5}}})"},
    {"of a pattern", "{a: {$not: /x/}}",
     R"({"a":{"$not":{"$regularExpression":{"pattern":"x","options":""}}}})"},
    {"not pushed into a range", "{$nor: [{a: {$gte: 1, $lt: 5}}]}",
     R"({"a":{"$not":{"$gte":1,"$lt":5}}})"},
    {"not pushed into an `$or`", "{$nor: [{a: 1, b: 2}, {c: {$gt: 3}}]}",
     R"({"$nor":[{"a":1,"b":2},{"c":{"$gt":3}}]})"},
    {"several at once", "{$and: [{$nor: [{a: 1, b: 1}]}, {$nor: [{a: 2, b: 2}]}]}",
     R"({"$nor":[{"a":1,"b":1},{"a":2,"b":2}]})"},
    {"two of one field", "{$and: [{a: {$not: {$gt: 5}}}, {a: {$not: {$lt: 3}}}]}",
     R"({"$nor":[{"a":{"$gt":5}},{"a":{"$lt":3}}]})"},
    {"twice is not at all", "{a: {$not: {$not: {$gt: 5}}}}", R"({"a":{"$gt":5}})"},
    {"of a pattern beside another", "{a: {$not: /x/}, $nor: [{a: {$gt: 1}}]}",
     R"({"a":{"$nin":[{"$regularExpression":{"pattern":"x","options":""}}],"$not":{"$gt":1}}})"},
    {"of a stored pattern", "{a: {$not: {$eq: /x/}}}",
     R"({"a":{"$not":{"$eq":{"$regularExpression":{"pattern":"x","options":""}}}}})"},
};

constexpr Row kLiterals[] = {
    {"an object is a value", "{a: {b: 1}}", R"({"a":{"b":1}})"},
    {"an object that looks like operators", "{a: {$eq: {$gt: 1}}}", R"({"a":{"$eq":{"$gt":1}}})"},
    {"which no list may hold", "{$or: [{a: {$eq: {$gt: 1}}}, {a: 1}, {a: 2}]}",
     R"({"$or":[{"a":{"$in":[1,2]}},{"a":{"$eq":{"$gt":1}}}]})"},
    {"nor an `$all`", "{$and: [{a: {$eq: {$gt: 1}}}, {a: 1}]}",
     R"({"a":{"$eq":{"$gt":1},"$all":[1]}})"},
    {"a stored pattern is not searched for", "{$or: [{a: {$eq: /x/}}, {a: 1}]}",
     R"({"$or":[{"a":1},{"a":{"$eq":{"$regularExpression":{"pattern":"x","options":""}}}}]})"},
    {"types by name", "{a: {$type: [2, 16, 18, 1, 19]}}", R"({"a":{"$type":["number","string"]}})"},
    {"one type", "{a: {$type: 2}}", R"({"a":{"$type":"string"}})"},
    {"numbers that servers before 8.2 take", R"({a: {$size: NumberDecimal("2")}})",
     R"({"a":{"$size":2}})"},
    {"a remainder, cut to whole numbers", "{a: {$mod: [4.9, 1]}}", R"({"a":{"$mod":[4,1]}})"},
    {"bits as a mask", "{a: {$bitsAllSet: [0, 2]}}", R"({"a":{"$bitsAllSet":5}})"},
    {"bits beyond an int", "{a: {$bitsAllSet: [0, 31]}}", R"({"a":{"$bitsAllSet":[0,31]}})"},
};

constexpr Row kElements[] = {
    {"of objects", "{a: {$elemMatch: {b: 1, $or: [{c: 1}, {c: 2}]}}}",
     R"({"a":{"$elemMatch":{"b":1,"c":{"$in":[1,2]}}}})"},
    {"any object or array", "{a: {$elemMatch: {}}}", R"({"a":{"$elemMatch":{}}})"},
    {"any element", "{a: {$elemMatch: {$nin: []}}}", R"({"a":{"$elemMatch":{"$nin":[]}}})"},
    {"of values", "{a: {$elemMatch: {$gt: 1, $lt: 5}}}",
     R"({"a":{"$elemMatch":{"$gt":1,"$lt":5}}})"},
    {"an operator twice", "{a: {$elemMatch: {$gt: 1, $not: {$not: {$gt: 2}}}}}",
     R"({"a":{"$elemMatch":{"$gt":1,"$not":{"$not":{"$gt":2}}}}})"},
    {"a negation beside it", "{a: {$elemMatch: {$gt: 1, $not: {$not: {$gt: 2, $not: {$lt: 3}}}}}}",
     R"({"a":{"$elemMatch":{"$gt":1,"$not":{"$not":{"$gt":2,"$not":{"$lt":3}}}}}})"},
    {"of arrays", "{a: {$elemMatch: {$elemMatch: {$eq: 1}}}}",
     R"({"a":{"$elemMatch":{"$elemMatch":{"$eq":1}}}})"},
    {"by position", "{a: {$elemMatch: {0: 1}}}", R"({"a":{"$elemMatch":{"0":1}}})"},
};

constexpr Row kVerbatim[] = {
    {"order, groups and comments",
     R"({$comment: "why", $and: [{a: 1}], b: {$in: [2]}, c: {$eq: 3}})",
     R"({"$comment":"why","$and":[{"a":1}],"b":{"$in":[2]},"c":3})"},
    {"a list keeps its order", "{a: {$in: [3, 1, 1]}}", R"({"a":{"$in":[3,1,1]}})"},
    {"two negations stay", "{a: {$not: {$not: {$gt: 5}}}}", R"({"a":{"$not":{"$not":{"$gt":5}}}})"},
    {"`$all` of `$elemMatch`", "{a: {$all: [{$elemMatch: {b: 1}}, {$elemMatch: {$gt: 2}}]}}",
     R"({"a":{"$all":[{"$elemMatch":{"b":1}},{"$elemMatch":{"$gt":2}}]}})"},
    {"`$nor` of one", "{$nor: [{a: 1}]}", R"({"$nor":[{"a":1}]})"},
    {"constants", "{$alwaysFalse: 1}", R"({"$alwaysFalse":1})"},
    {"types as they stand", "{a: {$type: [16, 2]}}", R"({"a":{"$type":[16,2]}})"},
};

template <std::size_t N>
void check(const Row (&rows)[N], const CompileOptions& options = {},
           const mongodb::EmitOptions& emit = {}) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(emitted(compiled(row.condition, options), emit) == row.filter);
    }
}

}  // namespace

TEST_CASE("filters are made for indexes", "[mongodb]") {
  check(kForIndexes);
}
TEST_CASE("negations stay where they can be indexed", "[mongodb]") {
  check(kNegations);
}
TEST_CASE("literals and operands", "[mongodb]") {
  check(kLiterals);
}
TEST_CASE("elements of arrays", "[mongodb]") {
  check(kElements);
}
TEST_CASE("verbatim, a filter is what was written", "[mongodb]") {
  check(kVerbatim, {}, {.verbatim = true});
}
TEST_CASE("without the normaliser, too", "[mongodb]") {
  check(kVerbatim, {.normalize = false});
}

namespace {

constexpr const char* kMapped = R"({
  "bsonType": "object",
  "properties": {
    "email": {"bsonType": "string", "x-tamis": {"mongodb": "e", "aliases": ["mail"]}},
    "created": {"bsonType": "date", "x-tamis": {"mongodb": "profile.createdAt"}},
    "ref": {"bsonType": "objectId"},
    "address": {"bsonType": "object", "x-tamis": {"mongodb": "addr"}, "properties": {
      "city": {"bsonType": "string", "x-tamis": {"mongodb": "c"}}}},
    "moved": {"bsonType": "object", "properties": {
      "x": {"bsonType": "int", "x-tamis": {"mongodb": "far.x"}}}},
    "orders": {"bsonType": "array", "x-tamis": {"mongodb": "o"}, "items": {
      "bsonType": "object", "properties": {
        "sku": {"bsonType": "string", "x-tamis": {"mongodb": "s"}},
        "qty": {"bsonType": "int", "x-tamis": {"mongodb": "n.q"}}}}},
    "topics": {"bsonType": "array", "x-tamis": {"mongodb": "t", "topics": {
      "ids": ["news", "offers"], "subscribed": {"state": "SUBSCRIBED"}}}, "items": {
      "bsonType": "object", "properties": {
        "id": {"bsonType": "string", "x-tamis": {"mongodb": "i"}}, "state": {"bsonType": "string"}}}}
  }
})";

constexpr Row kNames[] = {
    {"a field", R"({"email": "a"})", R"({"e":"a"})"},
    {"by its alias", R"({"mail": "a"})", R"({"e":"a"})"},
    {"moved", R"({"created": "2024-01-01"})",
     R"({"profile.createdAt":{"$date":"2024-01-01T00:00:00Z"}})"},
    {"in an object", R"({"address.city": "x"})", R"({"addr.c":"x"})"},
    {"in objects of an array", R"({"orders.sku": "x", "orders.0.qty": 2})",
     R"({"o.s":"x","o.0.n.q":2})"},
    {"in an element", R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 1}}}})",
     R"({"o":{"$elemMatch":{"s":"x","n.q":{"$gt":1}}}})"},
    {"in a literal object", R"({"address": {"city": "x"}})", R"({"addr":{"c":"x"}})"},
    {"in a list of them", R"({"address": {"$in": [{"city": "x"}, {}]}})",
     R"({"addr":{"$in":[{},{"c":"x"}]}})"},
    {"not where one is moved", R"({"moved": {"x": 1}})", "B032"},
    {"nor in an element", R"({"orders": {"$elemMatch": {"$eq": {"sku": "x", "qty": 1}}}})", "B032"},
    {"nor by order", R"({"address": {"$gt": {"city": "x"}}})", "B032"},
    {"a name that the schema does not know", R"({"other.city": "x"})", R"({"other.city":"x"})"},
    {"ids are ObjectIds", R"({"ref": "507f1f77bcf86cd799439011"})",
     R"({"ref":{"$oid":"507f1f77bcf86cd799439011"}})"},
    {"text is escaped", R"({"field": "email", "operator": "contains", "value": "a.b"})",
     R"({"e":{"$regex":"a\\.b"}})"},
    {"a prefix is anchored", R"({"field": "email", "operator": "startsWith", "value": "a+"})",
     R"({"e":{"$regex":"^a\\+"}})"},
    {"a suffix ends the text", R"({"field": "email", "operator": "endsWith", "value": "z"})",
     R"({"e":{"$regex":"z\\z"}})"},
    {"set is not null", R"({"field": "email", "operator": "exists", "value": true})",
     R"({"e":{"$ne":null}})"},
    {"a negated condition", R"({"$not": {"email": "a", "ref": null}})",
     R"({"$nor":[{"e":"a","ref":null}]})"},
    {"topics", R"({"subscribedToTopic": ["news"]})",
     R"({"t":{"$elemMatch":{"i":"news","state":"SUBSCRIBED"}}})"},
    {"no topics", R"({"notSubscribedToTopic": ["offers", "news"]})",
     R"({"t":{"$not":{"$elemMatch":{"i":{"$in":["news","offers"]},"state":"SUBSCRIBED"}}}})"},
};

}  // namespace

TEST_CASE("names and literals are the schema's", "[mongodb]") {
  check(kNames, {.schema = right_schema(kMapped)});
}

TEST_CASE("verbatim has the schema's names, too", "[mongodb]") {
  const CompileOptions options{.schema = right_schema(kMapped)};
  const Condition condition = compiled(
      R"({"$and": [{"orders": {"$elemMatch": {"sku": "x"}}}, {"address": {"city": "y"}}]})",
      options);
  CHECK(emitted(condition, {.verbatim = true}) ==
        R"({"$and":[{"o":{"$elemMatch":{"s":"x"}}},{"addr":{"c":"y"}}]})");
  CHECK(emitted(compiled(R"({"moved": {"x": 1}})", options), {.verbatim = true}) == "B032");
}

TEST_CASE("the catalog's example of a name that moves out of its object", "[mongodb][catalog]") {
  const CompileOptions options{.schema = right_schema(R"({"properties": {"address": {
      "bsonType": "object", "properties": {"city": {
          "bsonType": "string", "x-tamis": {"mongodb": "place.town"}}}}}})")};
  const CatalogEntry* entry = find_in_catalog("B032");
  REQUIRE(entry != nullptr);
  CHECK(emitted(compiled(std::string(entry->bad).c_str(), options)) == "B032");
  CHECK(emitted(compiled(R"({"$or": [{"$jsonSchema": {}}]})", options)) == "B032");
  CHECK(emitted(compiled(std::string(entry->good).c_str(), options)).starts_with("{"));
}

TEST_CASE("a refusal points at the literal", "[mongodb]") {
  const Condition condition = compiled(R"({"moved": {"x": 1}})", {.schema = right_schema(kMapped)});
  const Diagnostics found = mongodb::emit(condition).diagnostics();
  REQUIRE(found.size() == 1);
  CHECK(condition.source().text(found.front().span()) == R"({"x": 1})");
}

TEST_CASE("an option of patterns that old servers do not know", "[mongodb]") {
  constexpr const char* kPatterns[] = {"{a: /x/u}", "{a: {$in: [1, /x/iu]}}", "{a: {$not: /x/u}}",
                                       "{a: {$elemMatch: {$regex: 'x', $options: 'u'}}}"};
  for (const char* text : kPatterns) {
    const Condition condition = compiled(text);
    INFO(text);
    CHECK(emitted(condition, {.version = mongodb::Version::V6_0}) == "B031");
    CHECK(emitted(condition, {.version = mongodb::Version::V6_0, .verbatim = true}) == "B031");
    CHECK(emitted(condition, {.version = mongodb::Version::V7_0}).starts_with("{"));
  }
  CHECK(
      emitted(compiled("{a: {$eq: /x/u}}"), {.version = mongodb::Version::V4_4}).starts_with("{"));
}

TEST_CASE("MongoDB's limits are kept", "[mongodb][limits]") {
  const auto nested = [](std::size_t levels) {
    std::string text = "1";
    for (std::size_t i = 1; i < levels; ++i) text = "[" + text + "]";
    return R"({"a": )" + text + "}";
  };
  CHECK(emitted(compiled(nested(mongodb::kMaxNesting).c_str())).starts_with("{"));
  CHECK(emitted(compiled(nested(mongodb::kMaxNesting + 1).c_str())) == "B033");

  // An `$in` of one string: 31 bytes around it, and its NUL.
  const auto long_text = [](std::size_t bytes) {
    return R"({"a": ")" + std::string(bytes - 13, 'x') + R"("})";
  };
  Limits limits;
  limits.text_bytes *= 2;
  CHECK(emitted(compiled(long_text(mongodb::kMaxBytes).c_str(), {.limits = limits}))
            .starts_with("{"));
  CHECK(emitted(compiled(long_text(mongodb::kMaxBytes + 1).c_str(), {.limits = limits})) == "B034");
}
