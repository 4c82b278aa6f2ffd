// Every limit of the parser, at the limit and one past it.
#include <tamis/syntax_tree.h>

#include <string>

#include "tests/support/catch.h"

namespace tamis {
namespace {

std::string nested(const char* open, const char* close, std::uint32_t depth) {
  std::string text;
  for (std::uint32_t i = 0; i < depth; ++i) text += open;
  text += '1';
  for (std::uint32_t i = 0; i < depth; ++i) text += close;
  return text;
}

std::string refusal(const std::string& text, const Limits& limits) {
  const auto parsed = parse_syntax(Source("test", text), limits);
  return parsed.ok() ? "none" : parsed.diagnostics().front().code;
}

struct Brackets {
  const char* why;
  const char* open;
  const char* close;
};

constexpr Brackets kBrackets[] = {
    {"arrays", "[", "]"},      {"objects", "{a: ", "}"}, {"calls", "f(", ")"},
    {"parentheses", "(", ")"}, {"new", "new A.b(", ")"}, {"a mixture", "[{'a': f((", "))}]"},
};

TEST_CASE("nesting", "[grammar][limits]") {
  for (const Brackets& row : kBrackets) DYNAMIC_SECTION(row.why) {
      const auto brackets =
          static_cast<std::uint32_t>(std::string_view(row.why) == "a mixture" ? 4 : 1);
      for (const std::uint32_t limit : {4U, Limits::kNesting}) {
        Limits limits;
        limits.nesting = limit;
        CHECK(refusal(nested(row.open, row.close, limit / brackets), limits) == "none");
        CHECK(refusal(nested(row.open, row.close, limit / brackets + 1), limits) == "X002");
      }
    }
}

TEST_CASE("closed brackets do not count as nesting", "[grammar][limits]") {
  Limits limits;
  limits.nesting = 2;
  CHECK(refusal("[[], {}, f(), (1), [], {}, f(), (1)]", limits) == "none");
}

TEST_CASE("values", "[grammar][limits]") {
  Limits limits;
  limits.nodes = 5;
  CHECK(refusal("{a: [1, 2], b: 3}", limits) == "none");
  CHECK(refusal("{a: [1, 2], b: {}, c: 3}", limits) == "X003");
  limits.nodes = 1;
  CHECK(refusal("'x'", limits) == "none");
  limits.nodes = 0;
  CHECK(refusal("'x'", limits) == "X003");
}

TEST_CASE("bytes", "[grammar][limits]") {
  Limits limits;
  limits.text_bytes = 6;
  CHECK(refusal("{a: 1}", limits) == "none");
  CHECK(refusal("{a: 12}", limits) == "X001");
}

TEST_CASE("a text of ten million brackets is refused", "[grammar][limits]") {
  for (const char* bracket : {"[", "(", "{a:", "f("}) {
    CAPTURE(bracket);
    std::string text;
    while (text.size() < 10'000'000) text += bracket;
    CHECK(refusal(text, {}) == "X002");
  }
}

TEST_CASE("long tokens need no stack", "[grammar][limits]") {
  const std::string many(1'000'000, 'a');
  CHECK(refusal('"' + many + '"', {}) == "none");
  CHECK(refusal("'\\n" + many + "'", {}) == "none");
  CHECK(refusal("/" + many + "/", {}) == "none");
  CHECK(refusal(many, {}) == "none");
  CHECK(refusal("/*" + many + "*/ 1", {}) == "none");
  CHECK(refusal(std::string(1'000'000, '1'), {}) == "none");
  CHECK(refusal(std::string(1'000'000, ' ') + "1", {}) == "none");
}

}  // namespace
}  // namespace tamis
