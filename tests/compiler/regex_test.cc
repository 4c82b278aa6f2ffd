#include "compiler/values/regex.h"

#include <string>

#include "compiler/values/regex_pcre.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

using namespace std::string_literals;

RegexProgram compiled(std::string_view pattern, std::string_view options, RegexProfile profile) {
  auto result = RegexProgram::compile(pattern, options, profile);
  if (const auto* error = std::get_if<RegexError>(&result)) FAIL(error->message);
  return std::get<RegexProgram>(result);
}

struct Row {
  const char* why;
  const char* pattern;
  const char* options;
  std::string subject;
  bool matches;
};

const Row kLinear[] = {
    {"text is found anywhere", "b", "", "abc", true},
    {"text that is not there", "x", "", "abc", false},
    {"the empty pattern matches everything", "", "", "", true},
    {"an anchor holds at the start", "^b", "", "abc", false},
    {"`$` holds at the end", "c$", "", "abc", true},
    {"`$` holds before a final newline", "c$", "", "abc\n", true},
    {"`$` holds before one final newline only", "c$", "", "abc\n\n", false},
    {"`$` does not hold before another newline", "c$", "", "abc\nd", false},
    {"`\\z` does not hold before a final newline", "c\\z", "", "abc\n", false},
    {"`\\Z` is `$`", "c\\Z", "", "abc\n", true},
    {"`$` in a branch", "^(abc|b$)", "", "b\n", true},
    {"`$` after something of varying length", "a.*c$", "", "abc\n", true},
    {"with `m`, `$` holds before every newline", "c$", "m", "abc\nd", true},
    {"with `m`, `^` holds after a newline", "^d", "m", "abc\nd", true},
    {"with `m`, `^` needs something after the final newline", "^d?x", "m", "abc\n", false},
    {"`\\A` is never a line's start", "\\Ad", "m", "abc\nd", false},
    {"a point takes no newline", "a.c", "", "a\nc", false},
    {"with `s`, a point takes a newline", "a.c", "s", "a\nc", true},
    {"`\\N` takes no newline even so", "a\\Nc", "s", "a\nc", false},
    {"a point takes a carriage return", "a.c", "", "a\rc", true},
    {"a point takes a whole character", "^.$", "", "\xC3\xA9", true},
    {"with `x`, blanks are skipped", "a b # comment\n c", "x", "abc", true},
    {"with `x`, a blank may stand before a quantifier", "^a +$", "x", "aaa", true},
    {"with `x`, blanks in a class are not skipped", "^[a b]+$", "x", "a b", true},
    {"with `x`, an escaped blank is not skipped", "^a\\ b$", "x", "a b", true},
    {"with `i`, letters of either case", "ABC", "i", "xabcx", true},
    {"with `i`, letters beyond ASCII", "^CAF\xC3\x89$", "i", "caf\xC3\xA9", true},
    {"with `i`, the Kelvin sign is a k", "^k$", "i", "\xE2\x84\xAA", true},
    {"with `i`, the Kelvin sign is in a range that holds k", "^[j-l]$", "i", "\xE2\x84\xAA", true},
    {"with `i`, the Kelvin sign is no `\\w`", "^\\w$", "i", "\xE2\x84\xAA", false},
    {"with `i`, the Kelvin sign is not in a class without k", "^[^k]$", "i", "\xE2\x84\xAA", false},
    {"with `i`, the long s is an s", "^S$", "i", "\xC5\xBF", true},
    {"with `i`, a dotted capital I is no i", "istanbul", "i", "\xC4\xB0stanbul", false},
    {"with `i`, `[:upper:]` is `[:alpha:]`", "^[[:upper:]]$", "i", "a", true},
    {"options may be set inside", "^(?i)a(?-i)b$", "", "Ab", true},
    {"options set inside end there", "^(?i)a(?-i)b$", "", "AB", false},
    {"options set in a branch hold in the next", "^(a(?i)b|c)$", "", "C", true},
    {"options for a group", "^(?i:a)b$", "", "AB", false},
    {"`\\s` takes a vertical tab", "^\\s$", "", "\v", true},
    {"`\\s` is ASCII", "^\\s$", "", "\xC2\xA0", false},
    {"`\\h` is not", "^\\h$", "", "\xC2\xA0", true},
    {"`\\d` is ASCII", "^\\d$", "", "\xD9\xA1", false},
    {"`\\W` takes a letter beyond ASCII", "^\\W$", "", "\xC3\xA9", true},
    {"`\\b` is ASCII", "\\bb", "",
     "\xC3\xA9"
     "b",
     true},
    {"quoted text", "^\\Qa.b\\E+$", "", "a.bbb", true},
    {"a brace that is no quantifier", "^a{b}$", "", "a{b}", true},
    {"a closing bracket first in a class", "^[]a]+$", "", "]a", true},
    {"named groups, all spellings", "^(?<a>x)(?P<b>y)(?'c'z)$", "", "xyz", true},
    {"a comment in a group", "^a(?#no)b$", "", "ab", true},
    {"an empty branch", "^(a|)b$", "", "b", true},
    {"one of a few texts", "^(red|green|blue)$", "", "green", true},
    {"one of a few texts, and a newline", "^(red|green|blue)$", "", "green\n", true},
    {"octal, hexadecimal and control escapes", "^\\041\\x21\\x{21}\\t$", "", "!!!\t", true},
    {"a subject with NUL", "^a.c$", "", "a\0c"s, true},
    {"a subject that is not UTF-8 never matches a text", "b", "", "abc\xFF", false},
    {"a subject that is not UTF-8 never matches an automaton", "b+", "", "abc\xFF", false},
    {"half a character never matches", "\\S", "", "\xC3", false},
    {"a surrogate is not UTF-8", "a", "", "a\xED\xA0\x80", false},
};

TEST_CASE("patterns inside the linear profile", "[regex]") {
  for (const Row& row : kLinear) DYNAMIC_SECTION(row.why) {
      const RegexProgram program = compiled(row.pattern, row.options, RegexProfile::Linear);
      CHECK(program.search(row.subject) == row.matches);
      CHECK(program.linear());
      const std::string_view options = row.options;
      const auto has = [&](char o) { return options.find(o) != std::string_view::npos; };
      const auto judge = PcrePattern::compile(
          row.pattern,
          {.caseless = has('i'), .multiline = has('m'), .dotall = has('s'), .extended = has('x')});
      REQUIRE(std::holds_alternative<PcrePattern>(judge));
      CHECK(std::get<PcrePattern>(judge).search(row.subject) == row.matches);
    }
}

}  // namespace
}  // namespace tamis
