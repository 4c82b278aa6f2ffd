#include <nlohmann/json.hpp>

#include "tools/tamis/reports/test_reports.h"
#include "tools/tamis/support/explain_tree.h"

namespace tamis::cli {
namespace {

using Json = nlohmann::ordered_json;

Json case_json(const CaseOutcome& done) {
  return Json{{"name", done.tested->name},        {"line", done.tested->line},
              {"expected", done.tested->matches}, {"matched", done.matched},
              {"passed", done.passed()},          {"why", reasons_in_words(done.explanation)}};
}

Json clause_json(const Clause& clause, const Source& source) {
  const LineColumn at = source.position(clause.span.begin);
  return Json{{"text", source.text(clause.span)},
              {"line", at.line},
              {"column", at.column},
              {"true", clause.times_true},
              {"false", clause.times_false},
              {"covered", clause.covered()}};
}

}  // namespace

std::string json_test_report(std::span<const SuiteOutcome> outcomes) {
  Json suites = Json::array();
  std::size_t cases = 0;
  std::size_t failed = 0;
  for (const SuiteOutcome& outcome : outcomes) {
    Json tests = Json::array();
    for (const CaseOutcome& done : outcome.cases) tests.push_back(case_json(done));
    Json clauses = Json::array();
    for (const Clause& clause : outcome.clauses)
      clauses.push_back(clause_json(clause, outcome.suite->condition.source()));
    suites.push_back(
        Json{{"file", outcome.suite->file},
             {"cases", std::move(tests)},
             {"coverage", Json{{"clauses", outcome.clauses.size()},
                               {"covered", outcome.clauses.size() - outcome.uncovered()},
                               {"of", std::move(clauses)}}}});
    cases += outcome.cases.size();
    failed += outcome.failed();
  }
  const Json report{{"suites", std::move(suites)}, {"passed", cases - failed}, {"failed", failed}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tamis::cli
