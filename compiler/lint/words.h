// Words that several rules use in their messages.
#pragma once

#include <string>
#include <string_view>

#include "compiler/lint/context.h"

namespace tamis::linting {

// Text of the user in backticks, shortened when long.
std::string backticked(std::string_view text);
// The same for what stands at `span`.
std::string shown(const LintContext& context, SourceSpan span);
// What a test is about: "`orders.qty`", or "an element" for a test of an element itself.
std::string subject(const MatchNode& node);
// "over `40`", "at most `2024-01-01`": an order comparison as people say it.
std::string bound_words(const LintContext& context, const MatchNode& bound);

// Whether an object below `value`, itself included, has a key that begins with `$` (those of a
// DBRef aside).
bool holds_operator_key(const Value& value);
// Whether an object below `value`, itself included, has a key with a dot.
bool holds_dotted_key(const Value& value);
// Whether `value` is an object all of whose keys are operators' names without the `$`.
bool has_keys_without_dollar(const Value& value);

}  // namespace tamis::linting
