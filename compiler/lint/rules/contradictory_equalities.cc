#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_contradictory_equalities(const FieldTests& field, LintContext& context) {
  const Conflict conflict = conflict_of(field, context);
  if (conflict.kind != Conflict::Kind::Equalities) return;
  const MatchNode &early = *conflict.tests.front(), &late = *conflict.tests.back();
  const std::string first = test_words(context, early), second = test_words(context, late);
  context
      .report(late.span,
              fmt::format("{} cannot be {} and {} at once", subject(early), first, second), second)
      .label(early.span, first)
      .help("to select either, put both values into one `$in`");
}

}  // namespace

constinit const Rule kContradictoryEqualities{
    .info =
        {.code = "L005",
         .name = "contradictory-equalities",
         .since = "0.1",
         .summary = "one field is to equal two values at once",
         .why =
             R"(A single value cannot be both, so nothing matches. Most often `$or` was meant, or one `$in` with both
values.

A field that may hold an array is left alone: `["FI", "SE"]` equals both, each with an element.)",
         .bad = R"({"$and": [{"country": "FI"}, {"country": "SE"}]})",
         .good = R"({"country": {"$in": ["FI", "SE"]}})",
         .topic = LintTopic::NeverOrAlways},
    .field = check_contradictory_equalities};

}  // namespace tamis::linting
