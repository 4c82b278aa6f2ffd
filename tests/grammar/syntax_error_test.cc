// What is said of text that is not well formed: code, place, message and fix.
#include <fmt/format.h>
#include <tamis/syntax_tree.h>

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  const char* why;
  const char* text;
  const char* places;   // of each error "CODE@begin-end", further labels as "+begin-end"
  const char* message;  // of the first error
  const char* fixed;    // the text after every fix; nullptr: no fix is offered
};

constexpr Row kRows[] = {
    {"nothing at all", "", "E001@0-0", "the text is empty", nullptr},
    {"only blanks and comments", " /* a */ // b", "E001@13-13", "the text is empty", nullptr},
    {"not UTF-8", "{a: '\xC3('}", "E002@5-6", "the text is not UTF-8 at byte 5", nullptr},
    {"an encoded surrogate is not UTF-8", "'\xED\xA0\x80'", "E002@1-2",
     "the text is not UTF-8 at byte 1", nullptr},

    {"no value where one belongs", "{a: 1, b: ?}", "E003@10-11", "expected a value, found `?`",
     nullptr},
    {"a key without value", "{a: , b: }", "E003@4-5 E003@9-10", "the key `a` has no value",
     nullptr},
    {"new without a name", "new 5", "E003@4-5", "expected a name after `new`, found `5`", nullptr},
    {"no key where one belongs", "{a: 1, ?}", "E004@7-8", "expected a key or `}`, found `?`",
     nullptr},
    {"a comment of another language", "{# a\n}", "E004@1-2", "expected a key or `}`, found `#`",
     nullptr},
    {"no colon", "{a 1, 'b' {}, c'x'}", "E005@2-2 E005@9-9 E005@15-15",
     "expected `:` between the key `a` and its value", "{a: 1, 'b': {}, c: 'x'}"},
    {"a key alone", "{a}", "E005@2-3", "expected `:` after the key, found `}`", nullptr},
    {"a wrong colon", "{a = 1, b => 2, c == 3, d; 4, e\uFF1A5}",
     "E005@3-4 E005@10-12 E005@18-20 E005@25-26 E005@31-34",
     "expected `:` after the key, found `=`", "{a : 1, b : 2, c : 3, d: 4, e:5}"},

    {"no comma between members", "{a: 1 b: 2\n 'c': 3 d.e: 4}",
     "E006@5-5 E006@10-10 E006@18-18 E017@19-22", "expected `,` between this value and the next",
     "{a: 1, b: 2,\n 'c': 3, \"d.e\": 4}"},
    {"no comma between elements", "[1 'x' {a: 1} true]", "E006@2-2 E006@6-6 E006@13-13",
     "expected `,` between this value and the next", "[1, 'x', {a: 1}, true]"},
    {"the comma is missed before a comment", "[1 /* a */ 2]", "E006@2-2",
     "expected `,` between this value and the next", "[1, /* a */ 2]"},
    {"a wrong comma", "{a: 1; b: [1; 2]\uFF0C c: 3}", "E006@5-6 E006@12-13 E006@16-19",
     "expected `,` between two values, found `;`", "{a: 1, b: [1, 2], c: 3}"},
    {"a quote inside a string", "{a: 'it's'}", "E006@8-9",
     "expected `,` or `}` after the value, found `s`", nullptr},
    {"a quote inside a string of a list", "['it's']", "E006@5-6",
     "expected `,` or `]` after the value, found `s`", nullptr},
    {"no comma between arguments", "f(1 2)", "E006@4-5",
     "expected `,` or `)` after the argument, found `2`", nullptr},
    {"a long find is cut", "{a: 1 abcdefghijklmnopqrstuvwxyz}", "E006@6-32",
     "expected `,` or `}` after the value, found `abcdefghijklmnopqrstuvwx…`", nullptr},

    {"an object is left open", "{a: {b: 1}", "E007@10-10+0-1",
     "expected `,` or `}` after the value, found the end of the text", "{a: {b: 1}}"},
    {"several are left open", "{a: [f(1 \n", "E007@8-8+6-7",
     "expected `,` or `)` after the argument, found the end of the text", "{a: [f(1)]} \n"},
    {"left open after a comma", "{a: 1, \n", "E007@6-6+0-1",
     "expected a key or `}`, found the end of the text", "{a: 1,} \n"},
    {"left open before a value", "{a: [1,", "E007@7-7+4-5",
     "expected a value, found the end of the text", nullptr},
    {"an inner bracket is left open", "{a: {$in: [1, 2}}", "E007@15-16+10-11",
     "expected `,` or `]` after the value, found `}`", "{a: {$in: [1, 2]}}"},
    {"the wrong bracket closes", "{a: 1]", "E007@5-6+0-1",
     "expected `,` or `}` after the value, found `]`", "{a: 1}"},
    {"text after the value", "{a: 1} {b: 2}", "E008@7-8", "expected the end of the text, found `{`",
     nullptr},
    {"a bracket too many", "{a: 1}}", "E008@6-7", "expected the end of the text, found `}`",
     "{a: 1}"},

    {"a string is left open", "{a: \"x}\n", "E010@4-7", "this string is not closed", nullptr},
    {"a string's last quote is escaped", "{a: 'x\\'}", "E010@4-9", "this string is not closed",
     nullptr},
    {"no escape", "'\\d\\é'", "E011@1-3 E011@3-6", "`\\d` is not an escape", "'\\\\d\\\\é'"},
    {"half an escape", R"('\x4\u12\u{}\1')", "E011@1-3 E011@4-6 E011@8-10 E011@12-14",
     "`\\x` is not an escape", R"('\\x4\\u12\\u{}\\1')"},
    {"above the last code point", R"("\u{110000}")", "E011@1-11",
     "`\\u{110000}` is above the last code point, U+10FFFF", nullptr},
    {"half a surrogate pair", R"({"\ud83dx": "\ude00\ud83d"})", "E012@2-8 E012@13-19 E012@19-25",
     "`\\ud83d` is half of a surrogate pair, not a character", nullptr},
    {"a regular expression is left open", "/a\n", "E013@0-2",
     "this regular expression is not closed", nullptr},
    {"its class is left open", "{a: /[/}", "E013@4-8", "this regular expression is not closed",
     nullptr},
    {"a comment is left open", "{a: b /* c */ /* d }", "E014@14-20", "this comment is not closed",
     nullptr},
    {"a leading zero", "{a: 007}", "E015@4-7", "`007` is not a number", "{a: 7}"},
    {"numbers of other languages", "{a: 5n}", "E015@4-6", "`5n` is not a number", nullptr},
    {"half a number", "[1.5.2]", "E015@1-6", "`1.5.2` is not a number", nullptr},
    {"a sign alone", "[- 1]", "E015@1-2", "`-` is not a number", nullptr},
    {"typographic quotes", "{“a”: „b“, ‘c’: «d»}", "E016@1-8 E016@10-17 E016@19-26 E016@28-33",
     "strings are quoted with `\"`, not with typographic quotes", R"({"a": "b", "c": "d"})"},
    {"a typographic quote is left open", "{a: “b}", "E010@4-9", "this string is not closed",
     nullptr},
    {"keys that need quotes", "{a.b: 1, c-d: 2, 1a: 3}", "E017@1-4 E017@9-12 E017@17-19",
     "the key `a.b` needs quotes", R"({"a.b": 1, "c-d": 2, "1a": 3})"},
    {"words of other languages", "[True, NULL, inf]", "E018@1-5 E018@7-11 E018@13-16",
     "`True` is not a word of this language", "[true, null, Infinity]"},
    {"a comma too many", "{, a: 1,, b: [, 1,, 2]}", "E019@1-2 E019@8-9 E019@14-15 E019@18-19",
     "this `,` separates nothing", "{ a: 1, b: [ 1, 2]}"},
    {"a semicolon at the end", "{a: 1}; // b", "E020@6-7", "a condition does not end with `;`",
     "{a: 1} // b"},

    {"arithmetic", "{a: 1 + 2}", "E030@6-7", "a condition does not calculate: `+`", nullptr},
    {"a comparison", "{a: 1 && b}", "E030@6-8", "a condition does not calculate: `&&`", nullptr},
    {"a function", "{a: function () {}}", "E031@4-12", "a condition holds no JavaScript functions",
     nullptr},
    {"arrow functions", "{a: (  ) => 1}", "E031@9-11", "a condition holds no JavaScript functions",
     nullptr},
    {"an arrow function of one argument", "x => 1", "E031@2-4",
     "a condition holds no JavaScript functions", nullptr},
    {"a method call", "{a: (new Date()).getDate()}", "E032@16-17",
     "nothing can be called or looked up on a value", nullptr},
    {"an index", "{a: [1][0]}", "E032@7-8", "nothing can be called or looked up on a value",
     nullptr},
    {"a template literal", "{a: `b`}", "E033@4-5", "a condition holds no template literals",
     nullptr},
};

std::string places(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += ' ';
    text += diagnostic.code + '@';
    for (std::size_t i = 0; i < diagnostic.labels.size(); ++i) {
      const SourceSpan span = diagnostic.labels[i].span;
      text += fmt::format("{}{}-{}", i == 0 ? "" : "+", span.begin, span.end);
    }
  }
  return text;
}

std::vector<const Fix*> all_fixes(const Diagnostics& diagnostics) {
  std::vector<const Fix*> fixes;
  for (const Diagnostic& diagnostic : diagnostics)
    for (const Fix& fix : diagnostic.fixes) fixes.push_back(&fix);
  return fixes;
}

TEST_CASE("syntax errors", "[grammar][errors]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const auto parsed = parse_syntax(Source("test", row.text));
      REQUIRE_FALSE(parsed.ok());
      const Diagnostics& errors = parsed.diagnostics();
      CHECK(places(errors) == row.places);
      CHECK(errors.front().message == row.message);
      const auto fixes = all_fixes(errors);
      REQUIRE(fixes.empty() == (row.fixed == nullptr));
      if (row.fixed == nullptr) return;
      const FixedText fixed = apply_fixes(row.text, fixes);
      CHECK(fixed.text == row.fixed);
      CHECK(fixed.skipped == 0);
      CHECK(parse_syntax(Source("test", fixed.text)).ok());
    }
}

struct StrictRow {
  const char* why;
  const char* text;
  const char* places;
  const char* fixed;
};

constexpr StrictRow kStrictRows[] = {
    {"JSON", R"({"a": [1, -0.5e3, true, false, null, "\u00e9\/"]})", "", nullptr},
    {"a byte order mark", "\uFEFF1", "", nullptr},
    {"keys without quotes", "{a: 1, 2: 3}", "E040@1-2 E040@7-8", R"({"a": 1, "2": 3})"},
    {"single quotes", "['a', '\"']", "E040@1-4 E040@6-9", nullptr},
    {"comments", "1 // a", "E040@2-6", "1 "},
    {"a trailing comma", "[1,]", "E040@2-3", "[1]"},
    {"a regular expression", "/a/", "E040@0-3", nullptr},
    {"calls", "[f(1), new Date]", "E040@1-2 E040@11-15", nullptr},
    {"numbers", "[+1, 0x1, .5, 1., NaN, -Infinity]",
     "E040@1-3 E040@5-8 E040@10-12 E040@14-16 E040@18-21 E040@23-32", nullptr},
    {"undefined", "undefined", "E040@0-9", nullptr},
    {"escapes", R"("\x41\v\'\0\u{41}")", "E040@2-5 E040@6-7 E040@8-9 E040@10-11 E040@12-17",
     nullptr},
    {"bare words", "MinKey", "E040@0-6", nullptr},
    {"parentheses", "(1)", "E040@0-1", nullptr},
    {"blanks", "\v1\u00A0", "E040@0-1 E040@2-4", " 1 "},
    {"a raw control byte", "\"\t\"", "E040@1-2", nullptr},
};

TEST_CASE("strict JSON refuses every liberty", "[grammar][errors]") {
  for (const StrictRow& row : kStrictRows) DYNAMIC_SECTION(row.why) {
      const Source source("test", row.text);
      const auto strict = parse_syntax(source, {}, SyntaxMode::StrictJson);
      CHECK(places(strict.diagnostics()) == row.places);
      const auto any = parse_syntax(source);
      REQUIRE(any.ok());
      CHECK(any->is_strict_json() == strict.ok());
      if (row.fixed != nullptr) {
        const auto fixed = apply_fixes(row.text, all_fixes(strict.diagnostics())).text;
        CHECK(fixed == row.fixed);
        CHECK(parse_syntax(Source("test", fixed), {}, SyntaxMode::StrictJson).ok());
      }
    }
}

TEST_CASE("many errors end the parse", "[grammar][errors]") {
  std::string text = "[0";
  for (int i = 0; i < 1000; ++i) text += " 1";
  const auto parsed = parse_syntax(Source("test", text + "]"));
  CHECK(parsed.diagnostics().size() == 20);
}

}  // namespace
}  // namespace tamis
