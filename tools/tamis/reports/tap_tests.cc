#include <fmt/format.h>

#include "tools/tamis/reports/test_reports.h"
#include "tools/tamis/support/explain_tree.h"

namespace tamis::cli {
namespace {

// A description may hold neither `#`, which begins a directive, nor a line break.
std::string description(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string yaml(std::string_view text) {
  std::string out = "'";
  for (const char c : printable(text)) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

}  // namespace

std::string tap_test_report(std::span<const SuiteOutcome> outcomes) {
  std::size_t number = 0;
  std::string body;
  for (const SuiteOutcome& outcome : outcomes)
    for (const CaseOutcome& done : outcome.cases) {
      body += fmt::format("{}ok {} - {}: {}\n", done.passed() ? "" : "not ", ++number,
                          description(outcome.suite->file), description(done.tested->name));
      if (done.passed()) continue;
      body += fmt::format("  ---\n  message: {}\n  why: {}\n  at: {}\n  ...\n",
                          yaml(expectation(done)), yaml(reasons_in_words(done.explanation)),
                          yaml(fmt::format("{}:{}", outcome.suite->file, done.tested->line)));
    }
  return fmt::format("TAP version 14\n1..{}\n{}", number, body);
}

}  // namespace tamis::cli
