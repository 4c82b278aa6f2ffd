#include "compiler/values/iso8601.h"

#include <limits>

#include "tests/support/catch.h"

using namespace tamis;

namespace {

struct Row {
  const char* why;
  const char* text;
  std::int64_t ms;
  bool has_time, has_zone;
};

constexpr Row kRows[] = {
    {"the epoch's day", "1970-01-01", 0, false, false},
    {"a day alone", "2024-01-31", 1706659200000, false, false},
    {"a leap day", "2024-02-29", 1709164800000, false, false},
    {"a century's leap day", "2000-02-29", 951782400000, false, false},
    {"hours and minutes", "2024-01-31T10:20", 1706696400000, true, false},
    {"a blank for the T", "2020-01-01 12:00:00", 1577880000000, true, false},
    {"seconds", "2024-01-31T10:20:30Z", 1706696430000, true, true},
    {"milliseconds", "2012-12-24T12:15:30.501Z", 1356351330501, true, true},
    {"one digit of a fraction is tenths", "1970-01-01T00:00:00.5Z", 500, true, true},
    {"microseconds are cut", "1970-01-01T00:00:00.123999Z", 123, true, true},
    {"a fraction may follow a comma", "1970-01-01T00:00:00,25Z", 250, true, true},
    {"east is ahead", "1970-01-01T02:00:00+02:00", 0, true, true},
    {"west is behind", "1969-12-31T16:30:00-07:30", 0, true, true},
    {"a zone without its colon", "1970-01-01T02:30:00+0230", 0, true, true},
    {"a zone of hours alone", "1970-01-01T02:00:00+02", 0, true, true},
    {"small letters", "1970-01-01t00:00:00z", 0, true, true},
    {"before the epoch", "1960-12-24T12:15:30.499Z", -284643869501, true, true},
    {"the year nought", "0000-01-01", -62167219200000, false, false},
    {"a negative year", "-000001-12-31", -62167305600000, false, false},
    {"an expanded year", "+010000-01-01T00:00:00Z", 253402300800000, true, true},
    {"the first millisecond", "-292275055-05-16T16:47:04.192Z",
     std::numeric_limits<std::int64_t>::min(), true, true},
    {"the last millisecond", "+292278994-08-17T07:12:55.807Z",
     std::numeric_limits<std::int64_t>::max(), true, true},
};

struct BadRow {
  const char* why;
  const char* text;
  std::size_t offset;
};

constexpr BadRow kBadRows[] = {
    {"nothing", "", 0},
    {"a word", "yesterday", 0},
    {"two digits of a year", "24-01-01", 0},
    {"five digits without a sign", "12024-01-01", 0},
    {"a sign and three digits", "+202-01-01", 0},
    {"a year alone", "2024", 4},
    {"a month alone", "2024-01", 7},
    {"slashes", "2024/01/31", 4},
    {"month 13", "2024-13-01", 5},
    {"month 0", "2024-00-01", 5},
    {"one digit of a day", "2024-01-1", 8},
    {"day 0", "2024-01-00", 8},
    {"day 32", "2024-01-32", 8},
    {"30 February", "2024-02-30", 8},
    {"29 February of a common year", "2023-02-29", 8},
    {"29 February of a common century", "1900-02-29", 8},
    {"31 April", "2024-04-31", 8},
    {"an hour too many", "2024-01-01T24:00:00Z", 11},
    {"no time after the T", "2024-01-01T", 11},
    {"hours alone", "2024-01-01T10", 13},
    {"minute 60", "2024-01-01T10:60", 14},
    {"a leap second", "2016-12-31T23:59:60Z", 17},
    {"a point without digits", "2024-01-01T10:20:30.Z", 20},
    {"a zone without a time", "2024-01-01Z", 10},
    {"a zone's hour 24", "2024-01-01T10:20:30+24:00", 20},
    {"a zone's minute 60", "2024-01-01T10:20:30+02:60", 23},
    {"half a zone", "2024-01-01T10:20:30+2", 20},
    {"a zone's colon without minutes", "2024-01-01T10:20:30+02:", 23},
    {"a zone by name", "2024-01-01T10:20:30 UTC", 19},
    {"something after the zone", "2024-01-01T10:20:30Z ", 20},
    {"a leading blank", " 2024-01-01", 0},
    {"one millisecond too early", "-292275055-05-16T16:47:04.191Z", 0},
    {"one millisecond too late", "+292278994-08-17T07:12:55.808Z", 0},
};

}  // namespace

TEST_CASE("ISO 8601 dates are read", "[iso8601]") {
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      const auto parsed = parse_iso8601(row.text);
      REQUIRE(std::holds_alternative<IsoDate>(parsed));
      const auto& date = std::get<IsoDate>(parsed);
      CHECK(date.ms == row.ms);
      CHECK(date.has_time == row.has_time);
      CHECK(date.has_zone == row.has_zone);
    }
  }
  CHECK(std::get<IsoDate>(parse_iso8601("1970-01-01T00:00:00.1239Z")).cut);
  CHECK_FALSE(std::get<IsoDate>(parse_iso8601("1970-01-01T00:00:00.123000Z")).cut);
}

TEST_CASE("what is no date says where", "[iso8601]") {
  for (const BadRow& row : kBadRows) {
    DYNAMIC_SECTION(row.why) {
      const auto parsed = parse_iso8601(row.text);
      REQUIRE(std::holds_alternative<IsoError>(parsed));
      CHECK(std::get<IsoError>(parsed).offset == row.offset);
      CHECK_FALSE(std::get<IsoError>(parsed).message.empty());
    }
  }
}

TEST_CASE("dates are written and read again", "[iso8601]") {
  CHECK(format_iso8601(0) == "1970-01-01T00:00:00.000Z");
  CHECK(format_iso8601(0, IsoFraction::WhenNeeded) == "1970-01-01T00:00:00Z");
  CHECK(format_iso8601(1, IsoFraction::WhenNeeded) == "1970-01-01T00:00:00.001Z");
  CHECK(format_iso8601(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(format_iso8601(253402300799999) == "9999-12-31T23:59:59.999Z");
  CHECK(format_iso8601(253402300800000) == "+010000-01-01T00:00:00.000Z");
  CHECK(format_iso8601(-62167219200001) == "-000001-12-31T23:59:59.999Z");

  const auto again = [](std::int64_t ms) {
    return std::get<IsoDate>(parse_iso8601(format_iso8601(ms))).ms;
  };
  for (const Row& row : kRows) CHECK(again(row.ms) == row.ms);
  // Every day of the Gregorian calendar's 400 years, so each leap rule is met.
  int wrong = 0;
  for (std::int64_t day = -719528; day < -719528 + 2 * 146097; ++day)
    wrong += days_from_civil(civil_from_days(day)) == day && again(day * 86400000) == day * 86400000
                 ? 0
                 : 1;
  CHECK(wrong == 0);
}

TEST_CASE("months outside a year are carried over", "[iso8601]") {
  CHECK(days_from_civil({2024, 13, 1}) == days_from_civil({2025, 1, 1}));
  CHECK(days_from_civil({2024, 0, 1}) == days_from_civil({2023, 12, 1}));
  CHECK(days_from_civil({2024, -11, 31}) == days_from_civil({2023, 1, 31}));
  CHECK(days_from_civil({2024, 1, 32}) == days_from_civil({2024, 2, 1}));
}
