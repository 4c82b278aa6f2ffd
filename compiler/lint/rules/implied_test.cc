#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/remove_test.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check(const FieldTests& field, LintContext& context) {
  for (const Implication& found : implications_of(field, context)) {
    if (found.kind != Implication::Kind::Test) continue;
    const MatchNode& weaker = *found.weaker;
    auto entry =
        context.report(weaker.span,
                       fmt::format("{} excludes nothing beside {}", shown(context, weaker.span),
                                   test_words(context, *found.stronger)),
                       "always met");
    entry.label(found.stronger->span, "this says more");
    std::vector<Edit> changes = removal_of_test(weaker, context);
    if (changes.empty())
      entry.help("leave it out");
    else
      entry.fix(Fix{"leave it out", std::move(changes), true});
  }
}

}  // namespace

constinit const Rule kImpliedTest{
    .info =
        {.code = "L031",
         .name = "implied-test",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a test that another test of the same field implies",
         .why =
             R"(What meets the one test always meets the other, so the other says nothing. It is shown for every
document that fits the schema, arrays and missing fields included.)",
         .bad = R"({"country": {"$eq": "FI", "$ne": "SE"}})",
         .good = R"({"country": {"$eq": "FI"}})",
         .topic = LintTopic::Redundant},
    .field = check};

}  // namespace tamis::linting
