#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/remove_test.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check(const FieldTests& field, LintContext& context) {
  for (const Implication& found : implications_of(field, context)) {
    if (found.kind != Implication::Kind::Bound) continue;
    const MatchNode& weaker = *found.weaker;
    auto entry =
        context.report(weaker.span,
                       fmt::format("{} excludes nothing beside {}", shown(context, weaker.span),
                                   test_words(context, *found.stronger)),
                       "a wider bound");
    entry.label(found.stronger->span, "this says more");
    std::vector<Edit> changes = removal_of_test(weaker, context);
    if (changes.empty())
      entry.help("leave it out");
    else
      entry.fix(Fix{"leave it out", std::move(changes), true});
  }
}

}  // namespace

constinit const Rule kWeakerBound{
    .info =
        {.code = "L030",
         .name = "weaker-bound",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a bound that a narrower one beside it makes idle",
         .why =
             R"(Over 18 is over 10, too: the wider bound excludes nothing that the narrower one lets in. Perhaps one of
them was to bound the other side, or another field.)",
         .bad = R"({"age": {"$gt": 18, "$gte": 10}})",
         .good = R"({"age": {"$gt": 18}})",
         .topic = LintTopic::Redundant},
    .field = check};

}  // namespace tamis::linting
