// Lines that are read together, beside lines that are read alone.
#include "backends/predicate/text/text_lines.h"

#include <tamis/compile.h>
#include <tamis/stream.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "backends/predicate/text/text_scan.h"
#include "tests/support/catch.h"

using namespace tamis;
using namespace tamis::predicate;

namespace {

std::vector<std::string_view> split(std::string_view lines) {
  std::vector<std::string_view> all;
  for (std::size_t end = 0; (end = lines.find('\n')) != std::string_view::npos;
       lines.remove_prefix(end + 1))
    all.push_back(lines.substr(0, end));
  return all;
}

std::string_view without_blanks(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

std::string verdict_text(const Verdict& verdict) {
  std::string text = verdict.matched() ? "+" : "-";
  for (const Diagnostic& error : verdict.errors())
    text += " " + error.code + "@" + std::to_string(error.span().begin) + "-" +
            std::to_string(error.span().end) + " " + error.message;
  return text;
}

std::string heard(std::uint64_t number, std::uint64_t line, std::string_view document,
                  const Verdict& verdict) {
  return std::to_string(number) + "/" + std::to_string(line) + " " + std::string(document) + " " +
         verdict_text(verdict);
}

class Both {
 public:
  explicit Both(std::string_view condition)
      : program_(predicate::compile(*tamis::compile(Source("condition", std::string(condition))))),
        matcher_(program_) {}

  std::vector<std::string> alone(std::string_view lines) {
    std::vector<std::string> all;
    std::uint64_t number = 0, line = 0;
    for (const std::string_view each : split(lines)) {
      ++line;
      const std::string_view document = without_blanks(each);
      if (!document.empty())
        all.push_back(heard(++number, line, document, matcher_.matches_text(document)));
    }
    return all;
  }
  std::vector<std::string> together(std::string_view lines, std::size_t piece,
                                    unsigned threads = 1) {
    std::vector<std::string> all;
    Stream stream(program_,
                  [&](const StreamDocument& document, const Verdict& verdict) {
                    all.push_back(heard(document.number, document.line, document.bytes, verdict));
                    return true;
                  },
                  {.threads = threads});
    for (std::size_t at = 0; at < lines.size(); at += piece) stream.feed(lines.substr(at, piece));
    stream.finish();
    return all;
  }

 private:
  Program program_;
  Matcher matcher_;
};

// Documents that a walk passes, of which most are plain.
const char* const kSound[] = {
    R"({})",
    R"({"a":1})",
    R"( { "a" : 1 , "b" : [ ] } )",
    R"({"a":{"b":[1,{"c":null},[],{}]},"bc":[true,false,null,"x",-0.5]})",
    R"({"a":[[[]]],"b":{"a":{"b":{}}},"c":"{\"a\":[1,}"})",
    R"({"id":"01F9","a":null,"a":2,"ab":12.25,"abc":"é ü 漢字 😀"})",
    R"({"b":{"a":1,"ab":4},"c":[{"a":1}],"d":{"a":1}})",
    R"({"b":{"a":1},"c":[{"a":1,"abc":"x"}],"a":2})",
    R"({"a":"\\","b":"\\\"","c":"\u00e9\n\/"})",
    "\t{\"a\":\t1}\r",
};
// What is for a parser, or malformed.
const char* const kOthers[] = {
    R"({"a":1e5})",
    R"({"\u0061":1})",
    R"({"a":"\ud83d\ude00"})",
    R"({"a":01})",
    R"({"a":1.})",
    R"({"a":tru})",
    R"({"a":nulll})",
    R"({"a":.5})",
    R"({"a":-})",
    R"({"a":"x)",
    R"({"a":"x\)",
    R"("a":1})",
    R"({"a":1)",
    R"({"a":1]})",
    R"({"a":[1})",
    R"({"a":1}})",
    R"({"a":{"b":[1}]})",
    R"({"a":[{"b":1]}})",
    R"({"a":1}{"a":1})",
    R"({"a":1},{"a":1})",
    R"({"a":1},)",
    R"({"a":1}1)",
    R"({"a":1}"b")",
    R"({"a":1,})",
    R"({,"a":1})",
    R"({"a",1})",
    R"({"a":1 "b":2})",
    R"({"a"})",
    R"({"a":})",
    R"({"a"::1})",
    R"({"a":1:2})",
    R"({1:1})",
    R"({"a":[1,]})",
    R"({"a":[,1]})",
    R"({"a":["b":1]})",
    R"({"a":[1 2]})",
    R"({"a":{1}})",
    R"({"a":{"b"}})",
    R"({[]})",
    R"([1])",
    R"("a")",
    R"(1)",
    R"(,)",
    R"(})",
    R"(\)",
    "{\"a\":\"\x01\"}",
    "{\"a\":\"\xff\"}",
    "{\"a\":1}\x01",
};

std::string deep(std::size_t levels) {
  std::string text = R"({"a":)";
  for (std::size_t i = 1; i < levels; ++i) text += i % 3 == 0 ? R"({"b":)" : "[";
  text += "1";
  for (std::size_t i = levels - 1; i != 0; --i) text += i % 3 == 0 ? '}' : ']';
  return text + "}";
}

std::string some_lines(std::mt19937& random, unsigned others_in_hundred) {
  std::string lines;
  for (std::size_t count = random() % 60; count != 0; --count) {
    const bool sound = random() % 100 >= others_in_hundred;
    lines += sound ? kSound[random() % std::size(kSound)] : kOthers[random() % std::size(kOthers)];
    lines += random() % 9 == 0 ? "\n \r\n\n" : "\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("lines together have the verdicts of lines alone", "[predicate][lines]") {
  std::mt19937 random(20261130);
  std::size_t matches = 0;
  for (const char* condition : {"{a: 1}", "{ab: {$gt: 3}}", "{'a.b.c': null, a: {$exists: 1}}",
                                "{$or: [{abc: /x/}, {c: '\\\\'}, {bc: true}]}"}) {
    Both both(condition);
    for (unsigned i = 0; i < 1'500; ++i) {
      const std::string lines = some_lines(random, i % 3 == 0 ? 0 : i % 20);
      const std::vector<std::string> expected = both.alone(lines);
      CAPTURE(condition, lines);
      CHECK(both.together(lines, lines.size() + 1) == expected);
      matches += static_cast<std::size_t>(std::ranges::count_if(
          expected, [](const std::string& each) { return each.ends_with("+"); }));
    }
  }
  CHECK(matches > 1'000);
}

TEST_CASE("each kind of line among others has the verdict that it has alone",
          "[predicate][lines]") {
  Both both("{a: 1}");
  const auto check = [&](const std::string& line) {
    const std::string lines = "{\"a\":1}\n" + line + "\n{\"a\":1}\n";
    CAPTURE(line);
    CHECK(both.together(lines, lines.size()) == both.alone(lines));
    CHECK(both.together(line + "\n", lines.size()) == both.alone(line + "\n"));
  };
  for (const char* line : kSound) check(line);
  for (const char* line : kOthers) check(line);
  for (std::size_t levels = 1; levels < 140; ++levels) check(deep(levels));
}

TEST_CASE("a document cut anywhere is malformed, and spoils no line behind it",
          "[predicate][lines]") {
  Both both("{a: 1}");
  const std::string document =
      R"({"a":1,"b":["x\"y",{"c":null}, true ,-12.5e3],"é":{"d":[[],{}]}})";
  for (std::size_t size = 0; size < document.size(); ++size) {
    const std::string lines =
        "{\"a\":1}\n" + document.substr(0, size) + "\n{\"a\":1}\r\n\n{\"a\":2}\n";
    CAPTURE(size);
    CHECK(both.together(lines, lines.size()) == both.alone(lines));
  }
}

TEST_CASE("lines are the same in pieces of any size, and in threads", "[predicate][lines]") {
  std::mt19937 random(7);
  Both both("{a: 1}");
  std::string lines;
  while (lines.size() < 3 * TextLines::kMostBytes) {
    lines += some_lines(random, 3);
    if (random() % 20 == 0)
      lines +=
          R"({"a":1,"long":")" + std::string(random() % (2 * TextLines::kMostBytes), 'x') + "\"}\n";
  }
  const std::vector<std::string> expected = both.alone(lines);
  for (const std::size_t piece : {std::size_t{7}, std::size_t{1'000}, TextLines::kMostBytes - 1,
                                  TextLines::kMostBytes, lines.size()})
    for (const unsigned threads : {1U, 3U}) {
      CAPTURE(piece, threads);
      CHECK(both.together(lines, piece, threads) == expected);
    }
}

TEST_CASE("a line's bytes count up to where lines are read together", "[predicate][lines]") {
  Both both("{a: 1}");
  for (const std::size_t more : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{64}}) {
    const std::string head = "{\"a\":1,\"b\":\"", tail = "\"}\n";
    const std::size_t size = TextLines::kMostBytes - 1 + more;
    const std::string lines =
        head + std::string(size - head.size() - tail.size(), 'x') + tail + "{\"a\":2}\n";
    CAPTURE(more);
    CHECK(both.together(lines, lines.size()) == both.alone(lines));
    const std::string brackets = std::string(TextLines::kMostBytes - 2 + more, '[') + "\n{}\n";
    CHECK(both.together(brackets, brackets.size()) == both.alone(brackets));
    const std::string blank = std::string(TextLines::kMostBytes - 2 + more, '\n') + "{\"a\":1}\n";
    CHECK(both.together(blank, blank.size()) == both.alone(blank));
  }
}

TEST_CASE("texts that follow one another have their own numbers", "[predicate][stream]") {
  std::vector<std::uint64_t> seen;
  Stream stream(predicate::compile(*tamis::compile(Source("", "{a: 1}"))),
                [&](const StreamDocument& document, const Verdict&) {
                  seen.insert(seen.end(), {document.number, document.line});
                  return true;
                });
  CHECK(stream.feed("\n{}\n{}"));
  CHECK(stream.finish());
  CHECK(stream.feed("{}\n"));
  CHECK(stream.finish());
  CHECK(seen == std::vector<std::uint64_t>{1, 2, 2, 3, 1, 1});
}

#if defined(__x86_64__)
namespace {

// Whether a walk passes each line, and none has an escape or a number that is not plain.
bool are_plain_objects(std::string_view lines) {
  static TextScan scan;
  static RootFields no_fields;
  static simdjson::dom::parser parser;
  const std::vector<std::string_view> all = split(lines);
  return lines.find('\\') == std::string_view::npos &&
         std::ranges::all_of(all, [](std::string_view line) {
           return without_blanks(line).empty() ||
                  scan.read(line, TextCheck::Whole, parser, no_fields);
         });
}

}  // namespace

TEST_CASE("lines are sound where a walk passes each", "[predicate][lines]") {
  TextLines together;
  if (!together.can_read()) return;
  std::mt19937 random(11);
  std::size_t plain = 0;
  for (unsigned i = 0; i < 20'000; ++i) {
    const std::string lines = some_lines(random, i % 4);
    if (lines.empty() || !together.read(lines)) continue;
    CAPTURE(lines);
    CHECK(together.count() == split(lines).size());
    if (lines.find('\\') != std::string::npos) continue;
    CHECK(together.are_sound() == are_plain_objects(lines));
    plain += together.are_sound() ? 1U : 0U;
  }
  CHECK(plain > 500);
}
#endif
