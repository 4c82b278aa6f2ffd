#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_date_equals_midnight(const MatchNode& node, LintContext& context) {
  const auto date = date_text(context, node.operand);
  const auto next = date ? day_after(date->node->text) : std::nullopt;
  if (!next) return;
  auto entry = context.report(node.operand.span,
                              fmt::format("{} must be exactly the midnight with which {} begins",
                                          subject(node), date->node->text),
                              "one instant");
  const std::string help = "to select the whole day, ask for a range";
  const bool implicit = node.op_span == node.operand.span;
  if (!implicit) {
    entry.help(help);
    return;
  }
  entry.fix(help, node.operand.span,
            fmt::format("{{\"$gte\": {}, \"$lt\": {}}}", context.text(node.operand.span),
                        with_date(context, node.operand, *date, *next)),
            false);
}

}  // namespace

constinit const Rule kDateEqualsMidnight{
    .info =
        {.code = "L057",
         .name = "date-equals-midnight",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a date is compared with a day, and equals only its first instant",
         .why =
             R"(A date field holds an instant. `{"signup_date": "2026-01-31"}` asks for the one at which
that day begins; whoever signed up a second later is not selected. If the field keeps days, all at
midnight in the same zone, that is right; if it keeps times, a range is meant.)",
         .bad = R"({"signup_date": "2026-01-31"})",
         .good = R"({"signup_date": {"$gte": "2026-01-31", "$lt": "2026-02-01"}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Eq},
    .node = check_date_equals_midnight};

}  // namespace tamis::linting
