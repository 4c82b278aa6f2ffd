#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_contradictory_tests(const FieldTests& field, LintContext& context) {
  const Conflict conflict = conflict_of(field, context);
  if (conflict.kind != Conflict::Kind::Tests) return;
  const MatchNode& late = *conflict.tests.back();
  auto entry = context.report(
      late.span,
      fmt::format("no value of {} meets {} of these tests", subject(*tested_leaf(late)),
                  conflict.tests.size() == 2 ? "both" : "all"),
      "excludes what the other asks for");
  for (const MatchNode* test : conflict.tests)
    if (test != &late) entry.label(test->span, test_words(context, *test));
}

}  // namespace

constinit const Rule kContradictoryTests{
    .info =
        {.code = "L008",
         .name = "contradictory-tests",
         .since = "0.1",
         .summary = "the tests of one field exclude each other",
         .why = R"(Each test of the field can hold, but no value meets them all, so nothing matches.

It is shown for every document that fits the schema. Fields that may hold arrays are reckoned with: there
only a negation, which speaks of every element, can exclude what another test asks for.)",
         .bad = R"({"country": {"$eq": "FI", "$nin": ["FI", "SE"]}})",
         .good = R"({"country": {"$gt": "A", "$nin": ["FI", "SE"]}})",
         .topic = LintTopic::NeverOrAlways},
    .field = check_contradictory_tests};

}  // namespace tamis::linting
