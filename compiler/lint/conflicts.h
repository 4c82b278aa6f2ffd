// Conflicts and implications among the tests of one field.
#pragma once

#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

Conflict conflict_of(const FieldTests& field, LintContext& context);

// A test that another one implies, so that it says nothing more.
struct Implication {
  const MatchNode* stronger = nullptr;
  const MatchNode* weaker = nullptr;
};
// None where the tests contradict each other. Each weaker test once.
std::vector<Implication> implications_of(const FieldTests& field, LintContext& context);

bool is_lower_bound(const MatchNode& test);
bool is_upper_bound(const MatchNode& test);
// "over `40`", "`\"FI\"`", "one of `1, 2`": a test as part of a sentence.
std::string test_words(const LintContext& context, const MatchNode& test);

}  // namespace tamis::linting
