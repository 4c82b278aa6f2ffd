#include <tamis/source.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  const char* why;
  const char* text;
  std::uint32_t offset;
  LineColumn position;
};

constexpr Row kRows[] = {
    {"the beginning", "ab\ncd", 0, {1, 1}},
    {"before a line break", "ab\ncd", 2, {1, 3}},
    {"after a line break", "ab\ncd", 3, {2, 1}},
    {"the end", "ab\ncd", 5, {2, 3}},
    {"past the end is the end", "ab\ncd", 99, {2, 3}},
    {"CR LF is one break", "ab\r\ncd", 4, {2, 1}},
    {"between CR and LF is still the line before", "ab\r\ncd", 3, {1, 4}},
    {"a lone CR is a break", "ab\rcd", 3, {2, 1}},
    {"a column is a code point", "é😀x", 6, {1, 3}},
    {"an empty text", "", 0, {1, 1}},
    {"a byte order mark is no column",
     "\xEF\xBB\xBF"
     "ab",
     4,
     {1, 2}},
    {"a mark further on is",
     "a\xEF\xBB\xBF"
     "b",
     4,
     {1, 3}},
    {"within a byte order mark", "\xEF\xBB\xBF", 0, {1, 1}},
    {"after the last line break", "a\n", 2, {2, 1}},
};

TEST_CASE("positions", "[grammar][source]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CHECK(Source("test", row.text).position(row.offset) == row.position);
    }
}

TEST_CASE("lines", "[grammar][source]") {
  const Source source("test", "ab\ncd\r\n\rx");
  CHECK(source.line_count() == 4);
  CHECK(source.line(1) == "ab");
  CHECK(source.line(2) == "cd");
  CHECK(source.line(3).empty());
  CHECK(source.line(4) == "x");
  CHECK(source.line_begin(2) == 3);
  CHECK(source.line_begin(4) == 8);
  CHECK(source.line(0).empty());
  CHECK(source.line(5).empty());
}

TEST_CASE("a source is one text shared by its copies", "[grammar][source]") {
  const Source source("name", "text");
  const Source copy = source;
  CHECK(copy == source);
  CHECK(copy.text().data() == source.text().data());
  CHECK_FALSE(source == Source("name", "text"));
  CHECK(Source() == Source());
  CHECK(Source().text().empty());
  CHECK(source.text({1, 3}) == "ex");
  CHECK(source.text({3, 99}) == "t");
}

}  // namespace
}  // namespace tamis
