// Dates as ISO 8601 text.
//
//   parse_iso8601("2024-01-31")                       a date, no time, no zone
//   parse_iso8601("2024-01-31T10:20:30.123+02:00")    all of them
//   parse_iso8601("2024-02-30")                       an error at offset 8: February has 29 days
//
// Read: YYYY-MM-DD, a sign and four to nine digits for years beyond 0000–9999, then perhaps `T` or
// a blank with hh:mm, hh:mm:ss or a fraction of the second, then perhaps `Z`, ±hh:mm, ±hhmm or
// ±hh. Neither allocates nor looks at a clock, a locale or a time zone database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace tamis {

//   ms       since 1970-01-01T00:00:00Z; without a zone, as if the text's clock were UTC's
//   cut      the fraction says more than milliseconds; what was beyond them is left out
struct IsoDate {
  std::int64_t ms = 0;
  bool has_time = false;
  bool has_zone = false;
  bool cut = false;
};

// `offset`, in bytes, is where the text stops being a date; `message` is fit for a diagnostic.
struct IsoError {
  std::size_t offset = 0;
  std::string_view message;
};

std::variant<IsoDate, IsoError> parse_iso8601(std::string_view text);

enum class IsoFraction : std::uint8_t {
  Always,      // 1970-01-01T00:00:00.000Z
  WhenNeeded,  // 1970-01-01T00:00:00Z
};

// In UTC, with a trailing Z, for every int64; years beyond 0000–9999 get a sign and at least six
// digits. parse_iso8601() gives the same ms again.
std::string format_iso8601(std::int64_t ms, IsoFraction fraction = IsoFraction::Always);

// A day of the proleptic Gregorian calendar.
struct CivilDay {
  std::int64_t year = 1970;
  int month = 1;  // from 1
  int day = 1;    // from 1
};

// Days since 1970-01-01. The month may be any number (13 is January of the next year, 0 December
// of the one before), as may the day.
std::int64_t days_from_civil(CivilDay day);
CivilDay civil_from_days(std::int64_t days);
int days_in_month(std::int64_t year, int month);

}  // namespace tamis
