// Taking a test, or a branch, out of a condition.
#pragma once

#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

// No edits where the text does not allow it: other spellings than MongoDB's, a comment that would
// go along, nothing that would be left.
std::vector<Edit> removal_of_test(const MatchNode& test, LintContext& context);

// Of an element of `$or`, `$and` or `$nor`.
std::vector<Edit> removal_of_element(const MatchNode& branch, LintContext& context);

// "leave it out": a safe fix, or words alone where there are no edits.
void offer_removal(Reporter::Entry entry, std::vector<Edit> changes);

}  // namespace tamis::linting
