#include "tools/tamis/support/style.h"

#include "tests/support/catch.h"

namespace tamis::cli {
namespace {

TEST_CASE("printable", "[style]") {
  struct Row {
    std::string_view why;
    std::string_view text;
    std::string_view shown;
  };
  constexpr Row kRows[] = {
      {"letters stay", "añ日🙂", "añ日🙂"},
      {"an escape byte is shown", "\x1b[31m", "\\u001b[31m"},
      {"a line break is shown", "a\nb", "a\\u000ab"},
      {"a C1 control is shown", "\xc2\x9b", "\\u009b"},
      {"what turns text round is shown", "\xe2\x80\xae", "\\u202e"},
      {"a byte that is no UTF-8 is shown", "\xff", "\\xff"},
      {"a character that is cut off is shown", "a\xe2\x82", "a\\xe2\\x82"},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CHECK(printable(row.text) == row.shown);
    }
  CHECK(printable("abcdef", 3) == "abc...");
  CHECK(printable("abc", 3) == "abc");
}

TEST_CASE("columns", "[style]") {
  CHECK(columns("abc") == 3);
  CHECK(columns("日本") == 4);
  CHECK(columns("e\xcc\x81") == 1);
}

TEST_CASE("wrapped", "[style]") {
  CHECK(wrapped("one two three", 8, 2) == "one two\n  three");
  CHECK(wrapped("a-word-too-long-for-it b", 8, 1) == "a-word-too-long-for-it\n b");
  CHECK(wrapped("one\ntwo", 20, 2) == "one\n  two");
  CHECK(wrapped("", 8, 2).empty());
}

}  // namespace
}  // namespace tamis::cli
