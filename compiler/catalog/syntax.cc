#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "E001",
     .name = "empty-text",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "the text is empty",
     .why =
         R"(A text without a value is not a condition. The condition that selects every document is `{}`.)",
     .bad = R"(// everyone)",
     .good = R"({})",
     .kind = ExampleKind::Condition},
    {.code = "E002",
     .name = "not-utf8",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "the text is not UTF-8",
     .why =
         R"(Conditions, schemas and documents are UTF-8. The message names the first byte that is not, counted
from 0; a text saved as Latin-1 or UTF-16 is the usual cause.)",
     .bad = "{\"country\": \"\xC5"
            "land\"}",
     .good = R"({"country": "Åland"})",
     .kind = ExampleKind::Bytes},
    {.code = "E003",
     .name = "expected-value",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a value is missing",
     .why =
         R"(After a key and its colon, in a list, and between the parentheses of a constructor belongs a
value.)",
     .bad = R"({"country": })",
     .good = R"({"country": "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E004",
     .name = "expected-key",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a key is missing",
     .why =
         R"(Each member of an object is a key, a colon and a value. A comment begins with `//`.)",
     .bad = R"({"country": "FI", # Finland
 "age": 18})",
     .good = R"({"country": "FI", // Finland
 "age": 18})",
     .kind = ExampleKind::Condition},
    {.code = "E005",
     .name = "expected-colon",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a key and its value are not separated by a colon",
     .why = R"(A colon stands between a key and its value, not `=` or `=>`.)",
     .bad = R"({country = "FI"})",
     .good = R"({country: "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E006",
     .name = "expected-comma",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "two values are not separated by a comma",
     .why =
         R"(A comma stands between the members of an object, the elements of a list and the arguments of a
constructor. A quote inside a string ends it, unless a backslash stands before it: then what
follows looks like a value without a comma.)",
     .bad = R"({country: "FI" age: 18})",
     .good = R"({country: "FI", age: 18})",
     .kind = ExampleKind::Condition},
    {.code = "E007",
     .name = "unclosed-bracket",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a bracket is not closed",
     .why = R"(Each `{`, `[` and `(` is closed by its own counterpart, the one opened last first.)",
     .bad = R"({country: {$in: ["FI", "SE"}})",
     .good = R"({country: {$in: ["FI", "SE"]}})",
     .kind = ExampleKind::Condition},
    {.code = "E008",
     .name = "text-after-value",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "there is text after the condition",
     .why =
         R"(A text holds one condition. Several that must all be met are members of one object, or of `$and`.)",
     .bad = R"({country: "FI"} {age: 18})",
     .good = R"({country: "FI", age: 18})",
     .kind = ExampleKind::Condition},
    {.code = "E010",
     .name = "unclosed-string",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a string is not closed",
     .why =
         R"(A string ends with the quote that it began with, on the same line. Inside it, a line break is
written `\n`.)",
     .bad = R"({country: "FI})",
     .good = R"({country: "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E011",
     .name = "wrong-escape",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a backslash with no meaning in a string",
     .why =
         R"(In a string a backslash begins an escape such as `\n`. JavaScript drops a backslash that it does
not know, which turns the pattern `\d` into `d`: Tamis refuses it instead. A backslash of the text
itself is written twice.)",
     .bad = R"({zip: {$regex: "^\d+$"}})",
     .good = R"({zip: {$regex: "^\\d+$"}})",
     .kind = ExampleKind::Condition},
    {.code = "E012",
     .name = "lone-surrogate",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "half of a surrogate pair is not a character",
     .why =
         R"(Characters above U+FFFF are written as two escapes, or as `\u{…}`. One half alone stands for no
character, and UTF-8 cannot hold it.)",
     .bad = R"({nickname: "\uD83D"})",
     .good = R"({nickname: "\uD83D\uDE00"})",
     .kind = ExampleKind::Condition},
    {.code = "E013",
     .name = "unclosed-regex",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a regular expression is not closed",
     .why =
         R"(A regular expression ends with `/` on the same line. Inside it a slash is written `\/`, and each
`[` is closed.)",
     .bad = R"({email: /@example[.]com$})",
     .good = R"({email: /@example[.]com$/})",
     .kind = ExampleKind::Condition},
    {.code = "E014",
     .name = "unclosed-comment",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a comment is not closed",
     .why = R"(A comment that begins with `/*` ends with `*/`.)",
     .bad = R"({country: "FI"} /* Finland)",
     .good = R"({country: "FI"} /* Finland */)",
     .kind = ExampleKind::Condition},
    {.code = "E015",
     .name = "wrong-number",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "this is not a number",
     .why =
         R"(A number has no leading zero, no separators and no suffix. In other languages a leading zero makes
the number octal, so that `010` is 8: Tamis does not guess. A number beyond 2^53 that must be
exact is written `NumberLong("…")`.)",
     .bad = R"({age: 018})",
     .good = R"({age: 18})",
     .kind = ExampleKind::Condition},
    {.code = "E016",
     .name = "typographic-quotes",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "typographic quotes do not quote",
     .why =
         R"(Word processors and chat programs turn straight quotes into curved ones. Strings are quoted with
`"` or `'`.)",
     .bad = R"({country: “FI”})",
     .good = R"({country: "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E017",
     .name = "key-needs-quotes",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a key that is not a plain name needs quotes",
     .why =
         R"(Without quotes a key is letters, digits, `_` and `$`. A dotted path, a hyphen or a blank needs
quotes.)",
     .bad = R"({address.city: "Oulu"})",
     .good = R"({"address.city": "Oulu"})",
     .kind = ExampleKind::Condition},
    {.code = "E018",
     .name = "foreign-word",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a word of another language",
     .why =
         R"(Text of mongosh writes `true`, `false`, `null`, `NaN` and `Infinity`. `True` and `None` are
Python's, `NULL` is SQL's, `nil` is Ruby's.)",
     .bad = R"({vip: True})",
     .good = R"({vip: true})",
     .kind = ExampleKind::Condition},
    {.code = "E019",
     .name = "idle-comma",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a comma separates nothing",
     .why =
         R"(There is no value before the comma. JavaScript would read a hole in a list as `undefined`, which
no condition can mean.)",
     .bad = R"({country: {$in: ["FI",, "SE"]}})",
     .good = R"({country: {$in: ["FI", "SE"]}})",
     .kind = ExampleKind::Condition},
    {.code = "E020",
     .name = "needless-semicolon",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a condition does not end with a semicolon",
     .why = R"(A condition is a value, not a statement.)",
     .bad = R"({country: "FI"};)",
     .good = R"({country: "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E030",
     .name = "arithmetic",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a condition does not calculate",
     .why =
         R"(A condition is data: nothing in it is evaluated. Write the result. To compare two fields of a
document, or to calculate with them, use `$expr`; a date that moves with the calendar is written
as date math, such as `"now-7d"`.)",
     .bad = R"({age: {$gte: 2 * 9}})",
     .good = R"({age: {$gte: 18}})",
     .kind = ExampleKind::Condition},
    {.code = "E031",
     .name = "javascript-function",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a condition holds no JavaScript functions",
     .why =
         R"(A function would have to run for every document, on a server only, and would make an injection of
whatever it is built from. Say it with operators.)",
     .bad = R"({$where: function() { return this.age > 18; }})",
     .good = R"({age: {$gt: 18}})",
     .kind = ExampleKind::Condition},
    {.code = "E032",
     .name = "method-call",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "nothing can be called or looked up on a value",
     .why = R"(A condition is data: nothing in it is evaluated. Write the resulting value itself.)",
     .bad = R"({age: {$in: [18, 19].concat([20])}})",
     .good = R"({age: {$in: [18, 19, 20]}})",
     .kind = ExampleKind::Condition},
    {.code = "E033",
     .name = "template-literal",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a condition holds no template literals",
     .why =
         R"(Text between backticks is JavaScript's, and would be filled in with values. Quote it with `"`.)",
     .bad = R"({country: `FI`})",
     .good = R"({country: "FI"})",
     .kind = ExampleKind::Condition},
    {.code = "E040",
     .name = "not-strict-json",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "JSON does not allow this",
     .why =
         R"(Documents and the bodies of the API are JSON as RFC 8259 has it. The liberties of mongosh text
(keys without quotes, single quotes, comments, trailing commas, constructors) are for conditions
and schemas.)",
     .bad = R"({country: 'FI'})",
     .good = R"({"country": "FI"})",
     .kind = ExampleKind::Document},
    {.code = "E041",
     .name = "not-yaml",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a file of YAML that conditions are looked for in is malformed",
     .why =
         R"(`tamis lint --pointer` reads conditions out of YAML, as text in a scalar or written out as
a mapping. A tab where blanks must indent, a key without a value beside it or an alias that holds
itself is no YAML.)",
     .bad = "conditions:\n  country: [FI, SE\n",
     .good = "conditions:\n  country: {$in: [FI, SE]}\n",
     .kind = ExampleKind::Bytes},
    {.code = "E049",
     .name = "not-a-document",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a document is not an object",
     .why =
         R"(Conditions are asked of documents, and a document has fields. An array of documents is many
documents: pass them one by one.)",
     .bad = R"([1, 2, 3])",
     .good = R"({"scores": [1, 2, 3]})",
     .kind = ExampleKind::Bytes},
};

}  // namespace

std::span<const CatalogEntry> syntax() {
  return kEntries;
}

}  // namespace tamis::catalog_families
