#include <fmt/format.h>

#include "tools/tamis/reports/test_reports.h"
#include "tools/tamis/support/explain_tree.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

constexpr std::size_t kClauseColumns = 50;

void add_cases(std::string& out, const SuiteOutcome& outcome, const Style& style,
               std::size_t width) {
  for (const CaseOutcome& done : outcome.cases) {
    const std::string name = printable(done.tested->name);
    if (done.passed()) {
      out += fmt::format("  {} {}\n", style.yes(), name);
      continue;
    }
    out += fmt::format("  {} {}: {}\n", style.no(), style.bold(name), expectation(done));
    out += explain_tree(done.explanation, outcome.suite->condition.source(), style, width, 6);
  }
}

void add_coverage(std::string& out, const SuiteOutcome& outcome, const Style& style) {
  const std::size_t all = outcome.clauses.size();
  const std::size_t covered = all - outcome.uncovered();
  const Source& source = outcome.suite->condition.source();
  out += fmt::format("  {} {} of {} {} both true and false\n", style.dim("coverage:"), covered,
                     plural(all, "clause"), covered == 1 ? "was" : "were");
  for (const Clause& clause : outcome.clauses) {
    if (clause.covered()) continue;
    const LineColumn at = source.position(clause.span.begin);
    out += fmt::format("    {}  {}  {}\n", style.yellow(fmt::format("{:<11}", shortfall(clause))),
                       clause_text(source, clause.span, kClauseColumns, style),
                       style.dim(fmt::format("{}:{}", at.line, at.column)));
  }
}

}  // namespace

std::string expectation(const CaseOutcome& outcome) {
  return outcome.tested->matches ? "should match, but does not" : "should not match, but does";
}

std::string shortfall(const Clause& clause) {
  if (clause.times_true == 0 && clause.times_false == 0) return "never asked";
  return clause.times_true == 0 ? "never true" : "never false";
}

std::string human_test_report(std::span<const SuiteOutcome> outcomes, const Style& style,
                              std::size_t width) {
  std::string out;
  std::size_t cases = 0;
  std::size_t failed = 0;
  for (const SuiteOutcome& outcome : outcomes) {
    out += style.bold(printable(outcome.suite->file)) + "\n";
    add_cases(out, outcome, style, width);
    add_coverage(out, outcome, style);
    out += "\n";
    cases += outcome.cases.size();
    failed += outcome.failed();
  }
  if (failed == 0)
    out += fmt::format("{} {} passed\n", style.yes(), plural(cases, "case"));
  else
    out += fmt::format("{} {} of {} failed\n", style.no(), style.bold(std::to_string(failed)),
                       plural(cases, "case"));
  return out;
}

}  // namespace tamis::cli
