// A stream gives each document once, in order, whatever the pieces and the threads.
#include <tamis/stream.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <tamis/compile.h>

#include "backends/predicate/program.h"
#include "tests/support/catch.h"

using namespace tamis;
using namespace tamis::predicate;

namespace {

Program program_for(std::string_view condition) {
  return predicate::compile(*tamis::compile(Source("condition", std::string(condition))));
}

// "3:+" for a match in line 3, "4:-" for none, "5:E040" for what is malformed.
struct Heard {
  std::vector<std::string> documents;
  std::size_t most = 1'000'000;

  Stream::Use use() {
    return [this](const StreamDocument& document, const Verdict& verdict) {
      const std::string what = !verdict.ok()       ? verdict.errors().front().code
                               : verdict.matched() ? "+"
                                                   : "-";
      documents.push_back(std::to_string(document.line) + ":" + what);
      return documents.size() < most;
    };
  }
};

const char* const kLines =
    "{\"a\": 1}\n"
    "\n"
    "  {\"a\": 2, \"b\": \"\\n\"} \r\n"
    "{\"a\": tru}\n"
    "{\"a\": 1, \"b\": [1e5]}";
const std::vector<std::string> kHeard = {"1:+", "3:-", "4:E040", "5:+"};

}  // namespace

TEST_CASE("lines come out the same however they are cut", "[predicate][stream]") {
  const std::string text = kLines;
  for (const unsigned threads : {1U, 2U, 5U})
    for (std::size_t size = 1; size <= text.size(); ++size) {
      CAPTURE(threads, size);
      Heard heard;
      Stream stream(program_for("{a: 1}"), heard.use(), {.threads = threads});
      for (std::size_t at = 0; at < text.size(); at += size)
        CHECK(stream.feed(std::string_view(text).substr(at, size)));
      CHECK(stream.finish());
      CHECK(heard.documents == kHeard);
    }
}

TEST_CASE("threads keep the order", "[predicate][stream]") {
  std::string text;
  std::vector<std::string> wanted;
  for (int i = 1; i <= 20'000; ++i) {
    text += R"({"a":)" + std::to_string(i % 7) + R"(,"filler":")" +
            std::string(static_cast<std::size_t>(i % 300), 'x') + "\"}\n";
    wanted.push_back(std::to_string(i) + (i % 7 == 3 ? ":+" : ":-"));
  }
  for (const unsigned threads : {1U, 2U, 4U}) {
    CAPTURE(threads);
    Heard heard;
    Stream stream(program_for("{a: 3}"), heard.use(), {.threads = threads});
    CHECK(stream.feed(text));
    CHECK(stream.finish());
    CHECK(heard.documents == wanted);
  }
}

TEST_CASE("a stream ends when it is told to", "[predicate][stream]") {
  for (const unsigned threads : {1U, 3U}) {
    CAPTURE(threads);
    Heard heard;
    heard.most = 2;
    Stream stream(program_for("{a: 1}"), heard.use(), {.threads = threads});
    stream.feed(kLines);
    CHECK_FALSE(stream.finish());
    CHECK_FALSE(stream.feed("{}\n"));
    CHECK_FALSE(stream.push({"{}", false, 9, 9}));
    CHECK(heard.documents == std::vector<std::string>{"1:+", "3:-"});
  }
}

TEST_CASE("what the use throws comes out of the stream", "[predicate][stream]") {
  for (const unsigned threads : {1U, 3U}) {
    Stream stream(program_for("{a: 1}"),
                  [](const auto&, const auto&) -> bool { throw std::runtime_error("full"); },
                  {.threads = threads});
    CHECK_THROWS_AS(stream.feed("{}\n") && stream.finish(), std::runtime_error);
    CHECK_FALSE(stream.finish());
  }
}

TEST_CASE("a stream with threads may end with documents on their way", "[predicate][stream]") {
  std::size_t heard = 0;
  {
    Stream stream(program_for("{a: 1}"), [&](const auto&, const auto&) { return ++heard != 0; },
                  {.threads = 3});
    for (int i = 0; i < 100'000; ++i) CHECK(stream.feed("{\"a\": 1}\n"));
  }
  CHECK(heard < 100'000);
}

TEST_CASE("malformed lines are found by threads, each in its place", "[predicate][stream]") {
  std::string text;
  std::vector<std::string> wanted;
  for (int i = 1; i <= 20'000; ++i) {
    const bool bad = i % 997 == 0;
    text += bad ? "{\"a\": 1, \"b\": [1, 2}\n" : "{\"a\": 1, \"b\": [1, 2]}\n";
    wanted.push_back(std::to_string(i) + ":+");
    if (bad) wanted.back() = std::to_string(i) + ":bad";
  }
  for (const unsigned threads : {1U, 4U}) {
    std::vector<std::string> heard;
    Stream stream(program_for("{a: 1}"),
                  [&](const StreamDocument& document, const Verdict& verdict) {
                    heard.push_back(std::to_string(document.line) + (verdict.ok() ? ":+" : ":bad"));
                    return true;
                  },
                  {.threads = threads});
    CHECK(stream.feed(text));
    CHECK(stream.finish());
    CHECK(heard == wanted);
  }
}

TEST_CASE("a line that is too long is malformed, and the next is read", "[predicate][stream]") {
  Heard heard;
  Stream stream(program_for("{a: 1}"), heard.use());
  const std::string piece(std::size_t{8} << 20U, ' ');
  for (int i = 0; i < 9; ++i) CHECK(stream.feed(piece));
  CHECK(stream.feed("\n{\"a\": 1}\n"));
  CHECK(stream.finish());
  CHECK(heard.documents == std::vector<std::string>{"1:X001", "2:+"});
}

TEST_CASE("a pattern that is met as a value is a candidate", "[predicate][stream]") {
  for (const char* const pattern : {"^Mac", "^Ma(?:cc)a", R"(^M\\x61cc)"}) {
    CAPTURE(pattern);
    const std::string written =
        std::string(R"({"$regularExpression":{"pattern":")") + pattern + R"(","options":""}})";
    Heard heard;
    Stream stream(program_for(std::string(R"({"a": {"$regex": ")") + pattern + R"("}})"),
                  heard.use(), {.check = TextCheck::Needed});
    CHECK(stream.feed("{\"a\":" + written + "}\n{\"a\":\"Maccabi\"}\n{\"a\":\"Max\"}\n"));
    CHECK(heard.documents == std::vector<std::string>{"1:+", "2:+", "3:-"});
  }
}

TEST_CASE("candidates are all that can match", "[predicate][stream]") {
  const char* const kText =
      "{\"a\":\"vip\"}\n"
      "{\"a\":\"pro\"}\n"
      "{\"a\":\"\\u0076ip\"}\n"
      "{\"a\":tru}\n"
      "{\"a\":\"vip\",\"b\":tru}\n";
  Heard all;
  Stream every(program_for(R"({"a": "vip"})"), all.use());
  CHECK(every.feed(kText));
  CHECK(all.documents == std::vector<std::string>{"1:+", "2:-", "3:+", "4:E040", "5:E040"});
  Heard some;
  Stream candidates(program_for(R"({"a": "vip"})"), some.use(), {.check = TextCheck::Needed});
  CHECK(candidates.feed(kText));
  CHECK(some.documents == std::vector<std::string>{"1:+", "2:-", "3:+", "4:-", "5:+"});
}
