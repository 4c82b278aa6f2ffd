// A document is ruled out by its bytes if it lacks the rarest string that the condition needs.
#include <string>
#include <vector>

#include <tamis/compile.h>

#include "backends/predicate/program.h"
#include "backends/predicate/text/necessary.h"
#include "backends/predicate/text/prefilter.h"
#include "tests/support/catch.h"

using namespace tamis;
using namespace tamis::predicate;

namespace {

Program program_for(std::string_view condition) {
  return predicate::compile(*tamis::compile(Source("condition", std::string(condition))));
}

// How many of so many documents of one text are ruled out.
std::size_t ruled_out(Prefilter& prefilter, std::size_t documents, std::string_view json) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < documents; ++i) count += prefilter.rules_out(json) ? 1U : 0U;
  return count;
}

constexpr const char* kBoth = R"({"a": "enterprise", "b": "FI"})";
constexpr const char* kFirst = R"({"a": "enterprise"})";
constexpr const char* kSecond = R"({"b": "FI"})";
constexpr const char* kNone = R"({"c": "x"})";
constexpr std::size_t kSample = 64;
constexpr std::size_t kPeriod = 4096;

}  // namespace

TEST_CASE("the strings that a condition needs", "[predicate][prefilter]") {
  struct Row {
    const char* why;
    const char* condition;
    std::vector<std::string> needs;
  };
  const Row rows[] = {
      {"equality", R"({"a": "vip"})", {R"("vip")"}},
      {"a conjunction, the longest first",
       R"({"a": "FI", "b.c": "enterprise", "d": "FI"})",
       {R"("enterprise")", R"("FI")"}},
      {"within an element", R"({"a": {"$elemMatch": {"id": "x7", "on": true}}})", {R"("x7")"}},
      {"a list of one", R"({"a": {"$in": ["vip"]}})", {R"("vip")"}},
      {"a list of two", R"({"a": {"$in": ["vip", "pro"]}})", {}},
      {"one of two", R"({"$or": [{"a": "vip"}, {"b": 1}]})", {}},
      {"a negation", R"({"a": {"$ne": "vip"}})", {}},
      {"a number", R"({"a": 1})", {}},
      {"what JSON writes with an escape", R"({"a": "a\"b"})", {}},
      {"a text that a pattern needs", R"({"a": {"$regex": "^Mac.*ton"}})", {"Mac"}},
      {"one that it spells with an escape", R"({"a": {"$regex": "@mail\\.io$"}})", {"@mail.io"}},
      {"none that it spells in another way", R"({"a": {"$regex": "^Ma(?:cc)a"}})", {}},
      {"none of small and capital letters", R"({"a": {"$regex": "mac", "$options": "i"}})", {}},
      {"none that JSON writes with an escape", R"({"a": {"$regex": "a\"b"}})", {}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(necessary_strings(program_for(row.condition).data().code) == row.needs);
    }
}

TEST_CASE("the string that the fewest of a sample have is sought", "[predicate][prefilter]") {
  Prefilter prefilter(program_for(kBoth).data().code);
  CHECK(ruled_out(prefilter, kSample / 2, kBoth) == 0);
  CHECK(ruled_out(prefilter, kSample / 2, kFirst) == kSample / 2);
  CHECK(ruled_out(prefilter, 10, kFirst) == 10);
  CHECK(ruled_out(prefilter, 10, kSecond) == 0);
  CHECK(ruled_out(prefilter, 10, kBoth) == 0);
}

TEST_CASE("no string is sought that most of a sample have", "[predicate][prefilter]") {
  Prefilter prefilter(program_for(kBoth).data().code);
  CHECK(ruled_out(prefilter, kSample, kBoth) == 0);
  CHECK(ruled_out(prefilter, kPeriod - kSample, kNone) == 0);
  CHECK(ruled_out(prefilter, kPeriod + 1, kNone) == kPeriod + 1);
}

TEST_CASE("a new sample tells what has become rare", "[predicate][prefilter]") {
  Prefilter prefilter(program_for(kBoth).data().code);
  CHECK(ruled_out(prefilter, kPeriod, kFirst) == kPeriod);
  CHECK(ruled_out(prefilter, kSample, kSecond) == kSample);
  CHECK(ruled_out(prefilter, 10, kSecond) == 10);
  CHECK(ruled_out(prefilter, 10, kFirst) == 0);
}

TEST_CASE("a document with a backslash is not ruled out", "[predicate][prefilter]") {
  Prefilter prefilter(program_for(kBoth).data().code);
  CHECK(ruled_out(prefilter, 2 * kSample, R"({"a": "\u0065nterprise"})") == 0);
}

TEST_CASE("without a necessary string nothing is ruled out", "[predicate][prefilter]") {
  Prefilter prefilter(program_for("{a: 1}").data().code);
  CHECK(ruled_out(prefilter, 2 * kSample, kNone) == 0);
}
