// A plain regex and the equality that lint writes for it, on texts that differ in a line break, on
// arrays, and on stored regexes: what claims to be safe selects the same.
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/lint.h>

#include <random>

#include "backends/reference/reference.h"
#include "compiler/schema/fits.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Field {
  const char* why;
  const char* schema;  // of `a`; "" without
};

constexpr Field kFields[] = {
    {"anything", ""},
    {"text", R"({"bsonType": ["string", "null"]})"},
    {"short text", R"({"bsonType": "string", "maxLength": 2})"},
    {"short text and symbols", R"({"bsonType": ["string", "symbol"], "maxLength": 2})"},
    {"one of a list", R"({"enum": ["ab", "a.", "b\n", "ab\n"]})"},
    {"one of a list without line breaks", R"({"enum": ["ab", "a.", "."]})"},
    {"text or a regex", R"({"bsonType": ["string", "regex"]})"},
    {"a list of short texts",
     R"({"bsonType": "array", "items": {"bsonType": "string", "maxLength": 2}})"},
    {"a list of texts", R"({"bsonType": "array", "items": {"bsonType": "string"}})"},
};

class Choices {
 public:
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  std::string text(std::size_t most) {
    static constexpr std::string_view kPieces[] = {"a", "b", ".", "\n"};
    std::string made;
    for (std::size_t n = below(most + 1); n > 0; --n) made += kPieces[below(std::size(kPieces))];
    return made;
  }

 private:
  std::mt19937_64 engine_{20260101};
};

std::string escaped(std::string_view text) {
  std::string pattern;
  for (const char c : text) pattern += c == '.' ? "\\." : std::string(1, c);
  return pattern;
}

struct Pattern {
  std::string text;  // between its ends
  std::string regex;
};

Pattern pattern_of(Choices& choices) {
  static constexpr std::string_view kEnds[] = {"$", "\\z", "\\Z", ""};
  const std::string text = choices.text(2);
  return {text, "^" + escaped(text) + std::string(kEnds[choices.below(std::size(kEnds))])};
}

Value value_of(Choices& choices, const Pattern& pattern, std::size_t depth) {
  switch (choices.below(depth == 0 ? 9 : 8)) {
    case 0:
      return Value();
    case 1:
      return Regex{pattern.regex, ""};
    case 2:
      return Symbol{choices.text(2)};
    case 3:
      return Value(1);
    case 4:
      return Value(pattern.text);
    case 5:
      return Value(pattern.text + "\n");
    case 8: {
      Array array;
      for (std::size_t n = choices.below(3); n > 0; --n)
        array.push_back(value_of(choices, pattern, depth + 1));
      return array;
    }
    default:
      return Value(choices.text(3));
  }
}

struct Count {
  std::size_t safe = 0, unsafe = 0, pairs = 0, differ = 0;
};

void check_fix(const Condition& before, const std::string& fixed, bool safe, const Pattern& pattern,
               Choices& choices, Count& count) {
  const auto after = compile(Source("fixed", fixed), before.options());
  REQUIRE(after.ok());
  ++(safe ? count.safe : count.unsafe);
  for (int i = 0; i < 40; ++i) {
    const Value document(Object{{"a", value_of(choices, pattern, 0)}});
    if (before.schema() && !fits(document, *before.schema())) continue;
    ++count.pairs;
    const bool differs = reference::matches(before.checked(), document, {}) !=
                         reference::matches(after->checked(), document, {});
    count.differ += differs ? 1 : 0;
    CAPTURE(before.source().text(), fixed, to_extended_json(document, ExtendedJson::Relaxed));
    CHECK(!(safe && differs));
  }
}

void check_field(const Field& field, Choices& choices, Count& count) {
  CompileOptions options;
  if (*field.schema != '\0')
    options.schema = parse_schema(Source("schema", fmt::format(R"({{"properties": {{"a": {}}}}})",
                                                               field.schema)))
                         .value();
  for (int trial = 0; trial < 400; ++trial) {
    const Pattern pattern = pattern_of(choices);
    const std::string text =
        fmt::format(R"({{"a": {{"$regex": {}}}}})",
                    to_extended_json(Value(pattern.regex), ExtendedJson::Relaxed));
    const auto condition = compile(Source("trial", text), options);
    REQUIRE(condition.ok());
    for (const Diagnostic& finding : lint(*condition))
      for (const Fix& fix : finding.fixes)
        if (finding.code == "L029")
          check_fix(*condition, apply_fixes(text, {&fix}).text, fix.safe, pattern, choices, count);
  }
}

TEST_CASE("the equality for a plain regex", "[random][lint]") {
  Choices choices;
  for (const Field& field : kFields) DYNAMIC_SECTION(field.why) {
      Count count;
      check_field(field, choices, count);
      CAPTURE(count.safe, count.unsafe, count.pairs, count.differ);
      CHECK(count.safe + count.unsafe > 10);
      CHECK(count.pairs > 40);
    }
}

TEST_CASE("an equality that is not the same is not called safe", "[random][lint]") {
  Choices choices;
  Count anything, known;
  check_field(kFields[0], choices, anything);
  check_field(kFields[2], choices, known);
  CHECK(anything.safe == 0);
  CHECK(anything.differ > 0);
  CHECK(known.safe > 0);
}

}  // namespace
}  // namespace tamis
