#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/remove_test.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check(const FieldTests& field, LintContext& context) {
  for (const Implication& found : implications_of(field, context)) {
    if (found.kind != Implication::Kind::Exists) continue;
    const MatchNode& weaker = *found.weaker;
    auto entry = context.report(
        weaker.span, fmt::format("{} has to be there to meet the test beside it", subject(weaker)),
        "excludes nothing");
    entry.label(found.stronger->span, "this says more");
    std::vector<Edit> changes = removal_of_test(weaker, context);
    if (changes.empty())
      entry.help("leave it out");
    else
      entry.fix(Fix{"leave it out", std::move(changes), true});
  }
}

}  // namespace

constinit const Rule kExistsImplied{
    .info =
        {.code = "L032",
         .name = "exists-implied",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$exists: true` beside a test that only a field that is there can meet",
         .why =
             R"(A missing field is not over 18, so the comparison already asks for the field. `$exists` has a use beside
a negation, which missing fields meet.)",
         .bad = R"({"age": {"$exists": true, "$gt": 18}})",
         .good = R"({"age": {"$gt": 18}})",
         .topic = LintTopic::Redundant},
    .field = check};

}  // namespace tamis::linting
