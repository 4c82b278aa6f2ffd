// Suppressions: comments that allow what a rule would report.
//
//   {country: {$ne: "FI"}}  // tamis: allow negation-includes-missing
//
// After a test on its line, a comment is about that line; on a line of its own, about the next line
// that holds more than comments. It names rules as LintOptions::levels does, with commas between;
// what follows ` -- ` is the reason, for people.
#pragma once

#include <tamis/lint.h>

#include <optional>

#include "compiler/lint/context.h"

namespace tamis::linting {

// Takes the findings that a comment allows out of `found`. Where `unused` is set, each name in a
// comment that allowed nothing is a finding of that level, unless `options` turn its rules off.
void apply_suppressions(LintContext& context, const LintOptions& options,
                        std::optional<Severity> unused, Diagnostics& found);

// The level of a rule under `options`; nullopt if it is off.
std::optional<Severity> severity_of(const RuleInfo& rule, const LintOptions& options);

}  // namespace tamis::linting
