#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_null_includes_missing(const FieldTests& field, LintContext& context) {
  if (field.tests.size() != 1 || context.negated()) return;
  const MatchNode& test = field.first();
  if (test.op != MatchOp::Eq || test.self || !test.operand.value.is(BsonType::Null)) return;
  const FieldFacts& facts = context.facts(test);
  if (!facts.single() || !facts.maybe_missing || !facts.maybe_null()) return;
  if (context.has_alternative(test, test)) return;
  context
      .report(test.operand.span,
              fmt::format("this selects documents where {} is null and those without it",
                          subject(test)),
              "also holds for a missing field")
      .help(
          "for null alone write `{\"$type\": \"null\"}`, for missing alone `{\"$exists\": false}`");
}

}  // namespace

constinit const Rule kNullIncludesMissing{
    .info =
        {.code = "L055",
         .name = "null-includes-missing",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "a test for null also selects the documents that lack the field",
         .why =
             R"(To MongoDB a missing field equals null. `{"country": null}` therefore selects two groups:
those whose country was set to null, and those of whom nothing was ever stored. Often that is meant.
Where the two differ, `{"$type": "null"}` asks for the first and `{"$exists": false}` for the second.)",
         .bad = R"({"country": null})",
         .good = R"({"country": {"$type": "null"}})",
         .topic = LintTopic::Doubtful,
         .by_default = false},
    .field = check_null_includes_missing};

}  // namespace tamis::linting
