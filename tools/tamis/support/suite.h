// Suites: a condition with the documents that it should and should not match.
//
//   {
//     "condition": {"country": "FI"},         or its text, or the name of a file beside this one
//     "schema": "contact.schema.json",        optional; or the schema itself
//     "now": "2026-01-31T12:00:00Z",          optional: what relative dates count from
//     "documents": [
//       {"name": "a Finn", "document": {"country": "FI"}, "matches": true}
//     ]
//   }
#pragma once

#include <tamis/condition.h>
#include <tamis/explanation.h>
#include <tamis/predicate.h>
#include <tamis/value.h>

#include <optional>
#include <string>
#include <vector>

#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/language_flags.h"

namespace tamis::cli {

struct SuiteCase {
  std::string name;
  Value document;
  bool matches = false;
  std::uint32_t line = 0;                // of the suite file
  std::optional<std::int64_t> now = {};  // instead of the suite's
};

struct Suite {
  std::string file;
  Condition condition;
  Context context;
  std::vector<SuiteCase> cases;
};

// Shows all that is wrong with the suite, its condition and its schema, and then throws Failure.
// Codes: E081 an unknown key, E082 a value that a key cannot have, E083 a key that is missing, E103
// one that stands twice. The command line's flags hold where the suite says nothing.
Suite read_suite(Session& session, LanguageFlags& flags, const ClockFlags& clock,
                 const std::string& file);

struct CaseOutcome {
  const SuiteCase* tested = nullptr;
  bool matched = false;
  predicate::Explanation explanation;
  bool passed() const { return matched == tested->matches; }
};

// A test of the condition, and how often it was true and false.
struct Clause {
  SourceSpan span;
  std::size_t times_true = 0;
  std::size_t times_false = 0;
  bool covered() const { return times_true != 0 && times_false != 0; }
};

struct SuiteOutcome {
  const Suite* suite = nullptr;
  std::vector<CaseOutcome> cases;
  std::vector<Clause> clauses;  // in text order
  std::size_t failed() const;
  std::size_t uncovered() const;
};

SuiteOutcome run_suite(const Suite& suite);

}  // namespace tamis::cli
