// Conflicts and implications among the tests of one field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

Conflict conflict_of(const FieldTests& field, LintContext& context);

// None where the tests contradict each other. Each weaker test once.
const std::vector<Implication>& implications_of(const FieldTests& field, LintContext& context);

// Reports the weaker tests of that kind, to be left out; `words` makes the message.
void report_implied(const FieldTests& field, Implication::Kind kind, std::string_view label,
                    std::string (*words)(const LintContext&, const Implication&),
                    LintContext& context);
// "`$ne: \"SE\"` excludes nothing beside `\"FI\"`": words for report_implied().
std::string excludes_nothing(const LintContext& context, const Implication& found);

// Whether a test of the conjunction can never hold, or always does, by itself: what that makes of
// the whole is said there.
bool has_idle_test(const MatchNode& conjunction, LintContext& context);

bool is_lower_bound(const MatchNode& test);
bool is_upper_bound(const MatchNode& test);
// "over `40`", "`\"FI\"`", "one of `1, 2`": a test as part of a sentence.
std::string test_words(const LintContext& context, const MatchNode& test);

}  // namespace tamis::linting
