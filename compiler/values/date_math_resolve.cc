#include <algorithm>
#include <span>

#include "compiler/values/date_math.h"
#include "compiler/values/iso8601.h"
#include "compiler/values/time_zone.h"

namespace tamis {
namespace {

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

using Step = DateMath::Step;
using Kind = DateMath::Step::Kind;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}
std::int64_t floor_to(std::int64_t a, std::int64_t b) {
  return floor_div(a, b) * b;
}

std::int64_t first_ms() {
  static const std::int64_t ms = days_from_civil({0, 1, 1}) * kDay;
  return ms;
}
std::int64_t last_ms() {
  static const std::int64_t ms = days_from_civil({10'000, 1, 1}) * kDay - 1;
  return ms;
}
std::int64_t saturated(std::int64_t ms) {
  return std::clamp(ms, first_ms(), last_ms());
}

// A local time may lie outside the years where its instant does not, but by no more than a day.
std::int64_t instant_of(std::int64_t local_ms, const ZoneClock& clock) {
  return saturated(clock.to_utc(std::clamp(local_ms, first_ms() - kDay, last_ms() + kDay)));
}

// 0 for the units of the calendar.
std::int64_t elapsed_length(char unit) {
  switch (unit) {
    case 'h':
      return kHour;
    case 'm':
      return kMinute;
    case 's':
      return kSecond;
    default:
      return 0;
  }
}

std::int64_t add_months(std::int64_t local_ms, std::int64_t months) {
  constexpr std::int64_t kMany = 20'000 * 12;  // past the calendar's years from any of them
  months = std::clamp(months, -kMany, kMany);
  const std::int64_t days = floor_div(local_ms, kDay);
  CivilDay day = civil_from_days(days);
  const std::int64_t month = day.year * 12 + (day.month - 1) + months;
  day.year = floor_div(month, 12);
  day.month = static_cast<int>(month - day.year * 12) + 1;
  day.day = std::min(day.day, days_in_month(day.year, day.month));
  return days_from_civil(day) * kDay + (local_ms - days * kDay);
}

std::int64_t add_local(std::int64_t local_ms, const Step& step) {
  switch (step.unit) {
    case 'y':
      return add_months(local_ms, step.count * 12);
    case 'M':
      return add_months(local_ms, step.count);
    case 'w':
      return local_ms + step.count * 7 * kDay;
    default:
      return local_ms + step.count * kDay;
  }
}

std::int64_t round_local(std::int64_t local_ms, char unit) {
  const std::int64_t days = floor_div(local_ms, kDay);
  CivilDay day = civil_from_days(days);
  switch (unit) {
    case 'y':
      return days_from_civil({day.year, 1, 1}) * kDay;
    case 'M':
      return days_from_civil({day.year, day.month, 1}) * kDay;
    case 'w': {
      constexpr std::int64_t kFirstMonday = 4;  // 1970-01-05
      return (floor_to(days - kFirstMonday, 7) + kFirstMonday) * kDay;
    }
    case 'd':
      return days * kDay;
    default:
      return floor_to(local_ms, elapsed_length(unit));
  }
}

// An hour begins when the wall clock says so, and the one that is repeated begins twice: the way
// back is elapsed time, unless the clock jumped on it.
std::int64_t round_elapsed(std::int64_t ms, char unit, const ZoneClock& clock) {
  const std::int64_t local = clock.to_local(ms);
  const std::int64_t beginning = round_local(local, unit);
  const std::int64_t result = ms - (local - beginning);
  return clock.to_local(result) == beginning ? result : clock.to_utc(beginning);
}

std::int64_t apply(const Step& step, std::int64_t ms, const ZoneClock& clock) {
  const std::int64_t length = elapsed_length(step.unit);
  if (step.kind == Kind::RoundDown)
    return length != 0 ? saturated(round_elapsed(ms, step.unit, clock))
                       : instant_of(round_local(clock.to_local(ms), step.unit), clock);
  if (step.count == 0) return ms;
  if (length != 0) return saturated(ms + step.count * length);
  return instant_of(add_local(clock.to_local(ms), step), clock);
}

std::int64_t run(std::span<const Step> steps, std::int64_t ms, const ZoneClock& clock) {
  ms = saturated(ms);
  for (const Step& step : steps) ms = apply(step, ms, clock);
  return ms;
}

// A clock for a name that is no zone would be UTC's; callers have asked is_time_zone().
ZoneClock clock_of(std::string_view zone) {
  return ZoneClock::find(zone).value_or(ZoneClock());
}

}  // namespace

bool is_time_zone(std::string_view zone) {
  return ZoneClock::find(zone).has_value();
}

std::int64_t local_to_utc(std::int64_t local_ms, std::string_view zone) {
  return instant_of(local_ms, clock_of(zone));
}

std::int64_t resolve(const DateMath& math, std::int64_t now_ms, std::string_view zone) {
  return run(math.steps, now_ms, clock_of(zone));
}

namespace {

// After this many looks next_change() gives the last instant it has come to.
constexpr int kMaxLooks = 500;

// Where the unit after the one that `ms` is in begins on the local clock.
std::int64_t next_beginning(std::int64_t local_ms, char unit) {
  const std::int64_t beginning = round_local(local_ms, unit);
  if (const std::int64_t length = elapsed_length(unit)) return beginning + length;
  return add_local(beginning, {.kind = Kind::Add, .unit = unit, .count = 1});
}

struct Steady {
  std::int64_t until = 0;  // exclusive
  std::int64_t at = 0;     // what the steps make of now
};

// How long the steps, all of them of kind Add, do nothing but move their input by a fixed time. For
// months that is as long as their days are in one unit, 'd' or 'M'.
Steady steady(std::span<const Step> steps, char month_unit, std::int64_t now,
              const ZoneClock& clock) {
  Steady result{clock.next_jump(now), now};
  const auto ends_in = [&](std::int64_t ms) { result.until = std::min(result.until, now + ms); };
  for (const Step& step : steps) {
    if (step.unit == 'y' || step.unit == 'M') {
      const std::int64_t local = clock.to_local(result.at);
      ends_in(next_beginning(local, month_unit) - local);
    }
    result.at = apply(step, result.at, clock);
    if (const std::int64_t jump = clock.next_jump(result.at); jump != ZoneClock::kNeverJumps)
      ends_in(jump - result.at);
  }
  return result;
}

// Up to the instant given back, exclusive, the steps before the first rounding move their input by
// a fixed time, and what they give stays in one unit of that rounding.
std::int64_t next_look(std::span<const Step> before, char unit, std::int64_t now,
                       const ZoneClock& clock) {
  const auto [until, at] = steady(before, unit == 'y' || unit == 'M' ? 'M' : 'd', now, clock);
  const std::int64_t local = clock.to_local(at);
  return std::min(until, now + (next_beginning(local, unit) - local));
}

bool nests_in(char inner, char outer) {
  constexpr std::string_view kNested = "smhdMy";
  if (outer == 'w') return inner == 'w' || nests_in(inner, 'd');
  if (inner == 'w') return false;
  return kNested.find(inner) <= kNested.find(outer);
}

}  // namespace

std::int64_t next_change(const DateMath& math, std::int64_t now_ms, std::string_view zone) {
  const auto rounding = std::ranges::find(math.steps, Kind::RoundDown, &Step::kind);
  if (rounding == math.steps.end()) return now_ms + 1;
  const ZoneClock clock = clock_of(zone);
  const std::span<const Step> before(math.steps.begin(), rounding);
  char unit = rounding->unit;
  for (auto next = rounding; next != math.steps.end() && next->kind == Kind::RoundDown; ++next)
    if (nests_in(unit, next->unit)) unit = next->unit;
  const std::int64_t value = run(math.steps, now_ms, clock);
  std::int64_t at = now_ms;
  for (int looks = 0; looks < kMaxLooks && at < last_ms(); ++looks) {
    at = next_look(before, unit, at, clock);
    if (run(math.steps, at, clock) != value) break;
  }
  return at;
}

std::int64_t next_crossing(const DateMath& math, std::int64_t date_ms, std::int64_t now_ms,
                           std::string_view zone) {
  if (std::ranges::find(math.steps, Kind::RoundDown, &Step::kind) != math.steps.end())
    return next_change(math, now_ms, zone);
  const ZoneClock clock = clock_of(zone);
  const Steady now = steady(math.steps, 'd', saturated(now_ms), clock);
  if (date_ms < now.at) return now.until;
  const auto crossed = [&](std::int64_t ms) {
    const std::int64_t moved = run(math.steps, ms, clock);
    return date_ms == now.at ? moved > date_ms : moved >= date_ms;
  };
  // Within these bounds the value grows with time.
  std::int64_t before = now_ms;
  std::int64_t after = std::min(now.until, last_ms() + 1);
  if (before >= after - 1 || !crossed(after - 1)) return now.until;
  while (after - before > 1) {
    const std::int64_t middle = before + (after - before) / 2;
    (crossed(middle) ? after : before) = middle;
  }
  return after;
}

}  // namespace tamis
