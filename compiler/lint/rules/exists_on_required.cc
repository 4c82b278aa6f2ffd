#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_exists_on_required(const MatchNode& node, LintContext& context) {
  if (node.self) return;
  const FieldFacts& facts = context.facts(node);
  if (!facts.known || facts.through_array || facts.maybe_missing) return;
  context
      .report(node.span,
              fmt::format("{} is always there, so this {} holds", subject(node),
                          node.flag ? "always" : "never"),
              node.flag ? "excludes nothing" : "matches nothing")
      .note(fmt::format("the schema requires {}", subject(node)));
}

}  // namespace

constinit const Rule kExistsOnRequired{
    .info = {.code = "L014",
             .name = "exists-on-required",
             .since = "0.1",
             .summary = "`$exists` on a field that every document has",
             .why = R"(The schema requires the field, so asking whether it is there has one answer:
`$exists: false` selects nobody and `$exists: true` everybody. A field can be there and still be
null or empty; if that was meant, test for it.)",
             .bad = R"({"status": {"$exists": false}})",
             .good = R"({"country": {"$exists": false}})",
             .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Exists},
    .node = check_exists_on_required};

}  // namespace tamis::linting
