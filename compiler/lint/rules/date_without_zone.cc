#include <fmt/format.h>

#include <cstdlib>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/iso8601.h"

namespace tamis::linting {
namespace {

constexpr std::int64_t kMinute = 60'000;

// "Z" or "+02:00"; "" where the offset is not of whole minutes.
std::string offset_text(std::int64_t ms) {
  if (ms == 0) return "Z";
  if (ms % kMinute != 0) return "";
  const std::int64_t minutes = std::abs(ms) / kMinute;
  return fmt::format("{}{:02}:{:02}", ms < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void check_date_without_zone(const MatchNode& node, LintContext& context) {
  for (const Operand* operand : operands(node)) {
    const auto text = date_text(context, *operand);
    if (!text || !text->bare) continue;  // constructors and wrappers have rules of their own
    const auto parsed = parse_iso8601(text->node->text);
    const IsoDate* date = std::get_if<IsoDate>(&parsed);
    if (date == nullptr || !date->has_time || date->has_zone) continue;
    auto entry = context.report(
        operand->span,
        fmt::format("this time names no zone, and is read as one in {}", context.time_zone()),
        "local time");
    const std::string offset = offset_text(date->ms - operand->value.as<Date>().ms);
    const std::uint32_t end = operand->span.end - 1;
    if (!offset.empty())
      entry.fix(fmt::format("write the offset: `{}`", offset), {end, end}, offset, true);
  }
}

}  // namespace

constinit const Rule kDateWithoutZone{
    .info =
        {.code = "L058",
         .name = "date-without-zone",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a time of day that names no time zone",
         .why =
             R"(Which instant `2026-01-31T12:00` is depends on the zone of whoever reads it: the call's,
else the schema's, else UTC. The same condition selects others when it is moved to a workspace in
another zone. An offset (`Z`, `+02:00`) says which instant is meant.)",
         .bad = R"({"signup_date": {"$gte": "2026-01-31T12:00:00"}})",
         .good = R"({"signup_date": {"$gte": "2026-01-31T12:00:00+02:00"}})",
         .topic = LintTopic::Doubtful,
         .by_default = false},
    .ops = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin, MatchOp::Gt, MatchOp::Gte,
            MatchOp::Lt, MatchOp::Lte},
    .node = check_date_without_zone};

}  // namespace tamis::linting
