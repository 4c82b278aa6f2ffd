// TextTokens on each machine, beside a reader that takes one byte at a time.
#include "backends/predicate/text/text_tokens.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/values/text_codecs.h"
#include "tests/support/catch.h"

namespace tamis::predicate {
namespace {

using values::is_digit;

struct Copied {
  std::string kinds;
  std::vector<std::uint32_t> offsets;
  bool has_escapes = false;
  bool is_sound = true;
  bool operator==(const Copied&) const = default;
};

bool is_blank(char c) {
  return std::string_view(" \t\n\r").find(c) != std::string_view::npos;
}
bool is_mark(char c) {
  return std::string_view("{}[]:,").find(c) != std::string_view::npos;
}

struct Expected {
  Copied tokens;
  // simdjson finds no such quote, and leaves it to others to find that wrong.
  bool has_quote_behind_scalar = false;
};

// UTF-8 apart.
Expected one_by_one(std::string_view text) {
  Expected expected;
  Copied& tokens = expected.tokens;
  tokens.has_escapes = text.find('\\') != std::string_view::npos;
  bool in_string = false, in_scalar = false, escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_quote = c == '"' && !escaped;
    escaped = c == '\\' && !escaped;
    const bool was_in_scalar = in_scalar;
    expected.has_quote_behind_scalar |= is_quote && !in_string && was_in_scalar;
    in_scalar = !in_string && !is_quote && !is_mark(c) && !is_blank(c);
    if (in_string && static_cast<unsigned char>(c) < ' ') tokens.is_sound = false;
    if ((is_quote && !in_string) || (in_scalar && !was_in_scalar) || (!in_string && is_mark(c))) {
      tokens.kinds += c;
      tokens.offsets.push_back(static_cast<std::uint32_t>(i));
    }
    in_string ^= is_quote;
  }
  tokens.is_sound &= !in_string && !tokens.kinds.empty();
  return expected;
}

class Reader {
 public:
  explicit Reader(Machine machine) : tokens_(machine) {}

  Copied read(std::string_view text, TextCheck check = TextCheck::Whole) {
    // Of its own size, so that a sanitizer sees a byte too far.
    exact_.assign(text.begin(), text.end());
    exact_.shrink_to_fit();
    Copied tokens;
    tokens.is_sound = tokens_.read({exact_.data(), exact_.size()}, check, parser_);
    if (!tokens.is_sound) return tokens;
    const Tokens found = tokens_.tokens();
    tokens.has_escapes = found.has_escapes;
    tokens.kinds.assign(found.kinds, found.count);
    tokens.offsets.assign(found.offsets, found.offsets + found.count);
    CHECK(found.kinds[found.count] == '\0');
    CHECK(found.offsets[found.count] == text.size());
    return tokens;
  }
  bool finds_plain_numbers(std::string_view text) {
    const std::string blanks(TextTokens::kWorthListing, ' ');
    return read(std::string(text) + blanks).is_sound && tokens_.tokens().has_plain_numbers;
  }

 private:
  TextTokens tokens_;
  simdjson::dom::parser parser_;
  std::vector<char> exact_;
};

TEST_CASE("the tokens of texts made of parts, at every place of a block", "[predicate][scan]") {
  constexpr const char* kParts[] = {"{",        "}",
                                    "[",        "]",
                                    ":",        ",",
                                    "\"\"",     " 12.5 ",
                                    " ",        " true\n",
                                    "\"a b\"",  "\"\\\"",
                                    "\\\\\"",   "\"{[,:]}\\n",
                                    "\"",       "\"\xc3\xa9\"",
                                    " \t",      "\"\x01",
                                    "\r",       " x ",
                                    "\"\\\\\"", "\"0123456789abcdef\""};
  const Machine machine = GENERATE(from_range(machines()));
  Reader reader(machine);
  std::mt19937 random(20261129);
  std::size_t sound = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string text(random() % 70, ' ');
    for (std::size_t count = random() % 40; count != 0; --count)
      text += kParts[random() % std::size(kParts)];
    const auto [expected, has_quote_behind_scalar] = one_by_one(text);
    if (machine == Machine::Any && has_quote_behind_scalar) continue;
    const Copied seen = reader.read(text);
    CHECK(reader.read(text, TextCheck::Needed) == seen);
    sound += expected.is_sound ? 1 : 0;
    if (expected.is_sound ? seen != expected : seen.is_sound) {
      CAPTURE(text, expected.kinds, seen.kinds, expected.offsets, seen.offsets);
      CHECK(seen.is_sound == expected.is_sound);
      CHECK(seen == expected);
      return;
    }
  }
  CHECK(sound > 1000);
}

TEST_CASE("a block full of tokens, and none", "[predicate][scan]") {
  const Machine machine = GENERATE(from_range(machines()));
  Reader reader(machine);
  for (std::size_t size = 1; size < 300; ++size) {
    CAPTURE(size);
    const std::string full(size, '[');
    CHECK(reader.read(full) == one_by_one(full).tokens);
    const std::string word = '"' + std::string(size, 'x') + '"';
    CHECK(reader.read(word).offsets == std::vector<std::uint32_t>{0});
    CHECK(reader.read(std::string(size, '7')).kinds == "7");
    CHECK_FALSE(reader.read(std::string(size, ' ')).is_sound);
  }
}

TEST_CASE("runs of backslashes", "[predicate][scan]") {
  const Machine machine = GENERATE(from_range(machines()));
  Reader reader(machine);
  for (std::size_t shift = 0; shift < 66; ++shift)
    for (std::size_t run = 1; run < 140; ++run) {
      const std::string text = std::string(shift, ' ') + '"' + std::string(run, '\\') + "\",1 ";
      CAPTURE(shift, run);
      CHECK(reader.read(text).is_sound == (run % 2 == 0));
      CHECK(reader.read(text + '"').is_sound == (run % 2 == 1));
    }
}

TEST_CASE("bytes that are no UTF-8, anywhere", "[predicate][scan]") {
  const Machine machine = GENERATE(from_range(machines()));
  Reader reader(machine);
  for (std::size_t at = 1; at < 200; ++at) {
    std::string text = '"' + std::string(200, 'x') + '"';
    text[at] = '\xc3';
    CHECK_FALSE(reader.read(text).is_sound);
    text.replace(at, 1, "\xc3\xa9");
    CHECK(reader.read(text).is_sound);
  }
}

bool is_plain_number(const std::string& scalar) {
  static const std::regex plain(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?)");
  return std::regex_match(scalar, plain);
}
bool is_word(const std::string& scalar) {
  return scalar.find_first_not_of("aeflnrstu") == std::string::npos;
}

TEST_CASE("plain numbers among others, at every place of a block", "[predicate][scan]") {
  constexpr std::string_view kParts[] = {"0",
                                         "7",
                                         "12",
                                         "-",
                                         ".",
                                         "e",
                                         "+",
                                         "-0",
                                         "0.5",
                                         "1.",
                                         "-3.",
                                         "00",
                                         "x1",
                                         "true",
                                         "9.9",
                                         "null",
                                         "1234567890123456"};
  const Machine machine = GENERATE(from_range(machines()));
  Reader reader(machine);
  const bool can_tell = reader.finds_plain_numbers("1");
  CHECK_FALSE(reader.finds_plain_numbers(std::string(200, '1')));
  for (std::size_t shift = 1; shift < 66; ++shift)
    for (const char* other : {"00", "-00", "1.", "-", "1.2.3", "1-"})
      CHECK_FALSE(reader.finds_plain_numbers(std::string(shift, '7') + ',' + other + ' '));
  std::mt19937 random(20261130);
  std::size_t plain = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string text(random() % 64, ' ');
    bool none_is_other = true;
    bool all_are_ordinary = true;
    for (std::size_t count = 1 + random() % 8; count != 0; --count) {
      std::string scalar;
      for (std::size_t size = 1 + random() % 8 / 7; size != 0; --size)
        scalar += kParts[random() % std::size(kParts)];
      const bool is_number = is_digit(scalar.front()) || scalar.front() == '-';
      const bool is_plain = is_number && is_plain_number(scalar);
      none_is_other &= !is_number || is_plain;
      all_are_ordinary &= is_plain || is_word(scalar);
      text += scalar + (random() % 4 == 0 ? " ]" : ",");
    }
    const bool seen = reader.finds_plain_numbers(text);
    plain += seen ? 1 : 0;
    CAPTURE(text);
    if (seen) CHECK(none_is_other);
    if (all_are_ordinary) CHECK(seen == can_tell);
  }
  CHECK((plain > 1000) == can_tell);
}

}  // namespace
}  // namespace tamis::predicate
