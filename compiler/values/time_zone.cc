#include "compiler/values/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "compiler/values/iso8601.h"
#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

// The library reads the transitions that the machine's files list, which end with 2037, and not
// the rule that goes on after them. A later day is looked up as a like one of these years: rules
// are told by weekdays, and each weekday of January 1 and of March 1 is among them.
constexpr int kFirstModelYear = 2026;
constexpr int kLastModelYear = 2036;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// How many seconds a later day's model is back (whole weeks; 0 for days that need none), and the
// day, in seconds, from which that number is another.
struct Model {
  std::int64_t back = 0;
  std::int64_t until = 0;
};

Model model_of(std::int64_t seconds) {
  static const std::int64_t kEnd = days_from_civil({kLastModelYear + 1, 1, 1}) * kDaySeconds;
  if (seconds < kEnd) return {};
  const std::int64_t year = civil_from_days(floor_div(seconds, kDaySeconds)).year;
  const std::int64_t march = days_from_civil({year, 3, 1});
  const bool before_march = seconds < march * kDaySeconds;
  const int month = before_march ? 1 : 3;
  const std::int64_t from = days_from_civil({year, month, 1});
  const std::int64_t until = before_march ? march : days_from_civil({year + 1, 1, 1});
  std::int64_t days = 0;
  for (std::int64_t model = kLastModelYear; model >= kFirstModelYear; --model) {
    days = from - days_from_civil({model, month, 1});
    if (days % 7 == 0) break;
  }
  return {days * kDaySeconds, until * kDaySeconds};
}

date::sys_seconds sys_time(std::int64_t seconds) {
  return date::sys_seconds{std::chrono::seconds{seconds}};
}

date::local_seconds local_time(std::int64_t seconds) {
  return date::local_seconds{std::chrono::seconds{seconds}};
}

std::int64_t count(date::sys_seconds time) {
  return time.time_since_epoch().count();
}

// Whether nothing is listed after this stretch of a zone's history.
bool is_last(const date::sys_info& info) {
  static const std::int64_t kFar = days_from_civil({10'000, 1, 1}) * kDaySeconds;
  return count(info.end) > kFar;
}

// How the zone's clock stands at an instant, and until when at least.
date::sys_info info_at(const date::time_zone& zone, std::int64_t seconds) {
  date::sys_info info = zone.get_info(sys_time(seconds));
  if (!is_last(info)) return info;
  const Model model = model_of(seconds);
  if (model.back == 0) return info;
  info = zone.get_info(sys_time(seconds - model.back));
  if (is_last(info)) return info;
  info.end = sys_time(std::min(count(info.end) + model.back, model.until));
  return info;
}

// The instant at which the zone's clock shows a time, by the rules of ZoneClock::to_utc.
std::int64_t utc_seconds(const date::time_zone& zone, std::int64_t seconds) {
  date::local_info info = zone.get_info(local_time(seconds));
  std::int64_t back = 0;
  if (info.result == date::local_info::unique && is_last(info.first)) {
    back = model_of(seconds).back;
    info = zone.get_info(local_time(seconds - back));
  }
  if (info.result == date::local_info::nonexistent) return count(info.first.end) + back;
  return seconds - info.first.offset.count();
}

// ±hh:mm, ±hhmm or ±hh, in milliseconds.
std::optional<std::int64_t> fixed_offset(std::string_view name) {
  const auto number = [](std::string_view two) -> int {
    return values::is_digit(two[0]) && values::is_digit(two[1])
               ? (two[0] - '0') * 10 + (two[1] - '0')
               : 99;
  };
  if (name.size() < 3 || (name[0] != '+' && name[0] != '-')) return std::nullopt;
  const bool colon = name.size() == 6 && name[3] == ':';
  if (!colon && name.size() != 5 && name.size() != 3) return std::nullopt;
  const int hours = number(name.substr(1, 2));
  const int minutes = name.size() == 3 ? 0 : number(name.substr(colon ? 4 : 3, 2));
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t ms = (hours * 60 + minutes) * std::int64_t{60'000};
  return name[0] == '-' ? -ms : ms;
}

}  // namespace

std::optional<ZoneClock> ZoneClock::find(std::string_view name) {
  ZoneClock clock;
  if (name.empty() || name == "UTC" || name == "Z") return clock;
  if (const std::optional<std::int64_t> offset = fixed_offset(name)) {
    clock.offset_ms_ = *offset;
    return clock;
  }
  if (name == "localtime") return std::nullopt;  // whatever this machine is set to
  try {
    clock.zone_ = date::locate_zone(name);
    clock.to_local(0);  // a zone's file is read, and may be found broken, when it is first used
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return clock;
}

std::int64_t ZoneClock::to_local(std::int64_t utc_ms) const {
  if (zone_ == nullptr) return utc_ms + offset_ms_;
  return utc_ms + info_at(*zone_, floor_div(utc_ms, 1000)).offset.count() * 1000;
}

std::int64_t ZoneClock::to_utc(std::int64_t local_ms) const {
  if (zone_ == nullptr) return local_ms - offset_ms_;
  const std::int64_t seconds = floor_div(local_ms, 1000);
  const std::int64_t utc = utc_seconds(*zone_, seconds);
  const bool shows_it = utc + info_at(*zone_, utc).offset.count() == seconds;
  return utc * 1000 + (shows_it ? local_ms - seconds * 1000 : 0);
}

std::int64_t ZoneClock::next_jump(std::int64_t utc_ms) const {
  if (zone_ == nullptr) return kNeverJumps;
  const date::sys_info info = info_at(*zone_, floor_div(utc_ms, 1000));
  return is_last(info) ? kNeverJumps : count(info.end) * 1000;
}

}  // namespace tamis
