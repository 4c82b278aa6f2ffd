#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_null_on_required(const MatchNode& node, LintContext& context) {
  if (node.self || !node.operand.value.is(BsonType::Null)) return;
  const FieldFacts& facts = context.facts(node);
  if (!facts.single() || facts.maybe_missing || facts.maybe_null()) return;
  const bool negated = node.op == MatchOp::Ne;
  context
      .report(node.operand.span,
              fmt::format("{} is never null or missing, so this {}", subject(node),
                          negated ? "always holds" : "never holds"),
              negated ? "excludes nothing" : "matches nothing")
      .note(fmt::format("the schema requires {}, and null is not among its types", subject(node)));
}

}  // namespace

constinit const Rule kNullOnRequired{
    .info =
        {.code = "L013",
         .name = "null-on-required",
         .since = "0.1",
         .summary = "a test for null on a field that is always there and never null",
         .why =
             R"(The schema requires the field and does not allow null in it. `{"email": null}` then
selects nobody, and `{"email": {"$ne": null}}` selects everybody. Either the test is left over from
an older schema, or another field was meant; an empty string is not null.)",
         .bad = R"({"email": null})",
         .good = R"({"country": null})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Eq, MatchOp::Ne},
    .node = check_null_on_required};

}  // namespace tamis::linting
