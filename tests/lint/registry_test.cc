// Every rule by its own examples.
#include <tamis/compile.h>
#include <tamis/lint.h>
#include <tamis/render.h>

#include <algorithm>
#include <regex>
#include <set>

#include "tests/support/catch.h"

namespace tamis {
namespace {

CompileOptions options_of(const RuleInfo& rule) {
  CompileOptions options;
  if (rule.kind == ExampleKind::ConditionWithSchema)
    options.schema = parse_schema(example_schema()).value();
  return options;
}

LintLevel level_in_own_right(const RuleInfo& rule) {
  return rule.severity == Severity::Note ? LintLevel::Note : LintLevel::Warning;
}

Diagnostics findings(const RuleInfo& rule, std::string_view text) {
  const Result<Condition> condition =
      compile(Source("example", std::string(text)), options_of(rule));
  CAPTURE(text);
  INFO(render(condition.diagnostics(), ReportFormat::Human));
  REQUIRE(condition.ok());
  LintOptions lint_options;
  if (!rule.by_default) lint_options.levels = {{std::string(rule.code), level_in_own_right(rule)}};
  return lint(*condition, lint_options);
}

std::vector<std::string> codes(const Diagnostics& diagnostics) {
  std::vector<std::string> all;
  for (const Diagnostic& diagnostic : diagnostics) all.push_back(diagnostic.code);
  return all;
}

TEST_CASE("a rule's bad example yields exactly it", "[lint]") {
  for (const RuleInfo& rule : lint_rules()) DYNAMIC_SECTION(rule.code << " " << rule.name) {
      const Diagnostics found = findings(rule, rule.bad);
      CHECK(codes(found) == std::vector{std::string(rule.code)});
      for (const Diagnostic& diagnostic : found) {
        CHECK(diagnostic.severity == rule.severity);
        CHECK(!diagnostic.message.empty());
        CHECK(diagnostic.span().size() > 0);
      }
    }
}

TEST_CASE("a rule's good example yields nothing", "[lint]") {
  for (const RuleInfo& rule : lint_rules()) DYNAMIC_SECTION(rule.code << " " << rule.name)
  CHECK(codes(findings(rule, rule.good)).empty());
}

TEST_CASE("a rule's fix turns its bad example into a clean one", "[lint]") {
  for (const RuleInfo& rule : lint_rules()) DYNAMIC_SECTION(rule.code << " " << rule.name) {
      const Diagnostics found = findings(rule, rule.bad);
      const bool fixable =
          std::ranges::any_of(found, [](const auto& d) { return !d.fixes.empty(); });
      CHECK(fixable == (rule.fix != FixAvailability::None));
      for (const Diagnostic& diagnostic : found)
        for (const Fix& fix : diagnostic.fixes) {
          const FixedText fixed = apply_fixes(rule.bad, {&fix});
          CAPTURE(fix.title, fixed.text);
          CHECK(fixed.applied == 1);
          CHECK(codes(findings(rule, fixed.text)).empty());
        }
    }
}

TEST_CASE("a safe fix keeps the meaning", "[lint]") {
  for (const RuleInfo& rule : lint_rules()) DYNAMIC_SECTION(rule.code << " " << rule.name) {
      const auto plan_of = [&](std::string_view text) {
        return compile(Source("example", std::string(text)), options_of(rule)).value();
      };
      for (const Diagnostic& diagnostic : findings(rule, rule.bad))
        for (const Fix& fix : diagnostic.fixes) {
          if (!fix.safe) continue;
          CAPTURE(fix.title);
          CHECK(plan_of(apply_fixes(rule.bad, {&fix}).text).english() ==
                plan_of(rule.good).english());
        }
    }
}

TEST_CASE("rules are sorted, named once, and say all that is needed", "[lint]") {
  static const std::regex kCode("L[0-9]{3}");
  static const std::regex kName("[a-z]+(-[a-z]+)*");
  std::set<std::string_view> names;
  std::string_view last;
  REQUIRE(lint_rules().size() >= 50);
  for (const RuleInfo& rule : lint_rules()) {
    CAPTURE(rule.code, rule.name);
    CHECK(last < rule.code);
    last = rule.code;
    CHECK(std::regex_match(std::string(rule.code), kCode));
    CHECK(std::regex_match(std::string(rule.name), kName));
    CHECK(names.insert(rule.name).second);
    CHECK(!rule.since.empty());
    CHECK(!rule.summary.ends_with("."));
    CHECK(rule.why.size() > 80);
    const CatalogEntry* entry = find_in_catalog(rule.code);
    REQUIRE(entry != nullptr);
    CHECK(entry->name == rule.name);
  }
}

TEST_CASE("levels name rules by code, prefix, name and topic", "[lint]") {
  const Condition condition =
      compile(Source("x", R"({"$and": [{"country": {"$in": ["FI", "FI", "SE"]}}]})")).value();
  struct Row {
    std::string_view why;
    std::vector<std::pair<std::string, LintLevel>> levels;
    std::vector<std::string> codes;
  };
  const Row kRows[] = {
      {"by default both", {}, {"L026", "L027"}},
      {"one off by its code", {{"L026", LintLevel::Off}}, {"L027"}},
      {"one off by its name", {{"duplicate-list-value", LintLevel::Off}}, {"L026"}},
      {"both off by their topic", {{"redundant", LintLevel::Off}}, {}},
      {"all off, one on again", {{"L", LintLevel::Off}, {"L027", LintLevel::Error}}, {"L027"}},
      {"the last level counts", {{"L027", LintLevel::Error}, {"L0", LintLevel::Off}}, {}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Diagnostics found = lint(condition, {.levels = row.levels});
      CHECK(codes(found) == row.codes);
      for (const auto& [name, level] : row.levels)
        if (level == LintLevel::Error && !found.empty())
          CHECK(found.front().severity == Severity::Error);
    }
}

}  // namespace
}  // namespace tamis
