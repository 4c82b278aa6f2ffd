#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_contradictory_bounds(const FieldTests& field, LintContext& context) {
  const Conflict conflict = conflict_of(field, context);
  if (conflict.kind != Conflict::Kind::Bounds) return;
  const MatchNode &early = *conflict.tests.front(), &late = *conflict.tests.back();
  const std::string first = test_words(context, early), second = test_words(context, late);
  context
      .report(late.span,
              fmt::format("{} cannot be {} and {} at once", subject(early), first, second), second)
      .label(early.span, first);
}

}  // namespace

constinit const Rule kContradictoryBounds{
    .info =
        {.code = "L012",
         .name = "contradictory-bounds",
         .since = "0.1",
         .summary = "the lower bound is above the upper one, so nothing matches",
         .why =
             R"(A single value cannot be over 40 and under 18: the segment stays empty. Most often the
two bounds were swapped, or two conditions were merged that each make sense alone.

Only fields that the schema keeps clear of arrays are looked at, since `[50, 10]` meets both bounds,
each with its own element.)",
         .bad = R"({"age": {"$gt": 40, "$lt": 18}})",
         .good = R"({"age": {"$gt": 18, "$lt": 40}})",
         .topic = LintTopic::NeverOrAlways},
    .field = check_contradictory_bounds};

}  // namespace tamis::linting
