#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"

namespace tamis::linting {
namespace {

void check_weaker_bound(const FieldTests& field, LintContext& context) {
  report_implied(field, Implication::Kind::Bound, "a wider bound", excludes_nothing, context);
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
    .field = check_weaker_bound};

}  // namespace tamis::linting
