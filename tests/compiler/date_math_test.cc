#include "compiler/values/date_math.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <string>

#include "compiler/values/iso8601.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

std::int64_t at(std::string_view iso) {
  const auto date = parse_iso8601(iso);
  if (const auto* error = std::get_if<IsoError>(&date)) FAIL(std::string(error->message));
  return std::get<IsoDate>(date).ms;
}

DateMath parsed(std::string_view text) {
  const auto math = parse_date_math(text);
  if (const auto* error = std::get_if<DateMathError>(&math)) FAIL(error->message);
  return std::get<DateMath>(math);
}

struct ReadRow {
  const char* why;
  const char* text;
  const char* canonical;
};

constexpr ReadRow kRead[] = {
    {"now alone", "now", "now"},
    {"a step back", "now-30d", "now-30d"},
    {"a step, then rounding", "now-1M/M", "now-1M/M"},
    {"rounding, then a step", "now/d+12h", "now/d+12h"},
    {"every unit", "now+1y+1M+1w+1d+1h+1m+1s", "now+1y+1M+1w+1d+1h+1m+1s"},
    {"leading zeros fall away", "now-007d", "now-7d"},
    {"no time at all", "now-0d", "now+0d"},
    {"the largest number", "now+999999999d", "now+999999999d"},
};

TEST_CASE("date math is read and written", "[date_math]") {
  for (const ReadRow& row : kRead) DYNAMIC_SECTION(row.why) {
      const DateMath math = parsed(row.text);
      CHECK(math.text() == row.canonical);
      CHECK(parsed(math.text()) == math);
    }
}

struct RefusedRow {
  const char* why;
  std::string text;
  std::size_t offset;
  const char* message;
};

const RefusedRow kRefused[] = {
    {"nothing", "", 0, "date math begins with `now`"},
    {"another word", "today", 0, "date math begins with `now`"},
    {"capitals", "NOW-1d", 0, "date math begins with `now`"},
    {"an anchor", "2024-01-01||-1M", 0, "date math begins with `now`; a fixed date takes no steps"},
    {"a longer word", "nowish", 3, "`+`, `-` or `/` is expected here, as in `now-30d` or `now/d`"},
    {"a blank", "now - 1d", 3, "`+`, `-` or `/` is expected here, as in `now-30d` or `now/d`"},
    {"no number", "now-d", 4, "a number is expected here, as in `now-30d`"},
    {"nothing after a sign", "now-", 4, "a number is expected here, as in `now-30d`"},
    {"two signs", "now--1d", 4, "a number is expected here, as in `now-30d`"},
    {"no unit", "now-30", 6, "a unit is missing; the units of date math are `y M w d h m s`"},
    {"no unit to round to", "now/", 4,
     "a unit is missing; the units of date math are `y M w d h m s`"},
    {"an unknown unit", "now-30D", 6, "the units of date math are `y M w d h m s`"},
    {"a number in rounding", "now/2d", 4, "rounding takes a unit without a number, as in `now/d`"},
    {"a number one too large", "now+1000000000s", 4, "a number in date math is at most 999999999"},
    {"a number far too large", "now+99999999999999999999s", 4,
     "a number in date math is at most 999999999"},
    {"something after the unit", "now-1days", 6,
     "`+`, `-` or `/` is expected here, as in `now-30d` or `now/d`"},
};

TEST_CASE("text that is no date math is refused where it goes wrong", "[date_math]") {
  for (const RefusedRow& row : kRefused) DYNAMIC_SECTION(row.why) {
      const auto math = parse_date_math(row.text);
      const auto* error = std::get_if<DateMathError>(&math);
      REQUIRE(error != nullptr);
      CHECK(error->offset == row.offset);
      CHECK(error->message == row.message);
    }
}

TEST_CASE("date math has a bounded number of steps", "[date_math]") {
  std::string text = "now";
  for (std::size_t i = 0; i < kMaxDateMathSteps; ++i) text += "+1d";
  CHECK(parsed(text).steps.size() == kMaxDateMathSteps);
  CHECK(std::holds_alternative<DateMathError>(parse_date_math(text + "/d")));
}

struct ResolveRow {
  const char* why;
  const char* math;
  const char* zone;
  const char* now;
  const char* result;
};

constexpr ResolveRow kResolved[] = {
    {"now is now", "now", "UTC", "2024-05-15T10:20:30.456Z", "2024-05-15T10:20:30.456Z"},
    {"days", "now-30d", "UTC", "2024-05-15T10:20:30Z", "2024-04-15T10:20:30Z"},
    {"weeks", "now+2w", "", "2024-05-15T10:20:30Z", "2024-05-29T10:20:30Z"},
    {"hours, minutes, seconds", "now-1h-1m-1s", "Z", "2024-05-15T00:00:00Z",
     "2024-05-14T22:58:59Z"},
    {"steps run left to right", "now/M-1d", "UTC", "2024-03-15T10:20:30Z", "2024-02-29T00:00:00Z"},
    {"and so order counts", "now-1d/M", "UTC", "2024-03-01T10:20:30Z", "2024-02-01T00:00:00Z"},
    {"a short month clamps", "now+1M", "UTC", "2024-01-31T10:00:00Z", "2024-02-29T10:00:00Z"},
    {"a short month clamps backwards too", "now-1M", "UTC", "2023-03-31T10:00:00Z",
     "2023-02-28T10:00:00Z"},
    {"a clamped day stays clamped", "now+1M+1M", "UTC", "2024-01-31T10:00:00Z",
     "2024-03-29T10:00:00Z"},
    {"months run over years", "now-14M", "UTC", "2024-01-31T00:00:00Z", "2022-11-30T00:00:00Z"},
    {"a leap day has no anniversary", "now+1y", "UTC", "2024-02-29T10:00:00Z",
     "2025-02-28T10:00:00Z"},
    {"a leap day has one after four years", "now+4y", "UTC", "2024-02-29T10:00:00Z",
     "2028-02-29T10:00:00Z"},
    {"a century is no leap year", "now-124y", "UTC", "2024-02-29T10:00:00Z",
     "1900-02-28T10:00:00Z"},
    {"rounding to the year", "now/y", "UTC", "2024-05-15T10:20:30Z", "2024-01-01T00:00:00Z"},
    {"rounding to the month", "now/M", "UTC", "2024-05-15T10:20:30Z", "2024-05-01T00:00:00Z"},
    {"a week begins on Monday", "now/w", "UTC", "2024-05-15T10:20:30Z", "2024-05-13T00:00:00Z"},
    {"also on Sunday", "now/w", "UTC", "2024-05-19T23:59:59Z", "2024-05-13T00:00:00Z"},
    {"and on Monday itself", "now/w", "UTC", "2024-05-13T00:00:00Z", "2024-05-13T00:00:00Z"},
    {"and before 1970", "now/w", "UTC", "1969-12-31T10:00:00Z", "1969-12-29T00:00:00Z"},
    {"rounding to the hour", "now/h", "UTC", "2024-05-15T10:20:30.9Z", "2024-05-15T10:00:00Z"},
    {"rounding to the minute", "now/m", "UTC", "2024-05-15T10:20:30.9Z", "2024-05-15T10:20:00Z"},
    {"rounding to the second", "now/s", "UTC", "2024-05-15T10:20:30.9Z", "2024-05-15T10:20:30Z"},
    {"rounding is down before 1970 too", "now/s", "UTC", "1969-12-31T23:59:58.5Z",
     "1969-12-31T23:59:58Z"},
    {"a day begins at the zone's midnight", "now/d", "Europe/Helsinki", "2024-05-15T22:00:00Z",
     "2024-05-15T21:00:00Z"},
    {"or at a fixed offset's", "now/d", "+02:00", "2024-05-15T22:00:00Z", "2024-05-15T22:00:00Z"},
    {"or at another's", "now/d", "-0530", "2024-05-15T05:00:00Z", "2024-05-14T05:30:00Z"},
    {"hours without minutes", "now/d", "+02", "2024-05-15T21:59:59Z", "2024-05-14T22:00:00Z"},
    {"an hour begins by the zone's clock", "now/h", "Asia/Kathmandu", "2024-05-15T10:20:30Z",
     "2024-05-15T10:15:00Z"},
    {"a day by the same clock", "now/d", "Asia/Kathmandu", "2024-05-15T18:20:00Z",
     "2024-05-15T18:15:00Z"},
    {"a calendar day may have 23 hours", "now-1d", "Europe/Helsinki", "2024-03-31T10:00:00Z",
     "2024-03-30T11:00:00Z"},
    {"but 24 hours are 24 hours", "now-24h", "Europe/Helsinki", "2024-03-31T10:00:00Z",
     "2024-03-30T10:00:00Z"},
    {"a calendar day may have 25 hours", "now-1d", "Europe/Helsinki", "2024-10-27T10:00:00Z",
     "2024-10-26T09:00:00Z"},
    {"a time in a gap is the first after it", "now+1d", "Europe/Helsinki", "2024-03-30T01:30:00Z",
     "2024-03-31T01:00:00Z"},
    {"a time in a gap, in New York", "now+1d", "America/New_York", "2024-03-09T07:15:00Z",
     "2024-03-10T07:00:00Z"},
    {"a repeated time is the earlier", "now+1d", "Europe/Helsinki", "2024-10-26T00:30:00Z",
     "2024-10-27T00:30:00Z"},
    {"a repeated time, in New York", "now-1d", "America/New_York", "2024-11-04T06:30:00Z",
     "2024-11-03T05:30:00Z"},
    {"a repeated hour begins twice", "now/h", "America/New_York", "2024-11-03T06:30:00Z",
     "2024-11-03T06:00:00Z"},
    {"its first time too", "now/h", "America/New_York", "2024-11-03T05:30:00Z",
     "2024-11-03T05:00:00Z"},
    {"the day of a jump begins at midnight", "now/d", "America/New_York", "2024-11-03T20:00:00Z",
     "2024-11-03T04:00:00Z"},
    {"half an hour's gap", "now+1d", "Australia/Lord_Howe", "2024-10-04T15:45:00Z",
     "2024-10-05T15:30:00Z"},
    {"an hour cut by half an hour's gap begins after it", "now/h", "Australia/Lord_Howe",
     "2024-10-05T15:40:00Z", "2024-10-05T15:30:00Z"},
    {"half an hour repeated", "now/h", "Australia/Lord_Howe", "2024-04-06T15:10:00Z",
     "2024-04-06T14:00:00Z"},
    {"a midnight in a gap", "now/d", "America/Sao_Paulo", "2018-11-04T10:00:00Z",
     "2018-11-04T03:00:00Z"},
    {"a day that never was", "now-1d", "Pacific/Apia", "2011-12-31T08:00:00Z",
     "2011-12-30T10:00:00Z"},
    {"summer time goes on after the listed years", "now/d", "Europe/Helsinki",
     "2051-07-01T12:00:00Z", "2051-06-30T21:00:00Z"},
    {"and begins on its Sunday", "now/h", "America/New_York", "2056-03-12T07:30:00Z",
     "2056-03-12T07:00:00Z"},
    {"with its gap", "now+1d", "America/New_York", "2056-03-11T07:30:00Z", "2056-03-12T07:00:00Z"},
    {"and its repeated hour", "now+1d", "America/New_York", "2056-11-04T05:30:00Z",
     "2056-11-05T05:30:00Z"},
    {"on a later leap day", "now/d", "America/New_York", "2400-02-29T10:00:00Z",
     "2400-02-29T05:00:00Z"},
    {"no summer time where there is none", "now/d", "Asia/Kathmandu", "2077-07-01T12:00:00Z",
     "2077-06-30T18:15:00Z"},
    {"years end with 9999", "now+8000y", "UTC", "2024-05-15T10:00:00Z", "9999-12-31T23:59:59.999Z"},
    {"and begin with 0", "now-2025y", "UTC", "2024-05-15T10:00:00Z", "0000-01-01T00:00:00Z"},
    {"the last year is reached", "now+7975y", "UTC", "2024-05-15T10:00:00Z",
     "9999-05-15T10:00:00Z"},
    {"the first year is reached", "now-2024y", "UTC", "2024-05-15T10:00:00Z",
     "0000-05-15T10:00:00Z"},
    {"large counts saturate", "now+999999999y", "Europe/Helsinki", "2024-05-15T10:00:00Z",
     "9999-12-31T23:59:59.999Z"},
    {"large counts of weeks saturate", "now-999999999w", "UTC", "2024-05-15T10:00:00Z",
     "0000-01-01T00:00:00Z"},
    {"rounding at the end saturates", "now-2024y/y", "Europe/Helsinki", "2024-01-01T00:00:00Z",
     "0000-01-01T00:00:00Z"},
};

TEST_CASE("date math is resolved in a zone", "[date_math]") {
  for (const ResolveRow& row : kResolved) DYNAMIC_SECTION(row.why) {
      REQUIRE(is_time_zone(row.zone));
      const std::int64_t result = resolve(parsed(row.math), at(row.now), row.zone);
      CHECK(format_iso8601(result, IsoFraction::WhenNeeded) == row.result);
    }
}

struct ZoneRow {
  const char* why;
  const char* name;
  bool known;
};

constexpr ZoneRow kZones[] = {
    {"UTC", "UTC", true},
    {"Z", "Z", true},
    {"none given", "", true},
    {"a city", "Europe/Helsinki", true},
    {"an old name", "EST5EDT", true},
    {"an offset", "+05:45", true},
    {"an offset west", "-12:00", true},
    {"an offset past the day", "+24:00", false},
    {"an offset with too many minutes", "+01:60", false},
    {"an offset cut short", "+1", false},
    {"an offset with letters", "+0a:00", false},
    {"an offset without a sign", "02:00", false},
    {"no zone", "Europe/Atlantis", false},
    {"another case", "europe/helsinki", false},
    {"a folder", "Europe", false},
    {"a path", "../../etc/passwd", false},
    {"this machine's own setting", "localtime", false},
    {"a blank", " UTC", false},
};

TEST_CASE("names of time zones", "[date_math]") {
  for (const ZoneRow& row : kZones) DYNAMIC_SECTION(row.why) {
      CHECK(is_time_zone(row.name) == row.known);
    }
}

TEST_CASE("a date without a zone is local", "[date_math]") {
  CHECK(local_to_utc(at("2024-07-01T10:00"), "Europe/Helsinki") == at("2024-07-01T07:00Z"));
  CHECK(local_to_utc(at("2024-01-01"), "") == at("2024-01-01T00:00Z"));
  CHECK(local_to_utc(at("2024-03-31T03:59:59.999"), "Europe/Helsinki") ==
        at("2024-03-31T01:00:00Z"));
  CHECK(local_to_utc(at("2024-10-27T03:30"), "Europe/Helsinki") == at("2024-10-27T00:30Z"));
  CHECK(local_to_utc(at("0000-01-01"), "+02:00") == at("0000-01-01T00:00Z"));
  CHECK(local_to_utc(INT64_MAX, "UTC") == at("9999-12-31T23:59:59.999Z"));
}

struct ChangeRow {
  const char* why;
  const char* math;
  const char* zone;
  const char* now;
  const char* change;
};

constexpr ChangeRow kChanges[] = {
    {"unrounded math changes at once", "now-1d", "UTC", "2024-05-15T10:20:30.456Z",
     "2024-05-15T10:20:30.457Z"},
    {"the next day", "now/d", "UTC", "2024-05-15T10:20:30Z", "2024-05-16T00:00:00Z"},
    {"the next day when one has just begun", "now/d", "UTC", "2024-05-15T00:00:00Z",
     "2024-05-16T00:00:00Z"},
    {"the next day in the zone", "now-30d/d", "Europe/Helsinki", "2024-05-15T10:20:30Z",
     "2024-05-15T21:00:00Z"},
    {"the next day after a jump", "now/d", "Europe/Helsinki", "2024-10-27T00:00:00Z",
     "2024-10-27T22:00:00Z"},
    {"the next month", "now-1M/M", "UTC", "2024-02-10T10:00:00Z", "2024-03-01T00:00:00Z"},
    {"the next month, to a shorter one", "now+1M/M", "UTC", "2024-01-30T10:00:00Z",
     "2024-02-01T00:00:00Z"},
    {"clamped days do not change", "now-1M/d", "UTC", "2023-03-28T10:00:00Z",
     "2023-04-01T00:00:00Z"},
    {"the next year", "now-1y/y", "America/New_York", "2024-05-15T10:20:30Z",
     "2025-01-01T05:00:00Z"},
    {"the next Monday", "now-1w/w", "UTC", "2024-05-15T10:20:30Z", "2024-05-20T00:00:00Z"},
    {"the next hour", "now-15m/h", "UTC", "2024-05-15T10:10:00Z", "2024-05-15T10:15:00Z"},
    {"a repeated hour", "now/h", "America/New_York", "2024-11-03T05:30:00Z",
     "2024-11-03T06:00:00Z"},
    {"a coarser rounding follows a finer", "now/h/y", "UTC", "2024-05-15T10:20:30Z",
     "2025-01-01T00:00:00Z"},
    {"a step between roundings", "now/d+12h/M", "UTC", "2024-05-15T10:20:30Z",
     "2024-06-01T00:00:00Z"},
    {"a month of whole weeks", "now/w/M", "UTC", "2024-05-15T10:20:30Z", "2024-06-03T00:00:00Z"},
};

TEST_CASE("when date math next changes", "[date_math]") {
  for (const ChangeRow& row : kChanges) DYNAMIC_SECTION(row.why) {
      const DateMath math = parsed(row.math);
      const std::int64_t now = at(row.now);
      const std::int64_t change = next_change(math, now, row.zone);
      CHECK(format_iso8601(change, IsoFraction::WhenNeeded) == row.change);
      CHECK(resolve(math, change - 1, row.zone) == resolve(math, now, row.zone));
      CHECK(resolve(math, change, row.zone) != resolve(math, now, row.zone));
    }
}

struct CrossingRow {
  const char* why;
  const char* math;
  const char* date;
  const char* now;
  const char* zone;
  const char* moment;  // "": never
};

constexpr CrossingRow kCrossings[] = {
    {"a date ahead is reached", "now-30d", "2024-03-10T12:00:00Z", "2024-03-20T00:00:00Z", "UTC",
     "2024-04-09T12:00:00Z"},
    {"a date that is reached is passed", "now-30d", "2024-03-10T12:00:00Z", "2024-04-09T12:00:00Z",
     "UTC", "2024-04-09T12:00:00.001Z"},
    {"a date that lies behind stays there", "now-30d", "2024-03-10T12:00:00Z",
     "2024-04-09T12:00:00.001Z", "UTC", ""},
    {"a clock may go back", "now-1d", "2024-10-01T00:00:00Z", "2024-10-20T00:00:00Z",
     "Europe/Helsinki", "2024-10-27T01:00:00Z"},
    {"rounded dates move with their unit", "now/d", "2024-03-12T00:00:00Z", "2024-03-10T12:00:00Z",
     "Europe/Helsinki", "2024-03-10T22:00:00Z"},
    {"months are looked at by the day", "now-1M", "2025-01-01T00:00:00Z", "2024-03-30T10:00:00Z",
     "UTC", "2024-03-31T00:00:00Z"},
    {"never past the calendar", "now+9999y", "9999-12-31T23:59:59.999Z", "2024-03-30T10:00:00Z",
     "+02:00", "2024-03-30T22:00:00Z"},
};

TEST_CASE("the moment when a date is reached", "[date_math]") {
  for (const CrossingRow& row : kCrossings) DYNAMIC_SECTION(row.why) {
      const std::int64_t moment =
          next_crossing(parsed(row.math), at(row.date), at(row.now), row.zone);
      if (*row.moment == '\0')
        CHECK(moment == kNeverCrosses);
      else
        CHECK(format_iso8601(moment, IsoFraction::WhenNeeded) == row.moment);
    }
}

// Whether the date lies before, at, or after what the math makes of a moment.
int side(std::int64_t date, const DateMath& math, std::int64_t moment, const char* zone) {
  const std::int64_t value = resolve(math, moment, zone);
  return date < value ? -1 : date > value ? 1 : 0;
}

TEST_CASE("no date is crossed before the moment given", "[date_math]") {
  constexpr const char* kMaths[] = {"now",       "now-1d",    "now+1d",     "now-36h",
                                    "now-1M",    "now-1M-1d", "now-1y+1M",  "now/d",
                                    "now-7d/w",  "now/M+3d",  "now-90m/h",  "now+2w-1M",
                                    "now-1d+1d", "now-1M+1M", "now-25h+1d", "now/y-1d"};
  constexpr const char* kZoneNames[] = {"UTC",          "+05:30",         "Europe/Helsinki",
                                        "America/Lima", "America/Havana", "Australia/Lord_Howe",
                                        "Asia/Tehran",  "Pacific/Apia"};
  constexpr std::int64_t kDay = 86'400'000;
  std::mt19937_64 random(20241128);
  const auto within = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  std::size_t changed = 0;
  for (int trial = 0; trial < 20'000; ++trial) {
    const char* const text = kMaths[random() % std::size(kMaths)];
    const char* const zone = kZoneNames[random() % std::size(kZoneNames)];
    const DateMath math = parsed(text);
    const std::int64_t now = within(at("1995-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z"));
    const std::int64_t reach = trial % 2 == 0 ? kDay : 400 * kDay;
    const std::int64_t date = trial % 5 == 0 ? resolve(math, now, zone)
                                             : resolve(math, now, zone) + within(-reach, reach);
    const std::int64_t moment = next_crossing(math, date, now, zone);
    INFO(text << ' ' << zone << " now " << now << " date " << date << " moment " << moment);
    REQUIRE(moment > now);
    const int before = side(date, math, now, zone);
    const std::int64_t last = std::min(moment - 1, now + 1000 * kDay);
    REQUIRE(side(date, math, last, zone) == before);
    for (int sample = 0; sample < 10; ++sample)
      REQUIRE(side(date, math, within(now, last), zone) == before);
    changed += moment != kNeverCrosses && side(date, math, moment, zone) != before;
  }
  CHECK(changed > 2'000);
}

}  // namespace
}  // namespace tamis
