// The grammar itself: no rule can loop without progress, and the corpus below reaches every rule.
#include "grammar/rules.h"

#include <string>
#include <string_view>
#include <tao/pegtl/contrib/analyze.hpp>
#include <tao/pegtl/contrib/coverage.hpp>
#include <vector>

#include "grammar/messages.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

namespace pegtl = tao::pegtl;

constexpr std::string_view kCorpus[] = {
    R"({ "a": [1, -2.5e+3, 0, true, false, null], "b\u00e9\n": {} })",
    "\uFEFF\u00A0// c\n{a: /* c */ 'x\\x41\\u{41}\\0\\v', 1: 2, b: 1.5,}",
    "{a: 'x\t\\\ny', \u00e9t\u00e9: .5, b: [0x1F, -Infinity, 1.,]}",
    R"([/a[b\]/]\/c/gi, f(1, g.h()), new Date(1), new Date, MinKey, (1)])",
    "{a 1 b: 2; c = 3, d: , e.f: 1, , “x”: ‘y’, \"q\" 1 'r\\n' : 2};",
    "{a: ['x' 1; 2 {b: 1}, , 3], b：1，c: 2}",
    R"({a: "x\q"})",
    // One text for each rule that must match where it is tried.
    "{a: ",
    "{a: 1, ?",
    "{a ?",
    "{a: 1 ?",
    "[1 ?",
    "f(1 ?",
    "(1 ?",
    "1 ?",
    "new ?",
    "01",
    "/* c",
    "\"a",
    "'a",
    "“a",
    "‘a",
    "/a",
    "/[a",
    "function () {}",
};

pegtl::coverage_result cover_corpus() {
  pegtl::coverage_result result;
  for (const std::string_view text : kCorpus) {
    pegtl::memory_input<pegtl::tracking_mode::lazy> in(text.data(), text.data() + text.size(), "");
    try {
      pegtl::coverage<rules::text>(in, result);
    } catch (const pegtl::parse_error&) {
    }
  }
  return result;
}

bool is_named(std::string_view rule) {
  return rule.starts_with("tamis::rules::") && rule.find('<') == std::string_view::npos;
}

TEST_CASE("no rule loops without progress", "[grammar][rules]") {
  CHECK(pegtl::analyze<rules::text>() == 0);
}

TEST_CASE("the corpus reaches every rule", "[grammar][rules]") {
  const auto result = cover_corpus();
  std::vector<std::string> never_matched;
  int named = 0;
  for (const auto& [rule, info] : result) {
    if (!is_named(rule)) continue;
    ++named;
    if (info.success == 0) never_matched.emplace_back(rule);
  }
  CHECK(named > 80);
  // These two are there to be refused.
  CHECK(never_matched ==
        std::vector<std::string>{"tamis::rules::function", "tamis::rules::function_code"});
}

TEST_CASE("the corpus fails at every rule that must match", "[grammar][rules]") {
  std::vector<std::string> never_raised;
  int must_match = 0;
  for (const auto& [rule, info] : cover_corpus()) {
    if (!rule.starts_with("tao::pegtl::must<")) continue;
    ++must_match;
    if (info.failure + info.unwind == 0) never_raised.emplace_back(rule);
  }
  CHECK(must_match >= 18);
  CHECK(never_raised.empty());
}

}  // namespace
}  // namespace tamis
