// The traps of docs/semantics, paragraph by paragraph, on every engine.
#include <tamis/extended_json.h>

#include "tests/support/catch.h"
#include "tools/tamis/engines/engine.h"

#include <tamis/compile.h>

namespace tamis::engines {
namespace {

struct Row {
  const char* why;
  const char* condition;
  const char* document;
  bool matches;
};

constexpr Row kPaths[] = {
    {"1: by name into an object", R"({"a.b":1})", R"({"a":{"b":1}})", true},
    {"1: into each object of an array", R"({"a.b":1})", R"({"a":[{"b":2},{"b":1}]})", true},
    {"1: one level only", R"({"a.b":1})", R"({"a":[[{"b":1}]]})", false},
    {"1: at an index too", R"({"a.1":7})", R"({"a":[1,7]})", true},
    {"1: a number may be a key", R"({"a.1":7})", R"({"a":{"1":7}})", true},
    {"1: the key of an element, beside the index", R"({"a.1":7})", R"({"a":[{"1":7},2]})", true},
    {"1: 01 is no index", R"({"a.01":7})", R"({"a":[1,7]})", false},
    {"2: an element", R"({"a":2})", R"({"a":[1,2]})", true},
    {"2: the whole", R"({"a":[1,2]})", R"({"a":[1,2]})", true},
    {"2: $size looks at the array itself", R"({"a":{"$size":1}})", R"({"a":[[1,2]]})", true},
    {"2: and not at its elements", R"({"a":{"$size":2}})", R"({"a":[[1,2]]})", false},
    {"2: $exists needs the path only", R"({"a":{"$exists":true}})", R"({"a":[]})", true},
    {"3: scalars in an array are not missing", R"({"a.b":null})", R"({"a":[1]})", false},
    {"3: and do not exist", R"({"a.b":{"$exists":true}})", R"({"a":[1]})", false},
    {"3: a field that an element lacks is missing", R"({"a.b":null})", R"({"a":[1,{}]})", true},
    {"4: an array in an array by its index", R"({"a.0.b":1})", R"({"a":[[{"b":1}]]})", true},
    {"4: not looked into at the end", R"({"a.0":1})", R"({"a":[[1]]})", false},
    {"4: but equal as a whole", R"({"a.0":[1]})", R"({"a":[[1]]})", true},
    {"4: $elemMatch has indexes for names", R"({"a":{"$elemMatch":{"1":2}}})", R"({"a":[[1,2]]})",
     true},
};

constexpr Row kNull[] = {
    {"5: missing is null", R"({"a":null})", "{}", true},
    {"5: null is null", R"({"a":{"$eq":null}})", R"({"a":null})", true},
    {"5: in a list too", R"({"a":{"$in":[1,null]}})", "{}", true},
    {"5: null exists", R"({"a":{"$exists":true}})", R"({"a":null})", true},
    {"5: below a scalar is missing", R"({"a.b":null})", R"({"a":4})", true},
    {"5: below an empty array is nothing", R"({"a.b":null})", R"({"a":[]})", false},
    {"5: an index that is not there is nothing", R"({"a.0":null})", R"({"a":[]})", false},
    {"6: $gte null is equality", R"({"a":{"$gte":null}})", "{}", true},
    {"6: $lte null is equality", R"({"a":{"$lte":null}})", R"({"a":0})", false},
    {"6: $gt null matches nothing", R"({"a":{"$gt":null}})", R"({"a":null})", false},
    {"7: one equal element is too many", R"({"a":{"$ne":7}})", R"({"a":[3,7]})", false},
    {"7: missing is not 7", R"({"a":{"$ne":7}})", "{}", true},
    {"8: not above is not below or equal", R"({"a":{"$not":{"$gt":1}}})", R"({"a":"x"})", true},
    {"8: $lte stays in its family", R"({"a":{"$lte":1}})", R"({"a":"x"})", false},
    {"26: undefined is not null", R"({"a":null})", R"({"a":{"$undefined":true}})", false},
    {"26: undefined exists", R"({"a":{"$exists":true}})", R"({"a":{"$undefined":true}})", true},
};

constexpr Row kComparison[] = {
    {"9: a date is no number", R"({"a":{"$gt":0}})", R"({"a":{"$date":{"$numberLong":"1"}}})",
     false},
    {"9: a timestamp is no date", R"({"a":{"$gt":{"$date":{"$numberLong":"0"}}}})",
     R"({"a":{"$timestamp":{"t":1,"i":1}}})", false},
    {"9: true is not 1", R"({"a":1})", R"({"a":true})", false},
    {"9: a symbol is a string", R"({"a":{"$gt":"a"}})", R"({"a":{"$symbol":"b"}})", true},
    {"10: exact beyond 2^53", R"({"a":{"$gt":9007199254740992.0}})",
     R"({"a":{"$numberLong":"9007199254740993"}})", true},
    {"10: types mix", R"({"a":{"$numberDecimal":"1.50"}})", R"({"a":1.5})", true},
    {"10: -0 is 0", R"({"a":0})", R"({"a":-0.0})", true},
    {"11: NaN equals NaN", R"({"a":{"$numberDouble":"NaN"}})", R"({"a":{"$numberDecimal":"NaN"}})",
     true},
    {"11: nothing is below NaN", R"({"a":{"$lt":{"$numberDouble":"NaN"}}})",
     R"({"a":{"$numberDouble":"-Infinity"}})", false},
    {"11: $lte NaN is equality", R"({"a":{"$lte":{"$numberDouble":"NaN"}}})",
     R"({"a":{"$numberDouble":"NaN"}})", true},
    {"12: by bytes", R"({"a":{"$lt":"a"}})", R"({"a":"B"})", true},
    {"12: NUL counts", R"({"a":"a"})", R"({"a":"a\u0000"})", false},
    {"13: order of fields counts", R"({"a":{"x":1,"y":2}})", R"({"a":{"y":2,"x":1}})", false},
    {"13: numbers inside compare by value", R"({"a":{"x":1}})", R"({"a":{"x":1.0}})", true},
    {"14: element by element, then length", R"({"a":{"$gt":[1]}})", R"({"a":[1,0]})", true},
    {"15: every value is at least MinKey", R"({"a":{"$gte":{"$minKey":1}}})", "{}", true},
    {"15: but MinKey not above itself", R"({"a":{"$gt":{"$minKey":1}}})", R"({"a":{"$minKey":1}})",
     false},
};

constexpr Row kOperators[] = {
    {"16: a regex searches", R"({"a":{"$regularExpression":{"pattern":"b","options":""}}})",
     R"({"a":"abc"})", true},
    {"16: $eq does not", R"({"a":{"$eq":{"$regularExpression":{"pattern":"b","options":""}}}})",
     R"({"a":"abc"})", false},
    {"16: it equals itself stored",
     R"({"a":{"$eq":{"$regularExpression":{"pattern":"b","options":""}}}})",
     R"({"a":{"$regularExpression":{"pattern":"b","options":""}}})", true},
    {"17: options in any order", R"({"a":{"$options":"mi","$regex":"^B"}})", R"({"a":"a\nb"})",
     true},
    {"18: a null asks for absence", R"({"a":{"$exists":null}})", R"({"a":1})", false},
    {"19: number is four types", R"({"a":{"$type":"number"}})", R"({"a":{"$numberDecimal":"1"}})",
     true},
    {"19: elements", R"({"a":{"$type":"string"}})", R"({"a":[1,"x"]})", true},
    {"19: and the array itself", R"({"a":{"$type":4}})", R"({"a":[]})", true},
    {"20: a whole number of any type", R"({"a":{"$size":{"$numberDecimal":"1"}}})", R"({"a":[7]})",
     true},
    {"21: toward zero", R"({"a":{"$mod":[4,-1]}})", R"({"a":-5.9})", true},
    {"21: infinities never match", R"({"a":{"$mod":[1,0]}})",
     R"({"a":{"$numberDouble":"Infinity"}})", false},
    {"22: none of none", R"({"a":{"$all":[]}})", R"({"a":[]})", false},
    {"22: the array itself", R"({"a":{"$all":[[1,2]]}})", R"({"a":[1,2]})", true},
    {"22: each by another element", R"({"a":{"$all":[1,2]}})", R"({"a":[2,1]})", true},
    {"23: one element for all", R"({"a":{"$elemMatch":{"$gt":5,"$lt":3}}})", R"({"a":[1,9]})",
     false},
    {"23: only arrays", R"({"a":{"$elemMatch":{"b":1}}})", R"({"a":{"b":1}})", false},
    {"24: none of none", R"({"a":{"$in":[]}})", "{}", false},
    {"24: all of none", R"({"a":{"$nin":[]}})", "{}", true},
    {"25: the sign goes on", R"({"a":{"$bitsAllSet":[200]}})", R"({"a":-1})", true},
    {"25: no fraction", R"({"a":{"$bitsAllSet":[0]}})", R"({"a":1.5})", false},
    {"25: bytes are unsigned", R"({"a":{"$bitsAllClear":[8]}})",
     R"({"a":{"$binary":{"base64":"/w==","subType":"00"}}})", true},
    {"27: an object is a literal", R"({"a":{"b":{"$gt":1}}})", R"({"a":{"b":2}})", false},
    {"28: each by another element", R"({"a":{"$gt":5,"$lt":3}})", R"({"a":[1,9]})", true},
    {"29: a comment means nothing", R"({"$comment":"x","a":1})", R"({"a":1})", true},
    {"34: a key with a dot is no path", R"({"a.b":1})", R"({"a.b":1})", false},
};

void run(std::span<const Row> rows) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Result<Condition> condition =
          compile(Source("condition", row.condition), {.regex = RegexProfile::Full});
      REQUIRE(condition);
      const Documents documents({*parse_extended_json(Source("document", row.document))});
      for (const EngineInfo& info : engine_table()) {
        if (info.needs_schema) continue;
        CAPTURE(info.name, row.condition, row.document);
        const Outcome outcome = info.make()->run(*condition, documents, {});
        if (info.partial && std::holds_alternative<Rejected>(outcome)) continue;
        const auto* matched = std::get_if<Matched>(&outcome);
        REQUIRE(matched != nullptr);
        CHECK(!matched->ids.empty() == row.matches);
      }
    }
}

TEST_CASE("paths", "[semantics]") {
  run(kPaths);
}
TEST_CASE("null, missing, negation", "[semantics]") {
  run(kNull);
}
TEST_CASE("comparison", "[semantics]") {
  run(kComparison);
}
TEST_CASE("operators", "[semantics]") {
  run(kOperators);
}

}  // namespace
}  // namespace tamis::engines
