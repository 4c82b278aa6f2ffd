// Comments that allow what a rule would report.
#include <tamis/compile.h>
#include <tamis/lint.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

struct Row {
  std::string_view why;
  std::string_view text;
  std::vector<std::string> codes;
};

std::vector<std::string> found(std::string_view text, const LintOptions& options = {}) {
  const Condition condition = compile(Source("row", std::string(text))).value();
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : lint(condition, options)) codes.push_back(diagnostic.code);
  return codes;
}

TEST_CASE("comments that allow", "[lint]") {
  const Row kRows[] = {
      {"after the test", "{a: {$in: [1, 1, 2]}} // tamis: allow L027", {}},
      {"by name, in a block", "{a: {$in: [1, 1, 2]}} /* tamis: allow duplicate-list-value */", {}},
      {"by topic", "{a: {$in: [1, 1, 2]}} // tamis: allow redundant", {}},
      {"several names", "{$and: [{a: {$in: [1, 1, 2]}}]} // tamis: allow L026, L027", {}},
      {"alone on the line before", "{\n  // tamis: allow L027\n  a: {$in: [1, 1, 2]}\n}", {}},
      {"more comments between",
       "{\n  // tamis: allow L027\n  // on purpose\n\n  a: {$in: [1, 1, 2]}\n}",
       {}},
      {"with a reason", "{a: {$in: [1, 1, 2]}} // tamis: allow L027 -- L026 and why", {}},
      {"another rule", "{a: {$in: [1, 1, 2]}} // tamis: allow L026", {"L027", "L099"}},
      {"another line", "{ // tamis: allow L027\n  b: 1,\n  a: {$in: [1, 1, 2]}}", {"L099", "L027"}},
      {"a name that is no rule's", "{a: 1} // tamis: allow L998", {"L099"}},
      {"a name that is in a string", R"({a: "// tamis: allow L027"})", {}},
      {"another word", "{a: 1} // tamis: allows much", {}},
      {"an ordinary comment", "{a: 1} // tamis is a sieve", {}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      CAPTURE(row.text);
      CHECK(found(row.text) == row.codes);
    }
}

TEST_CASE("a rule that is off needs no permission, and its comment no removal", "[lint]") {
  const std::string_view text = "{a: {$in: [1, 2]}} // tamis: allow L027";
  CHECK(found(text) == std::vector<std::string>{"L099"});
  CHECK(found(text, {.levels = {{"L027", LintLevel::Off}}}).empty());
  CHECK(found(text, {.levels = {{"L099", LintLevel::Off}}}).empty());
}

}  // namespace
}  // namespace tamis
