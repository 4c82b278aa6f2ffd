#include <fmt/format.h>

#include "tools/tamis/reports/test_reports.h"
#include "tools/tamis/reports/xml.h"
#include "tools/tamis/support/explain_tree.h"

namespace tamis::cli {
namespace {

void add_case(std::string& out, const SuiteOutcome& outcome, const CaseOutcome& done) {
  out += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                     xml(outcome.suite->file), xml(done.tested->name), xml(outcome.suite->file),
                     done.tested->line);
  if (done.passed()) {
    out += "/>\n";
    return;
  }
  std::string lines;
  const std::string tree =
      explain_tree(done.explanation, outcome.suite->condition.source(), Style{}, 100);
  for (std::string_view rest = tree; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    lines += xml(rest.substr(0, end)) + "\n";
    rest.remove_prefix(end + 1);
  }
  out += fmt::format(
      ">\n      <failure message=\"{}\" type=\"verdict\">{}</failure>\n"
      "    </testcase>\n",
      xml(expectation(done)), lines);
}

}  // namespace

std::string junit_test_report(std::span<const SuiteOutcome> outcomes) {
  std::size_t cases = 0;
  std::size_t failed = 0;
  std::string body;
  for (const SuiteOutcome& outcome : outcomes) {
    cases += outcome.cases.size();
    failed += outcome.failed();
    body += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                        xml(outcome.suite->file), outcome.cases.size(), outcome.failed());
    for (const CaseOutcome& done : outcome.cases) add_case(body, outcome, done);
    body += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}</testsuites>\n",
      cases, failed, body);
}

}  // namespace tamis::cli
