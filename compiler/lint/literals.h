// Literals as they are written: the value alone does not tell `"2024-01-31"` from midnight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/context.h"

namespace tamis::linting {

// The literals of a test: its list, or its one operand.
std::vector<const Operand*> operands(const MatchNode& node);

// The syntax of a literal; null where a builder or a spelling made it.
const SyntaxNode* written(LintContext& context, const Operand& operand);

// The string that a date is written as: itself, or inside `ISODate(...)` or `{"$date": ...}`.
//   bare  the string itself, which the schema made a date
struct DateText {
  const SyntaxNode* node;
  bool bare;
};
std::optional<DateText> date_text(LintContext& context, const Operand& operand);

// The day after, as text, of a date without a time; nullopt for any other text.
std::optional<std::string> day_after(std::string_view date);

// The literal as written, with `text` in the place of the string that is its date.
std::string with_date(const LintContext& context, const Operand& operand, const DateText& date,
                      std::string_view text);

// The edit that writes another operator; nullopt for an implicit equality.
std::optional<Edit> rename_operator(LintContext& context, const MatchNode& node,
                                    std::string_view name);

// The edit that puts `text` in the place of the whole test `"$op": literal`; nullopt where the
// test has no key of its own.
std::optional<Edit> replace_test(LintContext& context, const MatchNode& node, std::string_view name,
                                 std::string_view literal);

// Whether tests of an element or a field of that kind name an id: `id`, `_id`, `user_id`, `userId`.
bool names_id(const MatchNode& node);

}  // namespace tamis::linting
