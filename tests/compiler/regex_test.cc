#include "compiler/values/regex.h"

#include <optional>
#include <string>

#include "compiler/values/regex_chars.h"
#include "compiler/values/regex_pcre.h"
#include "compiler/values/regex_syntax.h"
#include "compiler/values/regex_text.h"
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

struct RefusedRow {
  const char* why;
  std::string pattern;
  const char* options;
  std::uint32_t offset;
  const char* message;
};

const RefusedRow kInvalid[] = {
    {"a group left open", "a(b", "", 3, "missing closing parenthesis"},
    {"nothing to repeat", "*a", "", 0, "quantifier does not follow a repeatable item"},
    {"a range upside down", "a{2,1}", "", 5, "numbers out of order in {} quantifier"},
    {"NUL", "a\0b"s, "", 1, "a pattern cannot hold a NUL character"},
    {"not UTF-8", "a\xFF", "", 1, "UTF-8 error: illegal byte (0xfe or 0xff)"},
    {"an unknown option", "a", "iq", 0,
     "the options of a regular expression are `i`, `m`, `s`, `x` and `u`"},
    {"an option in capitals", "a", "I", 0,
     "the options of a regular expression are `i`, `m`, `s`, `x` and `u`"},
};

TEST_CASE("patterns that PCRE2 refuses", "[regex]") {
  for (const RefusedRow& row : kInvalid) DYNAMIC_SECTION(row.why) {
      for (const RegexProfile profile : {RegexProfile::Linear, RegexProfile::Full}) {
        const auto result = RegexProgram::compile(row.pattern, row.options, profile);
        const auto* error = std::get_if<RegexError>(&result);
        REQUIRE(error != nullptr);
        CHECK(error->message == row.message);
        CHECK(error->offset == row.offset);
        CHECK_FALSE(error->outside_profile);
      }
    }
}

struct OutsideRow {
  const char* why;
  const char* pattern;
  const char* options;
  std::uint32_t offset;
  const char* matching;
  const char* other;
};

const OutsideRow kOutside[] = {
    {"a back-reference", "x(a|b)\\1", "", 6, "xbb", "xab"},
    {"a named back-reference", "(?<n>a|b)\\k<n>", "", 9, "bb", "ab"},
    {"look-ahead", "a(?=b)", "", 1, "ab", "ac"},
    {"negative look-ahead", "a(?!b)", "", 1, "ac", "ab"},
    {"look-behind", "(?<=a)b", "", 0, "ab", "cb"},
    {"negative look-behind", "(?<!a)b", "", 0, "cb", "ab"},
    {"an atomic group", "(?>a*)ab", "", 0, "", "aab"},
    {"a possessive quantifier", "a*+ab", "", 0, "", "aab"},
    {"a conditional group", "^(a)?(?(1)b|c)$", "", 5, "ab", "ac"},
    {"recursion", "^(\\((?1)?\\))$", "", 4, "(())", "(()"},
    {"a branch reset", "(?|(a)|(b))c", "", 0, "bc", "dc"},
    {"any newline", "a\\Rb", "", 1, "a\r\nb", "ab"},
    {"a property of characters", "^\\p{Han}+$", "", 1, "\xE4\xBD\xA0", "a"},
    {"a verb", "(*UCP)^\\w$", "", 0, "\xC3\xA9", "-"},
    {"\\K", "foo\\Kbar", "", 3, "foobar", "bar"},
    {"a brace whose meaning changed", "^a{,2}$", "", 2, "", "b"},
    {"more than nothing after `$`", "a$\\n", "", 0, "a\n", "a"},
    {"a line's start before what may be empty", "^$", "m", 0, "a\n\nb", "a\n"},
    {"no boundary in what may be empty", "\\B", "", 0, "-", "a"},
    {"too much repetition", "(?:a{100}){100}b", "", 0, "", "b"},
    {"a POSIX group after a negative one", "^[\\W[:space:]]$", "", 1, "-", "a"},
};

TEST_CASE("patterns outside the linear profile run in the full one", "[regex]") {
  for (const OutsideRow& row : kOutside) DYNAMIC_SECTION(row.why) {
      const auto linear = RegexProgram::compile(row.pattern, row.options, RegexProfile::Linear);
      const auto* error = std::get_if<RegexError>(&linear);
      REQUIRE(error != nullptr);
      CHECK(error->outside_profile);
      CHECK(error->offset == row.offset);
      const RegexProgram full = compiled(row.pattern, row.options, RegexProfile::Full);
      CHECK_FALSE(full.linear());
      if (*row.matching != '\0') CHECK(full.search(row.matching));
      CHECK_FALSE(full.search(row.other));
      CHECK_FALSE(full.search(std::string(row.matching) + "\xFF"));
    }
}

struct LiteralRow {
  const char* why;
  const char* pattern;
  const char* options;
  std::optional<LiteralPattern> literal;
  const char* prefix;
  const char* needed;
};

using Place = LiteralPattern::Place;
const LiteralRow kLiterals[] = {
    {"text", "abc", "", {{Place::Contains, "abc"}}, "", "abc"},
    {"nothing", "", "", {{Place::Contains, ""}}, "", ""},
    {"text at the start", "^abc", "", {{Place::Prefix, "abc"}}, "abc", "abc"},
    {"text at the end", "abc\\z", "", {{Place::Suffix, "abc"}}, "", "abc"},
    {"text at the end or before a newline", "abc$", "", {{Place::SuffixLine, "abc"}}, "", "abc"},
    {"the whole text", "\\Aabc\\z", "", {{Place::Exact, "abc"}}, "abc", "abc"},
    {"the whole text, perhaps a newline", "^abc$", "", {{Place::ExactLine, "abc"}}, "abc", "abc"},
    {"escaped text", "a\\.b\\Q+\\E", "", {{Place::Contains, "a.b+"}}, "", "a.b+"},
    {"grouped text", "^(?:ab)(c)", "", {{Place::Prefix, "abc"}}, "abc", "abc"},
    {"repeated text", "^a{3}b", "", {{Place::Prefix, "aaab"}}, "aaab", "aaab"},
    {"anything on either side", ".*abc.*", "", {{Place::Contains, "abc"}}, "", "abc"},
    {"anything after", "^abc.*", "", {{Place::Prefix, "abc"}}, "abc", "abc"},
    {"anything on the first line before", "^.*abc", "", std::nullopt, "", "abc"},
    {"option `i` without letters", "^12-3", "i", {{Place::Prefix, "12-3"}}, "12-3", "12-3"},
    {"option `i` with letters", "^abc", "i", std::nullopt, "", ""},
    {"option `i` after some text", "^12a", "i", std::nullopt, "12", "12"},
    {"option `m` with a start", "^abc", "m", std::nullopt, "", "abc"},
    {"option `x`", "a b c", "x", {{Place::Contains, "abc"}}, "", "abc"},
    {"branches", "^(red|green)$", "", std::nullopt, "", ""},
    {"branches that begin alike", "^(?:abcx|abd)", "", std::nullopt, "ab", ""},
    {"branches each with a start", "^abx|^aby", "", std::nullopt, "ab", ""},
    {"branches, one without a start", "^abx|aby", "", std::nullopt, "", ""},
    {"whole characters begin alike", "^(?:\xC3\xA9|\xC3\xA8)", "", std::nullopt, "", ""},
    {"text before a pattern", "^abc[0-9]+", "", std::nullopt, "abc", "abc"},
    {"text after a pattern", "[0-9]+@example\\.com$", "", std::nullopt, "", "@example.com"},
    {"the longest text of several", "ab.cde.f", "", std::nullopt, "", "cde"},
    {"text that may be absent", "(?:abc)?x", "", {{Place::Contains, "x"}}, "", "x"},
    {"text within a repeat", "(?:abc)+", "", std::nullopt, "", "abc"},
    {"boundaries take no room", "ab\\bcd", "", std::nullopt, "", "abcd"},
};

TEST_CASE("subjects that lie one behind the other are searched as one by one", "[regex]") {
  std::string text;
  std::vector<std::uint32_t> ends;
  for (const Row& row : kLinear) {
    text += row.subject;
    ends.push_back(static_cast<std::uint32_t>(text.size()));
  }
  for (const Row& row : kLinear) DYNAMIC_SECTION(row.why) {
      const RegexProgram program = compiled(row.pattern, row.options, RegexProfile::Linear);
      for (const Machine machine : machines()) {
        std::vector<std::uint8_t> found(ends.size(), 7);
        program.search_each(machine, {text.data(), ends}, found.data());
        for (std::size_t i = 0; i < ends.size(); ++i)
          CHECK(found[i] == (program.search(kLinear[i].subject) ? 0xff : 0));
      }
    }
}

TEST_CASE("texts any of which is enough, or is needed", "[regex]") {
  struct Texts {
    const char* why;
    const char* pattern;
    const char* options;
    std::vector<std::string> enough, needed;
  };
  const Texts rows[] = {
      {"one", "^abc", "", {"abc"}, {}},
      {"several", "ab|cd$", "", {"ab", "cd"}, {}},
      {"letters of any case", "^ab", "i", {"AB", "Ab", "aB", "ab"}, {}},
      {"beside something else", "a.bcd", "", {}, {"bcd"}},
      {"some of them, beside something else", "(ab|cd).", "", {}, {"ab", "cd"}},
      {"nothing that is known", "[a-z]+", "", {}, {}},
  };
  for (const Texts& row : rows) DYNAMIC_SECTION(row.why) {
      const RegexProgram program = compiled(row.pattern, row.options, RegexProfile::Linear);
      std::vector<std::string> enough;
      for (const LiteralPattern& each : program.texts()) enough.push_back(each.text);
      const auto needed = program.required_texts();
      CHECK(enough == row.enough);
      CHECK(std::vector<std::string>(needed.begin(), needed.end()) == row.needed);
    }
}

TEST_CASE("of joined subjects those that are not UTF-8 are not found", "[regex]") {
  const std::string text =
      "abc\xff"
      "abcabc\n"
      "ab"
      "c\xc3\xa4";
  const std::vector<std::uint32_t> ends{4, 7, 11, 13, 16};
  for (const char* pattern : {"abc", "^abc", "c$", "c\\b", "(a|b)[bc]"}) {
    CAPTURE(pattern);
    const RegexProgram program = compiled(pattern, "", RegexProfile::Linear);
    std::vector<std::uint8_t> found(ends.size(), 7);
    program.search_each(this_machine(), {text.data(), ends}, found.data());
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); begin = ends[i++])
      CHECK(found[i] == (program.search(text.substr(begin, ends[i] - begin)) ? 0xff : 0));
    CHECK(found[0] == 0);
    CHECK(found[1] == 0xff);
  }
}

TEST_CASE("plain text in a pattern is found", "[regex]") {
  for (const LiteralRow& row : kLiterals) DYNAMIC_SECTION(row.why) {
      const RegexProgram program = compiled(row.pattern, row.options, RegexProfile::Linear);
      REQUIRE(program.literal().has_value() == row.literal.has_value());
      if (row.literal) {
        CHECK(program.literal()->place == row.literal->place);
        CHECK(program.literal()->text == row.literal->text);
      }
      CHECK(program.required_prefix() == row.prefix);
      CHECK(program.required_literal() == row.needed);
    }
}

TEST_CASE("one of a few texts is in every match", "[regex]") {
  using Texts = std::vector<std::string>;
  struct {
    const char* why;
    std::string_view pattern;
    Texts texts;
  } const kRows[] = {
      {"branches beside text", "[a-z]+@(corp|mail)[a-z]*", {"@corp", "@mail"}},
      {"the shortest of them counts", "(ab|c)[0-9]+xy", {"xy"}},
      {"branches of patterns", "[0-9]ab[0-9]|x+cd", {"ab", "cd"}},
      {"a branch without text", "[0-9]ab[0-9]|[^x]+", {}},
      {"a set of a few", "[^a]x[yz]", {"xy", "xz"}},
      {"a set of many", "[^a]x[a-z]", {"x"}},
      {"boundaries take no room", "ab\\bcd[0-9]*", {"abcd"}},
      {"what may be absent", "(?:[0-9]abc)*x", {"x"}},
      {"what is repeated", "(?:[0-9]abc)+x", {"abc"}},
      {"too many branches", "[0-9](aa|bb|cc|dd|ee|ff|gg|hh|ii)", {}},
      {"a text that is long is cut", "[0-9]a{40}", {std::string(32, 'a')}},
  };
  for (const auto& row : kRows) DYNAMIC_SECTION(row.why) {
      const auto tree = parse_linear(row.pattern, RegexFlags());
      REQUIRE(std::holds_alternative<RegexNode>(tree));
      CHECK(required_texts_of(std::get<RegexNode>(tree)) == row.texts);
    }
}

TEST_CASE("no shorter text is found", "[regex]") {
  struct {
    std::string_view pattern;
    std::uint64_t least;
  } constexpr kRows[] = {
      {"", 0},       {"abc", 3},       {"^a\\b$", 1},   {"日本", 2},
      {"a?b*c+", 1}, {"[ab]{3,5}", 3}, {"abc|d|ef", 1}, {"(?:ab|c){4}x", 5},
      {"a|", 0},     {"^.{321}", 321}, {"(?i)ss", 2},   {"(?:a{9}){9}", 81},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.pattern);
    CHECK(compiled(row.pattern, "", RegexProfile::Linear).least_length() == row.least);
  }
  CHECK(compiled("(a)\\1", "", RegexProfile::Full).least_length() == 0);
}

TEST_CASE("escaped text matches itself and nothing else", "[regex]") {
  std::string every;
  for (char32_t c = 0; c < 0x180; ++c) append_utf8(every, c);
  for (std::size_t at = 0; at < every.size();) {
    const std::size_t start = at;
    const std::string text = every.substr(start, (next_code_point(every, at), at - start));
    CAPTURE(text);
    const RegexProgram program =
        compiled("^" + escape_regex(text) + "\\z", "", RegexProfile::Linear);
    CHECK(program.search(text));
    CHECK_FALSE(program.search(text + text));
    CHECK_FALSE(program.search(text == "b" ? "c" : "b"));
  }
  const RegexProgram program = compiled(escape_regex(every), "", RegexProfile::Full);
  REQUIRE(program.literal());
  CHECK(program.literal()->text == every);
}

// Time is not asserted here; a pattern that backtracks would not come to an end.
struct HostileRow {
  const char* why;
  const char* pattern;
  const char* options;
};

constexpr HostileRow kHostile[] = {
    {"nested repeats", "(a+)+$", ""},
    {"nested repeats before something else", "^(a+)+b", ""},
    {"branches that overlap", "^(a|aa)+$", ""},
    {"branches that are the same", "^(a|a)*b", ""},
    {"two repeats of the same", "^a*a*a*a*a*a*b", ""},
    {"many options before as many letters",
     "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaab", ""},
    {"a wide window", "[ab]*a[ab]{300}c", ""},
    {"points and stars", "(.*)(.*)(.*)(.*)(.*)[^a@]x", "s"},
    {"an address, as many check it", "^([a-z0-9]+[._-]?)+@([a-z0-9]+[.-]?)+$", "i"},
};

TEST_CASE("hostile patterns end in the linear profile", "[regex]") {
  // What every match needs is there, so that no search ends before it has begun.
  const std::string subject = std::string(100'000, 'a') + "!b@xc";
  for (const HostileRow& row : kHostile) DYNAMIC_SECTION(row.why) {
      CHECK_FALSE(compiled(row.pattern, row.options, RegexProfile::Linear).search(subject));
    }
}

TEST_CASE("a search that meets a limit does not match", "[regex]") {
  const std::string subject = std::string(64, 'a') + "!";
  CHECK_FALSE(compiled("^(?=(a+)+$|.*!)", "", RegexProfile::Full).search(subject));
  CHECK(compiled("^(?=.*!)", "", RegexProfile::Full).search(subject));
}

}  // namespace
}  // namespace tamis
