#include "tools/tamis/support/glob.h"

#include "tests/support/catch.h"

namespace tamis::cli {
namespace {

struct Row {
  std::string_view why;
  std::string_view pattern;
  std::string_view path;
  bool matches;
};

TEST_CASE("glob_matches", "[glob]") {
  constexpr Row kRows[] = {
      {"a star stays in its part", "a/*.cond", "a/b.cond", true},
      {"and does not cross a slash", "a/*.cond", "a/b/c.cond", false},
      {"a pattern without a slash is about the name", "*.cond", "a/b/c.cond", true},
      {"two stars are any number of parts", "a/**/c.cond", "a/b/b/c.cond", true},
      {"none among them", "a/**/c.cond", "a/c.cond", true},
      {"at the end they are everything below", "a/**", "a/b/c.cond", true},
      {"at the beginning too", "**/c.cond", "c.cond", true},
      {"a question mark is one character", "a/?.cond", "a/b.cond", true},
      {"not none", "a/b?.cond", "a/b.cond", false},
      {"a set", "a/[a-c].cond", "a/b.cond", true},
      {"an inverted set", "a/[!a-c].cond", "a/b.cond", false},
      {"a bracket that is not closed is itself", "a/[b.cond", "a/[b.cond", true},
      {"several stars give back what they took", "a/*b*b.cond", "a/xbxbxb.cond", true},
      {"a leading ./ means nothing", "./a/*.cond", "a/b.cond", true},
      {"another folder", "a/*.cond", "b/a/c.cond", false},
      {"the whole path must fit", "a/b", "a/b/c", false},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CHECK(glob_matches(row.pattern, row.path) == row.matches);
    }
}

TEST_CASE("a glob is not slow on long names", "[glob]") {
  CHECK_FALSE(glob_matches("a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

}  // namespace
}  // namespace tamis::cli
