#include <fmt/format.h>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

std::string words(const LintContext&, const Implication& found) {
  return fmt::format("{} has to be there to meet the test beside it", subject(*found.weaker));
}

void check_exists_implied(const FieldTests& field, LintContext& context) {
  report_implied(field, Implication::Kind::Exists, "excludes nothing", words, context);
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
    .field = check_exists_implied};

}  // namespace tamis::linting
