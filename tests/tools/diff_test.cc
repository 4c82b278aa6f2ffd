#include "tools/tamis/support/diff.h"

#include "tests/support/catch.h"

namespace tamis::cli {
namespace {

TEST_CASE("unified_diff", "[diff]") {
  struct Row {
    std::string_view why;
    std::string_view before;
    std::string_view after;
    std::string_view diff;
  };
  constexpr Row kRows[] = {
      {"the same", "a\n", "a\n", ""},
      {"a line changed", "a\nb\nc\n", "a\nB\nc\n",
       "--- x\n+++ x\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
      {"far lines are left out", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n",
       "--- x\n+++ x\n@@ -3,4 +3,4 @@\n 3\n 4\n 5\n-6\n+six\n"},
      {"two places far apart", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "one\n2\n3\n4\n5\n6\n7\n8\nnine\n",
       "--- x\n+++ x\n@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n"
       "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+nine\n"},
      {"a line added", "a\n", "a\nb\n", "--- x\n+++ x\n@@ -1 +1,2 @@\n a\n+b\n"},
      {"all lines added", "", "a\n", "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n"},
      {"no line break at the end", "a", "b",
       "--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
       "+b\n\\ No newline at end of file\n"},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CHECK(unified_diff("x", row.before, row.after, {}) == row.diff);
    }
}

}  // namespace
}  // namespace tamis::cli
