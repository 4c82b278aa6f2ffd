// What the parser makes of well-formed text: kinds, decoded text, spans and links.
#include <string>

#include <fmt/format.h>
#include <tamis/syntax_tree.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  const char* why;
  const char* text;
  const char* printed;  // by print_syntax()
};

constexpr Row kRows[] = {
    {"JSON", R"({"a": [1, -2.5e+3, true, false, null, "x"], "b": {}})",
     R"({"a":[1,-2.5e+3,true,false,null,"x"],"b":{}})"},
    {"keys without quotes", "{a: 1, $gt: 2, _b9: 3, 10: 4, café: 5, 名前: 6}",
     R"({"a":1,"$gt":2,"_b9":3,"10":4,"café":5,"名前":6})"},
    {"words as keys", "{true: 1, null: 2, new: 3, function: 4, NaN: 5}",
     R"({"true":1,"null":2,"new":3,"function":4,"NaN":5})"},
    {"single quotes", R"({'it"s': 'b\'c'})", R"({"it\"s":"b'c"})"},
    {"JSON's escapes", R"("\"\\\/\b\f\n\r\t\u00e9")", R"("\"\\/\b\f\n\r\té")"},
    {"JavaScript's escapes", R"('\x41\u{1F600}\u{000000041}\v\0')", R"("A😀A\u000b\u0000")"},
    {"a surrogate pair", R"("\ud83d\ude00")", R"("😀")"},
    {"a continued line", "'a\\\nb\\\r\nc\\\u2028d'", R"("abcd")"},
    {"a raw tab in a string", "'a\tb'", R"("a\tb")"},
    {"shell numbers", "[+1, .5, 1., -0x1F, NaN, Infinity, -Infinity, 5.e2]",
     "[+1,.5,1.,-0x1F,NaN,Infinity,-Infinity,5.e2]"},
    {"comments", "/* a */ {// b\n a: /* * / */ 1} // c", R"({"a":1})"},
    {"trailing commas", "{a: [1, 2, ], b: f(1, ), }", R"({"a":[1,2],"b":f(1)})"},
    {"regular expressions", R"([/a/, /a\/[/\]]/gi, /[^*]/])", R"([/a/,/a\/[/\]]/gi,/[^*]/])"},
    {"calls", "[ObjectId('a'), new  Date ( ), A.b.c([1], {d: e(2)}), new Date]",
     R"([ObjectId("a"),new Date(),A.b.c([1],{"d":e(2)}),new Date()])"},
    {"bare words", "[MinKey, undefined, Number.MAX_VALUE, truey, newest, nullable]",
     "[MinKey,undefined,Number.MAX_VALUE,truey,newest,nullable]"},
    {"parentheses", "( {a: ((1))} )", R"({"a":1})"},
    {"a byte order mark and odd blanks", "\uFEFF\u00A0{\u3000a:\v1\f}", R"({"a":1})"},
    {"a duplicate key is kept", "{a: 1, a: 2}", R"({"a":1,"a":2})"},
    {"a long string", R"("the quick brown fox jumps over the lazy dog \n and again \\ and so on")",
     R"("the quick brown fox jumps over the lazy dog \n and again \\ and so on")"},
};

TEST_CASE("well-formed text", "[grammar][parse]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const auto tree = parse_syntax(Source("test", row.text));
      REQUIRE(tree.diagnostics().empty());
      const std::string printed = print_syntax(*tree, tree->root_index());
      CHECK(printed == row.printed);
      const auto again = parse_syntax(Source("test", printed));
      REQUIRE(again.ok());
      CHECK(print_syntax(*again, again->root_index()) == printed);
    }
}

TEST_CASE("nodes stand in text order and are linked", "[grammar][parse]") {
  const Source source("test", R"({"a": [1, {b: 'x'}], "c\n": /r/i})");
  const auto parsed = parse_syntax(source);
  REQUIRE(parsed.ok());
  const SyntaxTree& tree = *parsed;
  REQUIRE(tree.size() == 6);
  const auto written = [&](std::uint32_t i) { return source.text(tree[i].span); };
  CHECK(written(0) == source.text());
  CHECK(written(1) == "[1, {b: 'x'}]");
  CHECK(written(2) == "1");
  CHECK(written(3) == "{b: 'x'}");
  CHECK(written(4) == "'x'");
  CHECK(written(5) == "/r/i");

  CHECK(tree.root().child_count == 2);
  CHECK(tree.root().first_child == 1);
  CHECK(tree[1].next_sibling == 5);
  CHECK(tree[5].next_sibling == kNoNode);
  CHECK(tree[2].next_sibling == 3);
  CHECK(tree[3].first_child == 4);
  CHECK(tree[2].first_child == kNoNode);

  CHECK(tree[1].key == "a");
  CHECK(source.text(tree[1].key_span) == "\"a\"");
  CHECK(tree[5].key == "c\n");
  CHECK(source.text(tree[5].key_span) == R"("c\n")");
  CHECK(tree[4].key == "b");
  CHECK_FALSE(tree[2].has_key);
  CHECK(tree[5].text == "r");
  CHECK(tree[5].flags == "i");
}

}  // namespace
}  // namespace tamis
