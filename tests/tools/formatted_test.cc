#include "tools/tamis/support/formatted.h"

#include "tests/support/catch.h"
#include "tests/support/formatting.h"

namespace tamis::cli {
namespace {

struct Row {
  std::string_view why;
  std::string_view text;
  std::string_view formatted;
};

constexpr Row kRows[] = {
    {"nothing to keep", "{a:1,b:[]}", "{\"a\": 1, \"b\": []}\n"},
    {"at the head and the end", "// head\n{a: 1} // root\n// end",
     "// head\n{\"a\": 1}  // root\n// end\n"},
    {"at the head, on the line", "/* head */ {a: 1} /* root */",
     "/* head */ {\"a\": 1} /* root */\n"},
    {"above a member", "{\n// above\na: 1}", "{\n  // above\n  \"a\": 1\n}\n"},
    {"behind the opening bracket", "{ // first\na: 1}", "{\n  // first\n  \"a\": 1\n}\n"},
    {"on a member's line", "{/* on */ a: 1, /* too */ b: 2}",
     "{/* on */ \"a\": 1, /* too */ \"b\": 2}\n"},
    {"between a key and its value", "{a: /* here */ 1, b /* there */: [1]}",
     "{\"a\": /* here */ 1, \"b\": /* there */ [1]}\n"},
    {"between a key and its value, ending the line", "{a: // here\n1}",
     "{\n  // here\n  \"a\": 1\n}\n"},
    {"behind a member", "{a: 1, // one\nb: 2 // two\n}",
     "{\n  \"a\": 1,  // one\n  \"b\": 2  // two\n}\n"},
    {"behind a member, before its comma", "{a: 1 /* one */, b: 2 /* two */}",
     "{\"a\": 1 /* one */, \"b\": 2 /* two */}\n"},
    {"two behind a member", "{a: 1, /* one */ // more\nb: 2}",
     "{\n  \"a\": 1 /* one */,  // more\n  \"b\": 2\n}\n"},
    {"below the last member", "{a: 1\n// below\n}", "{\n  \"a\": 1\n  // below\n}\n"},
    {"in empty brackets", "{a: [/* none */], b: {\n// none\n}}",
     "{\n  \"a\": [/* none */],\n  \"b\": {\n    // none\n  }\n}\n"},
    {"in an array", "{a: {$in: [ // list\n1, // one\n/* two */ 2\n// more\n]}}",
     "{\n  \"a\": {\n    \"$in\": [\n      // list\n      1,  // one\n      /* two */ 2\n"
     "      // more\n    ]\n  }\n}\n"},
    {"of several lines", "{a: 1, /* one\n two */ b: 2}",
     "{\n  \"a\": 1,\n  /* one\n two */ \"b\": 2\n}\n"},
    {"blank lines stay beside comments alone",
     "// head\n\n\n{\n\n// a\n\na: 1,\n\n\n// b\nb: 2,\n\nc: 3\n\n// end\n\n}",
     "// head\n\n{\n  // a\n\n  \"a\": 1,\n\n  // b\n  \"b\": 2,\n  \"c\": 3\n\n  // end\n}\n"},
    {"behind a value of several lines", "{a: {b: 1, \n// in\nc: 2}, d: {e: {// x\n}}} // all",
     "{\n  \"a\": {\n    \"b\": 1,\n    // in\n    \"c\": 2\n  },\n  \"d\": {\n    \"e\": {\n"
     "      // x\n    }\n  }\n}  // all\n"},
    {"in a group that goes", "{$and: [{a: 1 /* a */}, // one\n{b: 2} // two\n// end\n], c: 3}",
     "{\n  \"$and\": [\n    {\"a\": 1 /* a */},  // one\n    {\"b\": 2}  // two\n    // end\n"
     "  ],\n  \"c\": 3\n}\n"},
    {"around an operator that goes", "{a: {/* is */ $eq: /* one */ 1 /* here */}, // a\nb: 2}",
     "{\n  /* is */ \"a\": /* one */ 1 /* here */,  // a\n  \"b\": 2\n}\n"},
    {"in a call that goes", "{_id: ObjectId(/* it */ \"0123456789abcdef01234567\" // hex\n)}",
     "{\n  // hex\n  \"_id\": /* it */ {\"$oid\": \"0123456789abcdef01234567\"}\n}\n"},
    {"two that would end one line", "{a: {$eq: 1 // one\n} // two\n, b: 2}",
     "{\n  \"a\": 1,  // one\n  // two\n  \"b\": 2\n}\n"},
    {"CR LF", "{\r\n// a\r\na: 1, /* b\r\nc */\r\nb: 2}\r\n",
     "{\r\n  // a\r\n  \"a\": 1 /* b\r\nc */,\r\n  \"b\": 2\r\n}\r\n"},
    {"CR LF in a comment only", "/* a\r\nb */ {a: 1}\n", "/* a\nb */ {\"a\": 1}\n"},
    {"marks inside text", "{a: \"// no\", b: \"/* no */\"}",
     "{\"a\": \"// no\", \"b\": \"/* no */\"}\n"},
};

TEST_CASE("comments keep their places", "[format]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition = compile(Source("t", std::string(row.text))).value();
      CHECK(formatted(condition).value() == row.formatted);
      CHECK(formatting_fault(condition, {}).value_or("") == "");
    }
}

TEST_CASE("behind a value that stands on more lines now, a comment goes above it", "[format]") {
  const Condition condition =
      compile(Source("t", "{\n  name: {$in: [\"one\", \"two\"]}, // both\n  b: 1\n}")).value();
  CHECK(formatted(condition, {.width = 30}).value() ==
        "{\n  // both\n  \"name\": {\n    \"$in\": [\"one\", \"two\"]\n  },\n  \"b\": 1\n}\n");
  CHECK(formatting_fault(condition, {.width = 30}).value_or("") == "");
}

TEST_CASE("comments move to the other spellings", "[format]") {
  CompileOptions options;
  options.spelling = Spelling::Segments;
  const Condition condition =
      compile(Source("t",
                     "{$or: [ // any\n{field: \"a\", operator: \"in\", value: [1, /* two */ 2]"
                     "}, // a\n{field: \"at\", operator: \"gt\", value: 3 // b\n}]}"),
              options)
          .value();
  CHECK(formatted(condition).value() ==
        "{\n  \"$or\": [\n    // any\n    {\"a\": {\"$in\": [1, /* two */ 2]}},  // a\n    {\n"
        "      \"at\": {\n        \"$gt\": 3  // b\n      }\n    }\n  ]\n}\n");
  CHECK(formatted(condition, {Layout::Form::Shell}).value() ==
        "{\n  $or: [\n    // any\n    {a: {$in: [1, /* two */ 2]}},  // a\n    {\n"
        "      at: {\n        $gt: 3  // b\n      }\n    }\n  ]\n}\n");
  CHECK(formatted(condition, {Layout::Form::Segments}).value() ==
        "{\n  \"$or\": [\n    // any\n"
        "    {\"field\": \"a\", \"operator\": \"in\", \"value\": [1, /* two */ 2]},  // a\n    {\n"
        "      \"field\": \"at\",\n      \"operator\": \"gt\",\n      \"value\": 3  // b\n    }\n"
        "  ]\n}\n");
}

}  // namespace
}  // namespace tamis::cli
