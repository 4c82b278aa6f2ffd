#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/date_math.h"
#include "compiler/values/time_zone.h"

namespace tamis::linting {
namespace {

using Step = DateMath::Step;

bool rounds_to_day(const Step& step) {
  return step.kind == Step::Kind::RoundDown &&
         std::string_view("dwMy").find(step.unit) != std::string_view::npos;
}

// Days that a step counts in elapsed time, or 0.
std::int64_t days_of(const Step& step) {
  if (step.kind != Step::Kind::Add) return 0;
  const std::int64_t per_day = step.unit == 'h' ? 24 : step.unit == 'm' ? 1440 : 0;
  return per_day != 0 && step.count % per_day == 0 ? step.count / per_day : 0;
}

bool clock_jumps(std::string_view zone) {
  constexpr std::int64_t kAnyDay = 1'700'000'000'000;
  const auto clock = ZoneClock::find(zone);
  return clock && clock->next_jump(kAnyDay) != ZoneClock::kNeverJumps;
}

void check_hours_for_days(const MatchNode& node, LintContext& context) {
  for (const Operand* operand : operands(node)) {
    if (!operand->is_relative()) continue;
    DateMath mended = *operand->date_math;
    bool at_midnight = false;
    bool found = false;
    for (Step& step : mended.steps) {
      const std::int64_t days = days_of(step);
      if (at_midnight && days != 0) {
        step.unit = 'd';
        step.count = days;
        found = true;
      }
      at_midnight = at_midnight || rounds_to_day(step);
    }
    if (!found || !clock_jumps(context.time_zone())) continue;
    const SyntaxNode* literal = written(context, *operand);
    if (literal == nullptr || literal->kind != SyntaxKind::String) continue;
    context
        .report(operand->span,
                fmt::format("a day in {} may have 23 or 25 hours, and then this is not midnight",
                            context.time_zone()),
                "hours are elapsed time")
        .fix("count days", {operand->span.begin + 1, operand->span.end - 1}, mended.text(), false);
  }
}

}  // namespace

constinit const Rule kHoursForDays{
    .info =
        {.code = "L071",
         .name = "hours-for-days",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "date math goes whole days from a midnight by counting hours",
         .why =
             R"(Hours, minutes and seconds are elapsed time; days and longer units follow the calendar of
the zone. `now/d-24h` is yesterday's midnight on most days, and 23:00 or 01:00 after the clocks were
changed. `now/d-1d` is midnight always.)",
         .bad = R"({"signup_date": {"$gte": "now/d-24h"}})",
         .good = R"({"signup_date": {"$gte": "now/d-1d"}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin, MatchOp::Gt, MatchOp::Gte,
            MatchOp::Lt, MatchOp::Lte},
    .node = check_hours_for_days};

}  // namespace tamis::linting
