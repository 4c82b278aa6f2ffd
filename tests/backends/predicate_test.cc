#include <tamis/predicate.h>

#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

struct Row {
  const char* why;
  const char* condition;
  const char* document;
  bool matches;
};

constexpr Row kPaths[] = {
    {"a field", R"({"a": 1})", R"({"a": 1})", true},
    {"another value", R"({"a": 1})", R"({"a": 2})", false},
    {"numbers compare by value", R"({"a": 1})", R"({"a": 1.0})", true},
    {"an element", R"({"a": 1})", R"({"a": [2, 1]})", true},
    {"the whole array", R"({"a": [1, 2]})", R"({"a": [1, 2]})", true},
    {"an array in an array", R"({"a": [1, 2]})", R"({"a": [[1, 2]]})", true},
    {"not two arrays down", R"({"a": 1})", R"({"a": [[1]]})", false},
    {"below an object", R"({"a.b": 1})", R"({"a": {"b": 1}})", true},
    {"below objects in an array", R"({"a.b": 1})", R"({"a": [{"b": 2}, {"b": 1}]})", true},
    {"an index", R"({"a.1": 1})", R"({"a": [2, 1]})", true},
    {"another index", R"({"a.0": 1})", R"({"a": [2, 1]})", false},
    {"an index is not entered", R"({"a.0": 1})", R"({"a": [[1]]})", false},
    {"an index and then a name", R"({"a.0.b": 1})", R"({"a": [[{"b": 1}]]})", true},
    {"a number as a name", R"({"a.0": 1})", R"({"a": [{"0": 1}]})", true},
    {"a number as a name, not first", R"({"a.0": 1})", R"({"a": [7, {"0": 1}]})", true},
    {"an array read as an object", R"({"a": {"$elemMatch": {"0": 1}}})", R"({"a": [[[1]]]})", true},
    {"a trailing dot at an array", R"({"a.": {"$exists": true}})", R"({"a": [1]})", true},
    {"a trailing dot at an object", R"({"a.": {"$exists": true}})", R"({"a": {"b": 1}})", false},
    {"an empty name", R"({"": 1})", R"({"": 1})", true},
};

constexpr Row kMissing[] = {
    {"missing is null", R"({"a": null})", R"({})", true},
    {"null is null", R"({"a": null})", R"({"a": null})", true},
    {"undefined is not", R"({"a": null})", R"({"a": {"$undefined": true}})", false},
    {"below a scalar is missing", R"({"a.b": null})", R"({"a": 4})", true},
    {"an empty array has no places", R"({"a.b": null})", R"({"a": []})", false},
    {"scalars in an array have none", R"({"a.b": null})", R"({"a": [1]})", false},
    {"missing in an element", R"({"a.b": null})", R"({"a": [1, {}]})", true},
    {"past the end is no place", R"({"a.0": null})", R"({"a": []})", false},
    {"null in a list", R"({"a": {"$in": [1, null]}})", R"({})", true},
    {"at most MaxKey", R"({"a": {"$lte": {"$maxKey": 1}}})", R"({})", true},
    {"more than null is nothing", R"({"a": {"$gt": null}})", R"({"a": null})", false},
    {"not equal holds of missing", R"({"a": {"$ne": 1}})", R"({})", true},
};

constexpr Row kTests[] = {
    {"another type has no order", R"({"a": {"$gt": 1}})", R"({"a": "2"})", false},
    {"exact beyond 2^53", R"({"a": {"$gt": 9007199254740992.0}})", R"({"a": 9007199254740993})",
     true},
    {"NaN equals NaN", R"({"a": {"$gte": {"$numberDouble": "NaN"}}})",
     R"({"a": {"$numberDecimal": "NaN"}})", true},
    {"nothing is less than NaN", R"({"a": {"$lt": {"$numberDouble": "NaN"}}})", R"({"a": 1})",
     false},
    {"NaN is less than nothing", R"({"a": {"$lt": 1}})", R"({"a": {"$numberDouble": "NaN"}})",
     false},
    {"members in order", R"({"a": {"x": 1, "y": 2}})", R"({"a": {"x": 1.0, "y": 2}})", true},
    {"a member more", R"({"a": {"x": 1}})", R"({"a": {"x": 1, "y": 2}})", false},
    {"a member less", R"({"a": {"x": 1, "y": 2}})", R"({"a": {"x": 1}})", false},
    {"arrays have an order", R"({"a": {"$gt": [1, 2]}})", R"({"a": [1, 3]})", true},
    {"a symbol is a text", R"({"a": "x"})", R"({"a": {"$symbol": "x"}})", true},
    {"binary by subtype", R"({"a": {"$binary": {"base64": "AQI=", "subType": "05"}}})",
     R"({"a": {"$binary": {"base64": "AQI=", "subType": "00"}}})", false},
    {"code with its scope", R"({"a": {"$code": "f", "$scope": {"x": 1}}})",
     R"({"a": {"$code": "f", "$scope": {"x": 1.0}}})", true},
    {"code with another scope", R"({"a": {"$code": "f", "$scope": {"x": 1}}})",
     R"({"a": {"$code": "f", "$scope": {"x": 2}}})", false},
    {"a regex finds", R"({"a": {"$regex": "b+"}})", R"({"a": "abbc"})", true},
    {"a regex finds itself", R"({"a": {"$regularExpression": {"pattern": "b", "options": "im"}}})",
     R"({"a": {"$regularExpression": {"pattern": "b", "options": "mi"}}})", true},
    {"a size", R"({"a": {"$size": 2}})", R"({"a": [1, [2]]})", true},
    {"too many", R"({"a": {"$size": 1}})", R"({"a": [1, 2]})", false},
    {"the remainder's sign", R"({"a": {"$mod": [4, -3]}})", R"({"a": -7.9})", true},
    {"a divisor of -1", R"({"a": {"$mod": [-1, 0]}})",
     R"({"a": {"$numberLong": "-9223372036854775808"}})", true},
    {"bits of a negative number", R"({"a": {"$bitsAllSet": [1, 200]}})", R"({"a": -2})", true},
    {"bits of binary", R"({"a": {"$bitsAllSet": [9]}})",
     R"({"a": {"$binary": {"base64": "AAI=", "subType": "00"}}})", true},
    {"bits beyond binary are clear", R"({"a": {"$bitsAllClear": [70]}})",
     R"({"a": {"$binary": {"base64": "AAI=", "subType": "00"}}})", true},
    {"no bits of a fraction", R"({"a": {"$bitsAllClear": [70]}})", R"({"a": 0.5})", false},
    {"a type", R"({"a": {"$type": "number"}})", R"({"a": {"$numberDecimal": "1"}})", true},
    {"elements, one by one", R"({"a": {"$elemMatch": {"$gt": 5, "$lt": 3}}})", R"({"a": [1, 9]})",
     false},
    {"elements, each its own", R"({"a": {"$gt": 5, "$lt": 3}})", R"({"a": [1, 9]})", true},
};

constexpr Row kLists[] = {
    {"one of many texts",
     R"({"a": {"$in": ["s", "t", "u", "v", "w", "x", "y", "longer than eight"]}})",
     R"({"a": "longer than eight"})", true},
    {"none of many texts",
     R"({"a": {"$in": ["s", "t", "u", "v", "w", "x", "y", "longer than eight"]}})",
     R"({"a": "longer than seven"})", false},
    {"the first of two texts", R"({"a": {"$in": ["FI", "SE"]}})", R"({"a": "FI"})", true},
    {"the last of two texts", R"({"a": {"$in": ["FI", "SE"]}})", R"({"a": "SE"})", true},
    {"neither of two texts", R"({"a": {"$in": ["FI", "SE"]}})", R"({"a": "SEK"})", false},
    {"a symbol among texts", R"({"a": {"$in": ["s", "t", "u", "v", "w", "x", "y"]}})",
     R"({"a": {"$symbol": "y"}})", true},
    {"by value, whatever the type",
     R"({"a": {"$in": [5, 3.5, {"$numberLong": "7"}, "x", [1], null]}})",
     R"({"a": {"$numberDecimal": "7.0"}})", true},
    {"an array as a member", R"({"a": {"$in": [5, "x", [1, 2]]}})", R"({"a": [1, 2]})", true},
    {"an object as a member", R"({"a": {"$in": [5, {"x": 1}, {"x": 2}]}})", R"({"a": {"x": 2}})",
     true},
    {"a regex as a member",
     R"({"a": {"$in": [5, {"$regularExpression": {"pattern": "^b", "options": "i"}}]}})",
     R"({"a": "Bc"})", true},
    {"an empty list", R"({"a": {"$in": []}})", R"({"a": 1})", false},
};

void check(const Row& row) {
  DYNAMIC_SECTION(row.why) {
    auto matcher = test::matcher_of(row.condition);
    for (const test::Answer& answer : test::ask_all_forms(matcher, row.document)) {
      CAPTURE(row.condition, row.document, answer.form);
      CHECK(answer.matches == row.matches);
    }
  }
}

}  // namespace

TEST_CASE("paths are walked as MongoDB walks them", "[predicate]") {
  for (const Row& row : kPaths) check(row);
}

TEST_CASE("what is missing", "[predicate]") {
  for (const Row& row : kMissing) check(row);
}

TEST_CASE("tests of a value", "[predicate]") {
  for (const Row& row : kTests) check(row);
}

TEST_CASE("lists", "[predicate]") {
  for (const Row& row : kLists) check(row);
}
