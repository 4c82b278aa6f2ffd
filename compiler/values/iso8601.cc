#include "compiler/values/iso8601.h"

#include <fmt/format.h>

#include <limits>
#include <optional>

#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

__extension__ using Int128 = __int128;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;
constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;
constexpr std::int64_t kDaysPerEra = 146097;  // 400 years
constexpr std::int64_t kFirstOfMarch0To1970 = 719468;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : text_(text) {}

  std::variant<IsoDate, IsoError> read() {
    if (!read_day() || !read_time() || !read_zone()) return error_;
    if (at_ != text_.size()) {
      fail(at_, date_.has_zone ? "nothing may follow the zone"
                               : (date_.has_time ? "expected a zone such as `Z` or `+02:00`"
                                                 : "expected a time such as `T10:20:30`"));
      return error_;
    }
    const Int128 ms = Int128{days_} * kMsPerDay + ms_of_day_ - offset_ms_;
    if (ms < std::numeric_limits<std::int64_t>::min() ||
        ms > std::numeric_limits<std::int64_t>::max()) {
      fail(0, "the year is beyond what a date can hold");
      return error_;
    }
    date_.ms = static_cast<std::int64_t>(ms);
    return date_;
  }

 private:
  bool fail(std::size_t offset, std::string_view message) {
    error_ = {offset, message};
    return false;
  }

  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }

  std::size_t count_digits() const {
    std::size_t end = at_;
    while (end < text_.size() && values::is_digit(text_[end])) ++end;
    return end - at_;
  }

  std::int64_t take_number(std::size_t digits) {
    std::int64_t number = 0;
    for (const char c : text_.substr(at_, digits)) number = number * 10 + (c - '0');
    at_ += digits;
    return number;
  }

  // Two digits within first..last.
  bool read_pair(int first, int last, int& pair, std::string_view message) {
    const std::size_t begin = at_;
    if (count_digits() < 2) return fail(begin, message);
    pair = static_cast<int>(take_number(2));
    return (pair >= first && pair <= last) || fail(begin, message);
  }

  bool read_day() {
    CivilDay day;
    const bool negative = next_is('-');
    const bool expanded = take('-') || take('+');
    const std::size_t digits = count_digits();
    if (expanded ? (digits < 4 || digits > 9) : digits != 4)
      return fail(0, expanded ? "a year with a sign has four to nine digits"
                              : "expected a year of four digits");
    day.year = take_number(digits);
    if (negative) day.year = -day.year;
    if (!take('-')) return fail(at_, "expected `-` and the month");
    if (!read_pair(1, 12, day.month, "a month is 01 to 12")) return false;
    if (!take('-')) return fail(at_, "expected `-` and the day");
    if (!read_pair(1, 31, day.day, "a day is 01 to 31")) return false;
    if (day.day > days_in_month(day.year, day.month))
      return fail(at_ - 2, "the month has fewer days");
    days_ = days_from_civil(day);
    return true;
  }

  bool read_time() {
    if (!take('T') && !take('t') && !take(' ')) return true;
    date_.has_time = true;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!read_pair(0, 23, hour, "an hour is 00 to 23")) return false;
    if (!take(':')) return fail(at_, "expected `:` and the minutes");
    if (!read_pair(0, 59, minute, "minutes are 00 to 59")) return false;
    if (take(':')) {
      if (!read_pair(0, 59, second, "seconds are 00 to 59")) return false;
      if ((next_is('.') || next_is(',')) && !read_fraction()) return false;
    }
    ms_of_day_ += hour * kMsPerHour + minute * kMsPerMinute + second * kMsPerSecond;
    return true;
  }

  bool read_fraction() {
    ++at_;
    std::size_t digits = count_digits();
    if (digits == 0) return fail(at_, "expected digits after the point");
    std::int64_t unit = 100;
    for (; digits > 0; --digits, unit /= 10) {
      const std::int64_t digit = take_number(1);
      ms_of_day_ += digit * unit;
      date_.cut = date_.cut || (unit == 0 && digit != 0);
    }
    return true;
  }

  bool read_zone() {
    if (!date_.has_time) return true;
    if (take('Z') || take('z')) {
      date_.has_zone = true;
      return true;
    }
    const bool west = next_is('-');
    if (!take('-') && !take('+')) return true;
    date_.has_zone = true;
    int hours = 0;
    int minutes = 0;
    if (!read_pair(0, 23, hours, "a zone's hours are 00 to 23")) return false;
    const bool colon = take(':');
    if ((colon || count_digits() != 0) &&
        !read_pair(0, 59, minutes, "a zone's minutes are 00 to 59"))
      return false;
    offset_ms_ = (hours * kMsPerHour + minutes * kMsPerMinute) * (west ? -1 : 1);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t days_ = 0;
  std::int64_t ms_of_day_ = 0;
  std::int64_t offset_ms_ = 0;
  IsoDate date_;
  IsoError error_;
};

}  // namespace

int days_in_month(std::int64_t year, int month) {
  switch (month) {
    case 2:
      return is_leap(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
      return 30;
    default:
      return 31;
  }
}

// Years are counted from 1 March, so that the leap day is the last of its year; the months from
// March on then begin at (153 × month + 2) / 5 days.
std::int64_t days_from_civil(CivilDay day) {
  std::int64_t month = day.month - 3;
  const std::int64_t year = day.year + floor_divide(month, 12);
  month -= floor_divide(month, 12) * 12;
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + day.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kFirstOfMarch0To1970;
}

CivilDay civil_from_days(std::int64_t days) {
  days += kFirstOfMarch0To1970;
  const std::int64_t era = floor_divide(days, kDaysPerEra);
  const std::int64_t day_of_era = days - era * kDaysPerEra;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  CivilDay day;
  day.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  day.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  day.year = era * 400 + year_of_era + (month < 10 ? 0 : 1);
  return day;
}

std::variant<IsoDate, IsoError> parse_iso8601(std::string_view text) {
  return IsoReader(text).read();
}

std::string format_iso8601(std::int64_t ms, IsoFraction fraction) {
  const std::int64_t days = floor_divide(ms, kMsPerDay);
  std::int64_t rest = ms % kMsPerDay;
  if (rest < 0) rest += kMsPerDay;
  const CivilDay day = civil_from_days(days);
  std::string text = day.year >= 0 && day.year <= 9999 ? fmt::format("{:04}", day.year)
                                                       : fmt::format("{:+07}", day.year);
  text += fmt::format("-{:02}-{:02}T{:02}:{:02}:{:02}", day.month, day.day, rest / kMsPerHour,
                      rest / kMsPerMinute % 60, rest / kMsPerSecond % 60);
  if (fraction == IsoFraction::Always || rest % kMsPerSecond != 0)
    text += fmt::format(".{:03}", rest % kMsPerSecond);
  return text + "Z";
}

}  // namespace tamis
