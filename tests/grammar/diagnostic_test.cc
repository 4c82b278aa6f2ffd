#include <tamis/diagnostic.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

Diagnostic at(std::uint32_t begin, std::uint32_t end, Severity severity, const char* message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.message = message;
  diagnostic.labels.push_back({{begin, end}, ""});
  return diagnostic;
}

TEST_CASE("diagnostics are sorted by place, then by severity", "[grammar][diagnostic]") {
  Diagnostics diagnostics = {
      at(5, 6, Severity::Error, "f"),   at(1, 2, Severity::Note, "d"),
      at(1, 2, Severity::Warning, "c"), at(1, 2, Severity::Error, "a"),
      at(1, 2, Severity::Error, "b"),   at(1, 3, Severity::Error, "e"),
  };
  sort_by_place(diagnostics);
  std::string order;
  for (const Diagnostic& diagnostic : diagnostics) order += diagnostic.message;
  CHECK(order == "abcdef");
}

TEST_CASE("only errors are errors", "[grammar][diagnostic]") {
  CHECK_FALSE(has_error({}));
  CHECK_FALSE(has_error({at(0, 1, Severity::Warning, ""), at(0, 1, Severity::Note, "")}));
  CHECK(has_error({at(0, 1, Severity::Warning, ""), at(0, 1, Severity::Error, "")}));
}

struct FixRow {
  const char* why;
  std::vector<std::vector<Edit>> fixes;
  const char* text;
  int applied;
  int skipped;
};

const FixRow kFixRows[] = {
    {"nothing to do", {}, "abcdef", 0, 0},
    {"an insertion", {{{{3, 3}, "X"}}}, "abcXdef", 1, 0},
    {"a replacement", {{{{1, 3}, "X"}}}, "aXdef", 1, 0},
    {"a deletion at the end", {{{{4, 6}, ""}}}, "abcd", 1, 0},
    {"in any order", {{{{4, 5}, "Y"}}, {{{0, 1}, "X"}}}, "XbcdYf", 2, 0},
    {"neighbours do not overlap", {{{{1, 2}, "X"}}, {{{2, 3}, "Y"}}}, "aXYdef", 2, 0},
    {"an overlapping one is left out", {{{{1, 3}, "X"}}, {{{2, 4}, "Y"}}}, "aXdef", 1, 1},
    {"a fix is made whole or not at all",
     {{{{1, 2}, "X"}}, {{{1, 2}, "Y"}, {{4, 5}, "Z"}}},
     "aXcdef",
     1,
     1},
    {"two insertions at one place", {{{{3, 3}, "X"}}, {{{3, 3}, "Y"}}}, "abcXdef", 1, 1},
    {"an insertion before a replacement", {{{{3, 4}, "Y"}}, {{{3, 3}, "X"}}}, "abcXYef", 2, 0},
    {"an insertion after a replacement", {{{{3, 3}, "X"}}, {{{1, 3}, "Y"}}}, "aYXdef", 2, 0},
    {"an insertion inside a replacement", {{{{1, 4}, "X"}}, {{{2, 2}, "Y"}}}, "aXef", 1, 1},
    {"outside the text", {{{{5, 9}, "X"}}}, "abcdef", 0, 1},
};

TEST_CASE("fixes are applied together", "[grammar][diagnostic]") {
  for (const FixRow& row : kFixRows) DYNAMIC_SECTION(row.why) {
      std::vector<Fix> fixes;
      for (const auto& edits : row.fixes) fixes.push_back({"", edits});
      std::vector<const Fix*> pointers;
      for (const Fix& fix : fixes) pointers.push_back(&fix);
      const FixedText fixed = apply_fixes("abcdef", pointers);
      CHECK(fixed.text == row.text);
      CHECK(fixed.applied == row.applied);
      CHECK(fixed.skipped == row.skipped);
    }
}

struct NearRow {
  const char* why;
  const char* word;
  const char* nearest;
};

constexpr NearRow kNearRows[] = {
    {"one letter too many", "countryy", "country"},
    {"one letter too few", "coutry", "country"},
    {"a letter replaced", "cauntry", "country"},
    {"neighbours swapped", "emial", "email"},
    {"only the case", "CREATEDAT", "createdAt"},
    {"the nearest wins", "stats", "status"},
    {"too far", "lifetime", nullptr},
    {"a short word has one edit", "xd", "id"},
    {"a short word has no more", "xy", nullptr},
    {"the whole word is no edit", "x", nullptr},
    {"nothing", "", nullptr},
};

TEST_CASE("the nearest known word", "[grammar][diagnostic]") {
  const std::vector<std::string_view> known = {"country", "email", "createdAt", "start",
                                               "status",  "id",    "n"};
  for (const NearRow& row : kNearRows) DYNAMIC_SECTION(row.why) {
      const auto found = nearest(row.word, known);
      REQUIRE(found.has_value() == (row.nearest != nullptr));
      if (found) CHECK(*found == row.nearest);
    }
}

}  // namespace
}  // namespace tamis
