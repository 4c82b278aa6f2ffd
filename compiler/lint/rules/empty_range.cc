#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_empty_range(const FieldTests& field, LintContext& context) {
  const Conflict conflict = conflict_of(field, context);
  if (conflict.kind != Conflict::Kind::Gap) return;
  const MatchNode &early = *conflict.tests.front(), &late = *conflict.tests.back();
  const std::string first = test_words(context, early), second = test_words(context, late);
  context
      .report(late.span, fmt::format("{} has no value {} and {}", subject(early), first, second),
              second)
      .label(early.span, first)
      .note(fmt::format("{} holds {}", subject(early), context.facts(early).types.describe()));
}

}  // namespace

constinit const Rule kEmptyRange{
    .info =
        {.code = "L011",
         .name = "empty-range",
         .since = "0.1",
         .summary = "a range with no value of the field's type in it",
         .why =
             R"(The bounds are in order, but the field holds whole numbers, or the values of a short list, and none lies
between them: over 5 and under 6 there is no whole number. One of the bounds was to include its value.)",
         .bad = R"({"age": {"$gt": 5, "$lt": 6}})",
         .good = R"({"age": {"$gte": 5, "$lt": 6}})",
         .topic = LintTopic::NeverOrAlways},
    .field = check_empty_range};

}  // namespace tamis::linting
