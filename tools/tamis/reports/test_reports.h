// Reports of suites, each in the form that some other program reads.
#pragma once

#include <span>
#include <string>

#include "tools/tamis/support/style.h"
#include "tools/tamis/support/suite.h"

namespace tamis::cli {

std::string human_test_report(std::span<const SuiteOutcome> outcomes, const Style& style,
                              std::size_t width);
std::string json_test_report(std::span<const SuiteOutcome> outcomes);
std::string junit_test_report(std::span<const SuiteOutcome> outcomes);
std::string tap_test_report(std::span<const SuiteOutcome> outcomes);

// "should match, but does not"
std::string expectation(const CaseOutcome& outcome);
// "never true", "never false", "never asked"
std::string shortfall(const Clause& clause);

}  // namespace tamis::cli
