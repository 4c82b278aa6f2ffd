#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_date_only_upper_bound(const MatchNode& node, LintContext& context) {
  const auto date = date_text(context, node.operand);
  const auto next = date ? day_after(date->node->text) : std::nullopt;
  if (!next) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format("a date without a time is midnight, so this leaves out all of {} but its first "
                  "instant",
                  date->node->text),
      "00:00:00 of that day");
  const std::string help = fmt::format("for the whole day, ask for what is before {}", *next);
  const auto rename = rename_operator(context, node, "$lt");
  if (!rename) {
    entry.help(help);
    return;
  }
  Edit literal{node.operand.span, with_date(context, node.operand, *date, *next)};
  std::vector<Edit> edits{*rename, std::move(literal)};
  if (edits[1].span.begin < edits[0].span.begin) std::swap(edits[0], edits[1]);
  entry.fix(Fix{help, std::move(edits), false});
}

}  // namespace

constinit const Rule kDateOnlyUpperBound{
    .info =
        {.code = "L056",
         .name = "date-only-upper-bound",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$lte` with a date that has no time cuts that day off",
         .why =
             R"(A date without a time is the midnight with which it begins. "Until January 31st", said
as `{"$lte": "2026-01-31"}`, therefore ends when that day starts, and whoever signed up at noon is
not selected. `$lt` with the day after takes the whole day, whatever fraction of a second the field
keeps.)",
         .bad = R"({"signup_date": {"$lte": "2026-01-31"}})",
         .good = R"({"signup_date": {"$lt": "2026-02-01"}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Lte},
    .node = check_date_only_upper_bound};

}  // namespace tamis::linting
