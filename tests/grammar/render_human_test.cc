// Diagnostics as people see them, to the letter.
#include <tamis/render.h>

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Spot {
  std::string piece;  // the first place where the text holds it
  const char* label;
};

struct Change {
  const char* title;
  std::vector<std::pair<const char*, const char*>> edits;  // piece -> what replaces it
  bool before = false;                                     // or is inserted before it
};

struct Row {
  const char* why;
  std::string text;
  const char* title;
  std::vector<Spot> spots;
  const char* golden;
  std::vector<std::string> notes = {};
  std::vector<std::string> helps = {};
  std::vector<Change> changes = {};
};

SourceSpan find(std::string_view text, std::string_view piece) {
  const std::size_t at = text.find(piece);
  REQUIRE(at != std::string_view::npos);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + piece.size())};
}

Diagnostic diagnostic(const Row& row) {
  Diagnostic d;
  d.code = "T001";
  d.message = row.title;
  d.source = Source("a.cond", row.text);
  for (const Spot& spot : row.spots) d.labels.push_back({find(row.text, spot.piece), spot.label});
  d.notes = row.notes;
  d.helps = row.helps;
  for (const Change& change : row.changes) {
    Fix fix{change.title, {}};
    for (const auto& [piece, text] : change.edits) {
      SourceSpan span = find(row.text, piece);
      if (change.before) span.end = span.begin;
      fix.edits.push_back({span, text});
    }
    d.fixes.push_back(std::move(fix));
  }
  return d;
}

std::string human(const Diagnostic& d, RenderOptions options = {}) {
  options.more = false;
  return render({&d, 1}, ReportFormat::Human, options);
}

std::string long_list(int items) {
  std::string text = "{a: {$in: [";
  for (int i = 0; i < items; ++i) text += "\"item" + std::to_string(i) + "\", ";
  return text + "0]}}";
}

const Row kRows[] = {
    {"one label", "{a: 1}", "a title", {{"1", "here"}}, R"(
error[T001]: a title
 --> a.cond:1:5
  |
1 | {a: 1}
  |     ^ here
)"},
    {"a label without text", "{a: 1}", "a title", {{"a: 1", ""}}, R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: 1}
  |  ^^^^
)"},
    {"an empty span has a mark", "{a: 1", "a title", {{"", "before"}}, R"(
error[T001]: a title
 --> a.cond:1:1
  |
1 | {a: 1
  | ^ before
)"},
    {"the line before is shown", "{a: 1,\n b: 2,\n c: 3}", "a title", {{"b", "here"}}, R"(
error[T001]: a title
 --> a.cond:2:2
  |
1 | {a: 1,
2 |  b: 2,
  |  ^ here
)"},
    {"a blank line before is not", "{a: 1,\n\n c: 3}", "a title", {{"c", "here"}}, R"(
error[T001]: a title
 --> a.cond:3:2
  |
3 |  c: 3}
  |  ^ here
)"},
    {"the first label is the primary one",
     "{a: 1, b: 2}",
     "a title",
     {{"b", "this"}, {"a", "that"}},
     R"(
error[T001]: a title
 --> a.cond:1:8
  |
1 | {a: 1, b: 2}
  |  -     ^ this
  |  |
  |  that
)"},
    {"three on a line",
     "{abc: 1, def: 2, ghi: 3}",
     "a title",
     {{"def", "second"}, {"abc", "first"}, {"ghi", "third"}},
     R"(
error[T001]: a title
 --> a.cond:1:10
  |
1 | {abc: 1, def: 2, ghi: 3}
  |  ---     ^^^     --- third
  |  |       |
  |  |       second
  |  first
)"},
    {"one inside another",
     "{a: {b: 1}, c: 2}",
     "a title",
     {{"{b: 1}", "outer"}, {"1", "inner"}},
     R"(
error[T001]: a title
 --> a.cond:1:5
  |
1 | {a: {b: 1}, c: 2}
  |     ^^^^^^
  |     |   |
  |     |   inner
  |     outer
)"},
    {"two at one place", "{a: 1}", "a title", {{"a", "one"}, {"a", "two"}}, R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: 1}
  |  ^
  |  |
  |  two
  |  one
)"},
    {"a gap of one line is filled", "a\nb\nc", "a title", {{"a", "x"}, {"c", "y"}}, R"(
error[T001]: a title
 --> a.cond:1:1
  |
1 | a
  | ^ x
2 | b
3 | c
  | - y
)"},
    {"a wider one is cut", "a\nb\nc\nd", "a title", {{"a", "x"}, {"d", "y"}}, R"(
error[T001]: a title
 --> a.cond:1:1
  |
1 | a
  | ^ x
...
4 | d
  | - y
)"},
    {"line numbers of two widths", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten", "a title", {{"ten", "x"}}, R"(
error[T001]: a title
  --> a.cond:10:1
   |
 9 | 9
10 | ten
   | ^^^ x
)"},
    {"several lines",
     "{\n  a: [\n    1,\n    2\n  ]\n}",
     "a title",
     {{"[\n    1,\n    2\n  ]", "all of it"}},
     R"(
error[T001]: a title
 --> a.cond:2:6
  |
1 |   {
2 |     a: [
  |  ______^
... |
5 | |   ]
  | |___^ all of it
)"},
    {"several lines from a line's first word",
     "{\n  a: [\n    1,\n  ]\n}",
     "a title",
     {{"a: [\n    1,\n  ]", "all of it"}},
     R"(
error[T001]: a title
 --> a.cond:2:3
  |
1 |   {
2 | /   a: [
3 | |     1,
4 | |   ]
  | |___^ all of it
)"},
    {"several lines in several lines",
     "{a: [\n 1,\n 2\n], b: {\n c: 3\n}}",
     "a title",
     {{"{a: [\n 1,\n 2\n], b: {\n c: 3\n}}", "outer"},
      {"[\n 1,\n 2\n]", "first"},
      {"{\n c: 3\n}", "second"},
      {"c", "inside"}},
     R"(
error[T001]: a title
 --> a.cond:1:1
  |
1 | /  {a: [
  | | _____-
... ||
4 | || ], b: {
  | ||_- first
  | | _______-
5 | ||  c: 3
  | ||  - inside
6 | || }}
  | ||_- second
  | |___^ outer
)"},
    {"tabs are four columns", "{\n\ta:\t1\n}", "a title", {{"1", "here"}}, R"(
error[T001]: a title
 --> a.cond:2:5
  |
1 | {
2 |     a:    1
  |           ^ here
)"},
    {"wide and combining characters",
     "{\"名前\": \"e\u0301😀\", b: 1}",
     "a title",
     {{"b", "here"}, {"\"名前\"", "there"}},
     R"(
error[T001]: a title
 --> a.cond:1:15
  |
1 | {"名前": "é😀", b: 1}
  |  ------         ^ here
  |  |
  |  there
)"},
    {"control bytes and hidden characters are shown",
     "{a: '\x1B[31m\x7F\u202E\u200B', b: 1}",
     "an \x1B[0m \n title",
     {{"b", "here\t\x01"}},
     R"(
error[T001]: an \x1b[0m \n title
 --> a.cond:1:17
  |
1 | {a: '\x1b[31m\x7f\u{202e}\u{200b}', b: 1}
  |                                     ^ here\t\x01
  |
  = note: a \x02 note
  = help: a \u{2066} help
)",
     {"a \x02 note"},
     {"a \u2066 help"}},
    {"bytes that are no UTF-8", "{a: '\xFF\xC3', b: 1}", "a title", {{"b", "here"}}, R"(
error[T001]: a title
 --> a.cond:1:11
  |
1 | {a: '\xff\xc3', b: 1}
  |                 ^ here
)"},
    {"CR LF", "{a: 1,\r\n b: 2}\r\n", "a title", {{"b: 2}\r\n", "here"}}, R"(
error[T001]: a title
 --> a.cond:2:2
  |
1 | {a: 1,
2 |  b: 2}
  |  ^^^^^ here
)"},
    {"a long line", long_list(40), "a title", {{"item20", "here"}}, R"(
error[T001]: a title
 --> a.cond:1:203
  |
1 | ...", "item16", "item17", "item18", "item19", "item20", "item21", "item22", "item23", "item24", "...
  |                                                ^^^^^^ here
)"},
    {"two places of a long line",
     long_list(40),
     "a title",
     {{"item30", "here"}, {"a", "there"}},
     R"(
error[T001]: a title
 --> a.cond:1:303
  |
1 | {a: {$in: ["item0", "item1",...27", "item28", "item29", "item30", "item31", "item32", "it...
  |  -                                                       ^^^^^^ here
  |  |
  |  there
)"},
    {"a long piece of a long line",
     long_list(40),
     "a title",
     {{long_list(40).substr(10), "the list"}},
     R"(
error[T001]: a title
 --> a.cond:1:11
  |
1 | {a: {$in: ["item0", "item1", "item2", "item3",..., "item37", "item38", "item39", 0]}}
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the list
)"},
    {"a long line before", long_list(40) + "\n{b: 1}", "a title", {{"b", "here"}}, R"(
error[T001]: a title
 --> a.cond:2:2
  |
1 | {a: {$in: ["item0", "item1", "item2", "item3", "item4", "item5", "item6", "item7", "item8", "item9",...
2 | {b: 1}
  |  ^ here
)"},
    {"notes and helps of several lines",
     "{a: 1}",
     "a title",
     {{"1", "here"}},
     R"(
error[T001]: a title
 --> a.cond:1:5
  |
1 | {a: 1}
  |     ^ here
  |
  = note: one
          two
  = help: three
  = help: four
          five
)",
     {"one\ntwo"},
     {"three", "four\nfive"}},
    {"an insertion",
     "{a: 1 b: 2}",
     "a title",
     {{" b", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:6
  |
1 | {a: 1 b: 2}
  |      ^^
  |
  = help: insert `,`
  |
1 | {a: 1, b: 2}
  |      +
)",
     {},
     {},
     {{"insert `,`", {{" b", ","}}, true}}},
    {"a replacement in two places",
     "{a: 1,\n b: 2,\n c: 3}",
     "a title",
     {{"a", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: 1,
  |  ^
  |
  = help: rename them
  |
1 | {alpha: 1,
  |  ~~~~~
...
3 |  gamma: 3}
  |  ~~~~~
)",
     {},
     {},
     {{"rename them", {{"a", "alpha"}, {"c", "gamma"}}}}},
    {"a removal",
     "{a: 1,, b: 2}",
     "a title",
     {{",,", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:6
  |
1 | {a: 1,, b: 2}
  |      ^^
  |
  = help: remove one
  |
1 | {a: 1, b: 2}
  |      ~
)",
     {},
     {},
     {{"remove one", {{",,", ","}}}}},
    {"several fixes",
     "{a: 1}",
     "a title",
     {{"a", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: 1}
  |  ^
  |
  = help: this
  |
1 | {b: 1}
  |  ~
  |
  = help: or that
  |
1 | {c: 1}
  |  ~
)",
     {},
     {},
     {{"this", {{"a", "b"}}}, {"or that", {{"a", "c"}}}}},
    {"a fix that adds lines is only named",
     "{a: 1}",
     "a title",
     {{"a", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: 1}
  |  ^
  |
  = help: wrap it
)",
     {},
     {},
     {{"wrap it", {{"{a: 1}", "{\n  a: 1\n}"}}}}},
    {"a fix of lines that are not neighbours",
     "{a: [{\n  b: 1\n}]}",
     "a title",
     {{"a", ""}},
     R"(
error[T001]: a title
 --> a.cond:1:2
  |
1 | {a: [{
  |  ^
  |
  = help: unwrap it
  |
1 | {a: {
...
3 | }}
)",
     {},
     {},
     {{"unwrap it", {{"[", ""}, {"]", ""}}}}},
    {"no label",
     "{a: 1}",
     "a title",
     {},
     R"(
error[T001]: a title
  = note: a note
)",
     {"a note"}},
};

TEST_CASE("human reports", "[grammar][render]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CHECK("\n" + human(diagnostic(row)) == row.golden);
    }
}

TEST_CASE("a label in another text", "[grammar][render]") {
  const Source condition("vip.cond",
                         "{\n  country: {$in: [\"FI\", \"SE\"]},\n"
                         "  signup_date: {$gt: \"yesterday\"},\n}\n");
  std::string schema_text;
  for (int i = 0; i < 13; ++i) schema_text += "\n";
  schema_text += R"(    "signup_date": {"bsonType": "date"},)";
  const Source schema("customer.schema.json", schema_text);
  Diagnostic d;
  d.code = "T004";
  d.message = "`$gt` compares `signup_date` with a string, but it holds a date";
  d.source = condition;
  d.labels = {{find(condition.text(), "\"yesterday\""), "a string"},
              {find(schema.text(), "\"date\""), "declared a date here", schema}};
  d.helps = {"write a date such as \"2026-01-31\", or date math such as \"now-1d\""};
  d.pointer = "/segments/0/condition";
  CHECK("\n" + render({&d, 1}, ReportFormat::Human) == R"(
error[T004]: `$gt` compares `signup_date` with a string, but it holds a date
  --> vip.cond:3:22 (/segments/0/condition)
   |
 2 |   country: {$in: ["FI", "SE"]},
 3 |   signup_date: {$gt: "yesterday"},
   |                      ^^^^^^^^^^^ a string
   |
  ::: customer.schema.json:14:33
   |
14 |     "signup_date": {"bsonType": "date"},
   |                                 ------ declared a date here
   |
   = help: write a date such as "2026-01-31", or date math such as "now-1d"
   = more: tamis explain T004
)");
}

TEST_CASE("reports stand apart, and severities have their names", "[grammar][render]") {
  Diagnostics diagnostics(3);
  diagnostics[0].severity = Severity::Warning;
  diagnostics[0].code = "L001";
  diagnostics[0].message = "one";
  diagnostics[1].severity = Severity::Note;
  diagnostics[1].message = "two";
  diagnostics[2].message = "three";
  CHECK(render(diagnostics, ReportFormat::Human) ==
        "warning[L001]: one\n  = more: tamis explain L001\n\nnote: two\n\nerror: three\n");
  CHECK(render({}, ReportFormat::Human).empty());
}

TEST_CASE("colours", "[grammar][render]") {
  const Diagnostic d = diagnostic({"", "{a: 1, b: 2}", "a title", {{"b", "x"}, {"a", "y"}}, ""});
  RenderOptions options;
  options.colour = true;
  const std::string report = human(d, options);
  CHECK(report.find("\x1b[1;31merror[T001]\x1b[0m\x1b[1m: a title\x1b[0m\n") == 0);
  CHECK(report.find("\x1b[1;31m^\x1b[0m \x1b[1;31mx\x1b[0m") != std::string::npos);
  CHECK(report.find("\x1b[1;34m-\x1b[0m") != std::string::npos);
  CHECK(human(d).find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace tamis
