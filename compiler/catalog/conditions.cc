#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr auto kError = Severity::Error;
constexpr auto kPlain = ExampleKind::Condition;
constexpr auto kTyped = ExampleKind::ConditionWithSchema;

constexpr CatalogEntry kEntries[] = {
    {"E100", "condition-not-an-object", kError, "0.1", "a condition is an object",
     "A condition names fields, so it is an object, and so is each member of `$and`, `$or` and "
     "`$nor`.",
     R"({"$and": ["FI"]})", R"({"$and": [{"country": "FI"}]})", kPlain},
    {"E101", "unknown-operator", kError, "0.1", "there is no such operator",
     "A key that begins with `$` is an operator, and MongoDB refuses one that it does not know.",
     R"({"age": {"$gtt": 18}})", R"({"age": {"$gt": 18}})", kPlain},
    {"E102", "misplaced-operator", kError, "0.1", "an operator stands where it has no meaning",
     "`$and`, `$or` and `$nor` stand beside fields; comparisons such as `$gt` stand in the object "
     "that "
     "belongs to one field.",
     R"({"$gt": 18})", R"({"age": {"$gt": 18}})", kPlain},
    {"E103", "duplicate-key", kError, "0.1", "a key stands twice in one object",
     "JSON readers keep one of the two and drop the other without a word, and not all keep the "
     "same one. "
     "Tamis refuses the text instead.",
     R"({"age": 18, "age": 30})", R"({"age": {"$in": [18, 30]}})", kPlain},
    {"E104", "needs-conditions", kError, "0.1", "a logical operator takes an array of conditions",
     "`$and`, `$or` and `$nor` take an array of at least one condition. MongoDB refuses an empty "
     "one.",
     R"({"$or": {"age": 18}})", R"({"$or": [{"age": 18}]})", kPlain},
    {"E105", "mixed-operators", kError, "0.1", "a plain key stands among operators",
     "The object that belongs to a field holds operators only, or is a literal to equal. An object "
     "whose "
     "first key is an operator cannot hold other keys.",
     R"({"age": {"$gte": 18, "lt": 30}})", R"({"age": {"$gte": 18, "$lt": 30}})", kPlain},
    {"E106", "needs-array", kError, "0.1", "the operator takes an array",
     "`$in`, `$nin` and `$all` take a list of values, even when there is only one.",
     R"({"country": {"$in": "FI"}})", R"({"country": {"$in": ["FI"]}})", kPlain},
    {"E107", "operator-in-list", kError, "0.1", "an operator stands inside a list of values",
     "The members of `$in`, `$nin` and `$all` are values (or regular expressions), not conditions.",
     R"({"age": {"$in": [{"$gt": 18}]}})", R"({"age": {"$gt": 18}})", kPlain},
    {"E108", "regex-operand", kError, "0.1", "the operator cannot take a regular expression",
     "Text has no order against a pattern, and `$ne` with a pattern is refused by MongoDB; `$not` "
     "says it.",
     R"({"email": {"$ne": {"$regularExpression": {"pattern": "^a", "options": ""}}}})",
     R"({"email": {"$not": {"$regularExpression": {"pattern": "^a", "options": ""}}}})", kPlain},
    {"E109", "undefined-operand", kError, "0.1", "nothing can be compared with undefined",
     "`undefined` is a value of old drivers. Nothing equals it; a missing field is found by null "
     "or "
     "`$exists`.",
     R"({"country": {"$undefined": true}})", R"({"country": null})", kPlain},
    {"E110", "regex-not-text", kError, "0.1", "`$regex` takes a string or a regex",
     "A pattern is text.", R"({"email": {"$regex": 1}})", R"({"email": {"$regex": "1"}})", kPlain},
    {"E111", "bad-pattern", kError, "0.1", "a regular expression is not well formed",
     "The pattern follows PCRE2, as MongoDB's do. A literal bracket or dot is written with a "
     "backslash.",
     R"({"email": {"$regex": "("}})", R"({"email": {"$regex": "\\("}})", kPlain},
    {"E112", "pattern-outside-profile", kError, "0.1", "a pattern cannot be matched in linear time",
     "Back-references, look-around and possessive groups can take time that grows exponentially "
     "with the "
     "text. Conditions come from people who need not be trusted, so they are refused unless the "
     "caller "
     "allows the full profile, where PCRE2 runs under a match limit.",
     R"({"email": {"$regex": "^(?=a).*b"}})", R"({"email": {"$regex": "^a.*b"}})", kPlain},
    {"E113", "bad-regex-option", kError, "0.1", "an unknown option of a regular expression",
     "The options are `i` (case), `m` (lines), `s` (dot takes line breaks), `x` (blanks are "
     "ignored) and "
     "`u` (no effect).",
     R"({"email": {"$regex": "a", "$options": "g"}})",
     R"({"email": {"$regex": "a", "$options": "i"}})", kPlain},
    {"E114", "stray-options", kError, "0.1",
     "`$options` without a `$regex`, or options given twice",
     "`$options` belongs to the `$regex` beside it, and a regex that carries options takes no "
     "others.",
     R"({"email": {"$options": "i"}})", R"({"email": {"$regex": "a", "$options": "i"}})", kPlain},
    {"E115", "bad-not", kError, "0.1", "`$not` takes an object of operators or a regex",
     "`$not` negates tests. To leave out one value, use `$ne`.", R"({"age": {"$not": 18}})",
     R"({"age": {"$ne": 18}})", kPlain},
    {"E117", "bad-type", kError, "0.1", "`$type` takes the name or code of a BSON type",
     "Such as \"string\", \"int\", \"number\" (any of the four number types), or an array of them.",
     R"({"age": {"$type": "integer"}})", R"({"age": {"$type": "int"}})", kPlain},
    {"E118", "bad-size", kError, "0.1", "`$size` takes a non-negative whole number",
     "`$size` tests for an exact number of elements. For a range, test whether an element exists: "
     "`{\"tags.2\": {\"$exists\": true}}` asks for at least three.",
     R"({"tags": {"$size": -1}})", R"({"tags": {"$size": 1}})", kPlain},
    {"E119", "bad-mod", kError, "0.1", "`$mod` takes a divisor and a remainder",
     "Two finite numbers; fractions are cut off, and the divisor may not be zero.",
     R"({"age": {"$mod": [0, 1]}})", R"({"age": {"$mod": [2, 1]}})", kPlain},
    {"E120", "bad-bits", kError, "0.1", "a bit test takes a mask, positions or binary data",
     "A non-negative whole number, an array of bit positions counted from 0, or binary data.",
     R"({"age": {"$bitsAllSet": -1}})", R"({"age": {"$bitsAllSet": 1}})", kPlain},
    {"E121", "bad-elem-match", kError, "0.1", "`$elemMatch` takes an object",
     "Operators that one element must meet, or a condition on the fields of an element.",
     R"({"tags": {"$elemMatch": "a"}})", R"({"tags": {"$elemMatch": {"$eq": "a"}}})", kPlain},
    {"E122", "mixed-all", kError, "0.1", "`$all` takes values or `$elemMatch`, not some of each",
     "", R"({"tags": {"$all": ["a", {"$elemMatch": {"$gt": "b"}}]}})",
     R"({"tags": {"$all": [{"$elemMatch": {"$eq": "a"}}, {"$elemMatch": {"$gt": "b"}}]}})", kPlain},
    {"E123", "refused-operator", kError, "0.1", "an operator of MongoDB that Tamis refuses",
     "JavaScript, text search, geospatial tests and random samples depend on one server, or cannot "
     "be run "
     "by every backend with the same result.",
     R"({"$where": "this.age > 18"})", R"({"age": {"$gt": 18}})", kPlain},
    {"E124", "operator-not-yet", kError, "0.1", "an operator that is not part of the language yet",
     "`$expr` has a meaning that every backend could share, but is not implemented.",
     R"({"$expr": {"$gt": ["$a", "$b"]}})", R"({"a": {"$gt": 1}})", kPlain},
    {"E125", "bad-field-name", kError, "0.1", "a field's name cannot be this",
     "BSON ends a field's name at a NUL, so no field can hold one.", R"({"a\u0000b": 1})",
     R"({"ab": 1})", kPlain},
    {"E126", "always-takes-one", kError, "0.1", "`$alwaysTrue` and `$alwaysFalse` take only 1", "",
     R"({"$alwaysTrue": 2})", R"({"$alwaysTrue": 1})", kPlain},
    {"E127", "unknown-json-schema-keyword", kError, "0.1", "`$jsonSchema` has no such keyword",
     "MongoDB takes a part of JSON Schema draft 4, and refuses what it does not know: `$ref`, "
     "`default`, `definitions`, `format`, `id` and all later keywords.",
     R"({"$jsonSchema": {"requried": ["age"]}})", R"({"$jsonSchema": {"required": ["age"]}})",
     kPlain},
    {"E128", "bad-json-schema", kError, "0.1", "a keyword of `$jsonSchema` cannot take this",
     "Each keyword takes what MongoDB's manual says, lists without repeats; `exclusiveMinimum` and "
     "`exclusiveMaximum` are flags of the `minimum` or `maximum` beside them. `type` knows "
     "\"number\" "
     "and no \"integer\"; `bsonType` has a name for every type.",
     R"({"$jsonSchema": {"required": "age"}})", R"({"$jsonSchema": {"required": ["age"]}})",
     kPlain},
    {"E130", "incomplete-field-condition", kError, "0.1",
     "a field condition needs all of its parts",
     "`{\"field\": …, \"operator\": …, \"value\": …}`: all three, also for `exists`.",
     R"({"field": "age", "operator": "gte"})",
     R"({"field": "age", "operator": "gte", "value": 18})", kTyped},
    {"E131", "beside-field-condition", kError, "0.1",
     "a key beside a field condition would be ignored",
     "A field condition is one test. Nothing is dropped in silence: put further tests in `$and`.",
     R"({"field": "age", "operator": "gte", "value": 18, "vip": true})",
     R"({"$and": [{"field": "age", "operator": "gte", "value": 18}, {"vip": true}]})", kTyped},
    {"E132", "unknown-field-operator", kError, "0.1", "an unknown operator of a field condition",
     "The operators are eq, ne, gt, gte, lt, lte, in, nin, contains, startsWith, endsWith and "
     "exists.",
     R"({"field": "age", "operator": "atleast", "value": 18})",
     R"({"field": "age", "operator": "gte", "value": 18})", kTyped},
    {"E133", "bad-field-value", kError, "0.1", "a value that the operator cannot take",
     "`in` and `nin` take an array, `exists` a boolean, `contains` and its like a string, the rest "
     "one "
     "string, number, boolean or null.",
     R"({"field": "age", "operator": "in", "value": 18})",
     R"({"field": "age", "operator": "in", "value": [18]})", kTyped},
    {"E134", "bad-topics", kError, "0.1", "a topic condition takes at least one topic id", "",
     R"({"subscribedToTopic": []})", R"({"subscribedToTopic": ["news"]})", kTyped},
    {"E135", "beside-topic-condition", kError, "0.1",
     "a key beside a topic condition would be ignored",
     "A topic condition holds `subscribedToTopic` and `notSubscribedToTopic` only. Put further "
     "tests in "
     "`$and`.",
     R"({"subscribedToTopic": ["news"], "vip": true})",
     R"({"$and": [{"subscribedToTopic": ["news"]}, {"vip": true}]})", kTyped},

    {"T001", "unknown-field", kError, "0.1", "the schema has no such field",
     "The schema says that there are no other fields, so the test would never (or always) match.",
     R"({"contry": "FI"})", R"({"country": "FI"})", kTyped},
    {"T002", "undescribed-field", Severity::Warning, "0.1", "a field that looks misspelt",
     "The schema allows other fields than it describes, but this name is very close to one that it "
     "does.",
     R"({"orders": {"$elemMatch": {"qty": 1}}, "topics.idd": "news"})",
     R"({"orders": {"$elemMatch": {"qty": 1}}, "topics.id": "news"})", kTyped},
    {"T003", "not-in-enum", kError, "0.1", "the field never holds this value",
     "The schema lists the values of the field, and this is not among them.",
     R"({"status": "subscribed"})", R"({"status": "SUBSCRIBED"})", kTyped},
    {"T004", "type-mismatch", kError, "0.1", "a comparison with a value of another type",
     "Comparisons stay within one type family (numbers, text, dates, …), so the test would never "
     "match. "
     "Null may be compared with anything.",
     R"({"age": {"$gte": "18"}})", R"({"age": {"$gte": 18}})", kTyped},
    {"T005", "bad-date", kError, "0.1", "a date or date math that cannot be read",
     "Dates are ISO 8601, such as \"2026-01-31\" or \"2026-01-31T10:00:00Z\"; date math begins "
     "with `now`.",
     R"({"signup_date": {"$gte": "2026-02-30"}})", R"({"signup_date": {"$gte": "2026-02-28"}})",
     kTyped},
    {"T006", "regex-on-non-text", kError, "0.1",
     "a regular expression on a field that holds no text", "", R"({"age": {"$regex": "^1"}})",
     R"({"email": {"$regex": "^1"}})", kTyped},
    {"T007", "size-on-non-array", kError, "0.1", "`$size` on a field that holds no array", "",
     R"({"email": {"$size": 3}})", R"({"tags": {"$size": 3}})", kTyped},
    {"T008", "numeric-test-on-non-number", kError, "0.1",
     "`$mod` or bits of a field that holds no number", "", R"({"email": {"$mod": [2, 0]}})",
     R"({"age": {"$mod": [2, 0]}})", kTyped},
    {"T009", "elem-match-on-non-array", kError, "0.1",
     "`$elemMatch` on what is no array of that kind", "",
     R"({"address": {"$elemMatch": {"city": "Turku"}}})", R"({"address.city": "Turku"})", kTyped},
    {"T010", "unknown-topic", kError, "0.1", "no topic has this id", "",
     R"({"subscribedToTopic": ["newz"]})", R"({"subscribedToTopic": ["news"]})", kTyped},
    {"T011", "no-topics", kError, "0.1", "no property of the schema holds topics",
     "A topic condition needs a schema with a property whose `x-tamis` says `topics`.", "", "",
     kPlain},
    {"T012", "field-not-allowed", kError, "0.1", "the caller does not allow this field",
     "The service that compiles the condition lists the fields that may be used.", "", "", kPlain},
    {"T013", "operator-not-allowed", kError, "0.1", "the caller does not allow this operator",
     "The service that compiles the condition lists the operators that may be used.", "", "",
     kPlain},
    {"T014", "unknown-time-zone", kError, "0.1", "the time zone is not known",
     "An IANA name such as Europe/Helsinki, `UTC`, or an offset such as +02:00.", "", "", kPlain},
};

}  // namespace

std::span<const CatalogEntry> conditions() {
  return kEntries;
}

}  // namespace tamis::catalog_families
