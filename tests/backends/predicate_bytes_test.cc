#include <tamis/extended_json.h>

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

std::string nested(std::size_t depth) {
  return R"({"a": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

predicate::Verdict ask_bson(predicate::Matcher& matcher, std::string_view bytes) {
  return matcher.matches_bson(std::as_bytes(std::span(bytes)));
}

}  // namespace

TEST_CASE("text that is no document is an error", "[predicate]") {
  struct Row {
    const char* why;
    std::string text;
    const char* code;
  };
  const Row rows[] = {
      {"nothing", "", "E001"},
      {"cut short", R"({"a": 1)", "E007"},
      {"a mistake behind what is asked for", R"({"a": 1, "b": tru})", "E040"},
      {"two documents", R"({"a": 1} {"a": 1})", "E008"},
      {"an array", "[1]", "E049"},
      {"a scalar", "1", "E049"},
      {"shell text", "{a: 1}", "E040"},
      {"not UTF-8", "{\"a\": \"\xff\"}", "E002"},
      {"half a surrogate pair", R"({"a": "\ud800"})", "E012"},
      {"beyond a double", R"({"a": 1e400})", "E053"},
      {"too deep", nested(600), "X002"},
  };
  auto matcher = test::matcher_of(R"({"a": 1})");
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      const predicate::Verdict verdict = matcher.matches_text(row.text);
      CHECK_FALSE(verdict.ok());
      CHECK_FALSE(verdict.matched());
      REQUIRE_FALSE(verdict.errors().empty());
      CHECK(verdict.errors().front().code == row.code);
      CHECK_FALSE(matcher.explain_text(row.text));
    }
  }
}

TEST_CASE("text is read as it is written", "[predicate]") {
  struct Row {
    const char* why;
    const char* condition;
    std::string text;
    bool matches;
  };
  const Row rows[] = {
      {"an int", R"({"a": {"$type": "int"}})", R"({"a": 1})", true},
      {"a long", R"({"a": {"$type": "long"}})", R"({"a": 3000000000})", true},
      {"a double by its point", R"({"a": {"$type": "double"}})", R"({"a": 1.0})", true},
      {"a double by its exponent", R"({"a": {"$type": "double"}})", R"({"a": 1e2})", true},
      {"beyond int64", R"({"a": {"$type": "double"}})", R"({"a": 9223372036854775808})", true},
      {"beyond uint64", R"({"a": {"$gt": 99999999999999999999.0}})",
       R"({"a": 100000000000000000000000})", true},
      {"a wrapper beside what simdjson refuses", R"({"b": {"$oid": "507f1f77bcf86cd799439011"}})",
       R"({"a": 100000000000000000000000, "b": {"$oid": "507f1f77bcf86cd799439011"}})", true},
      {"a path beside what simdjson refuses", R"({"b.0.c": "x", "b": {"$size": 1}})",
       R"({"a": 100000000000000000000000, "b": [{"c": "x"}]})", true},
      {"the first of repeated keys", R"({"a": 1})", R"({"a": 1, "a": 2})", true},
      {"not the last of repeated keys", R"({"a": 2})", R"({"a": 1, "a": 2})", false},
      {"the first of repeated keys, the slow way", R"({"a": 1})",
       R"({"a": 1, "a": 100000000000000000000000})", true},
      {"escapes", R"({"a": "é\n\u0000"})", R"({"a": "\u00e9\n\u0000"})", true},
      {"blanks around", R"({"a": 1})", " \t\r\n{\"a\":1}\n", true},
      {"deep, but not too deep", R"({"a": {"$size": 1}})", nested(400), true},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      auto matcher = test::matcher_of(row.condition);
      const predicate::Verdict verdict = matcher.matches_text(row.text);
      CHECK(verdict.ok());
      CHECK(verdict.matched() == row.matches);
    }
  }
}

TEST_CASE("what is not exactly a wrapper is an object", "[predicate]") {
  const char* const kDocuments[] = {
      R"({"a": {"$oid": "too short"}})",
      R"({"a": {"$oid": "507f1f77bcf86cd799439011", "more": 1}})",
      R"({"a": {"$numberInt": "x"}})",
      R"({"a": {"$date": {"$numberLong": true}}})",
      R"({"a": {"$set": {"b": 1}}})",
      R"({"a": {"$regex": 5, "$options": "i"}})",
      R"({"a": {"$oid": "too short"}, "b": 100000000000000000000000})",
  };
  auto matcher = test::matcher_of(R"({"a": {"$type": "object"}})");
  for (const char* document : kDocuments) {
    CAPTURE(document);
    CHECK(matcher.matches(nlohmann::ordered_json::parse(document)));
    CHECK(matcher.matches(nlohmann::json::parse(document)));
    CHECK(matcher.matches_text(document).matched());
  }
}

TEST_CASE("a root is never a wrapper", "[predicate]") {
  const char* const kDocument = R"({"$oid": "507f1f77bcf86cd799439011"})";
  auto matcher = test::matcher_of(R"({"a": null})");
  CHECK(matcher.matches(nlohmann::ordered_json::parse(kDocument)));
  CHECK(matcher.matches_text(kDocument).matched());
}

TEST_CASE("BSON that is malformed is an error", "[predicate]") {
  auto matcher = test::matcher_of(R"({"a": 1})");
  const std::string whole = *to_bson(Value::object({{"a", 1}, {"b", "text"}}));
  CHECK(ask_bson(matcher, whole).matched());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const predicate::Verdict verdict = ask_bson(matcher, std::string_view(whole).substr(0, size));
    CHECK_FALSE(verdict.ok());
    REQUIRE_FALSE(verdict.errors().empty());
    CHECK(verdict.errors().front().code.starts_with("E06"));
  }
  CHECK_FALSE(ask_bson(matcher, whole + '\0').ok());
}

TEST_CASE("the first of repeated keys counts in BSON", "[predicate]") {
  const std::string bytes = *to_bson(Object{{"a", 1}, {"a", 2}});
  auto first = test::matcher_of(R"({"a": 1})");
  auto second = test::matcher_of(R"({"a": 2})");
  CHECK(ask_bson(first, bytes).matched());
  CHECK_FALSE(ask_bson(second, bytes).matched());
}
