#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"

namespace tamis::linting {
namespace {

void check_implied_test(const FieldTests& field, LintContext& context) {
  report_implied(field, Implication::Kind::Test, "always met", excludes_nothing, context);
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
    .field = check_implied_test};

}  // namespace tamis::linting
