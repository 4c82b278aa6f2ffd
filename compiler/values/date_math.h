// Relative dates: `now`, `now-30d`, `now-1M/M`, `now/d`.
//
// Steps run left to right. y M w d are calendar units in the zone, h m s elapsed time; rounding is
// down, and a week begins on Monday. A month that is too short clamps to its last day. A local time
// in a gap is the first instant after it, a repeated one the earlier. Hours, minutes and seconds
// begin when the local clock says so.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tamis {

inline constexpr std::size_t kMaxDateMathSteps = 100;
inline constexpr std::int64_t kMaxDateMathCount = 999'999'999;

struct DateMath {
  // Add `count` units, or round down to the unit's beginning.
  struct Step {
    enum class Kind : std::uint8_t { Add, RoundDown } kind = Kind::Add;
    char unit = 'd';  // y M w d h m s
    std::int64_t count = 0;
    friend bool operator==(const Step&, const Step&) = default;
  };
  std::vector<Step> steps;  // from now

  std::string text() const;  // "now-1M/M"; parse_date_math() gives the same value again
  friend bool operator==(const DateMath&, const DateMath&) = default;
};

// `offset` in bytes is where the text stops being date math; `message` is fit for a diagnostic.
struct DateMathError {
  std::size_t offset = 0;
  std::string message;
};

// Text that does not begin with `now` is an error at offset 0.
std::variant<DateMath, DateMathError> parse_date_math(std::string_view text);

// Milliseconds since 1970 in UTC. `zone` is one that is_time_zone() accepts (another counts as
// UTC); "" is UTC. `now` and the result of each step saturate at 0000-01-01T00:00:00.000Z and
// 9999-12-31T23:59:59.999Z, so that every result can be written as ISO 8601 text in order.
std::int64_t resolve(const DateMath& math, std::int64_t now_ms, std::string_view zone);

// An IANA name the machine knows, or "UTC", "Z", "+02:00", "+0200", "+02", which need no database.
bool is_time_zone(std::string_view zone);

// The instant at which clocks in `zone` show `local_ms` (milliseconds as if in UTC). Saturates.
std::int64_t local_to_utc(std::int64_t local_ms, std::string_view zone);

// The earliest instant after `now_ms` at which resolve() gives another value than at `now_ms`: the
// next unit's beginning for rounded math, now_ms + 1 for the rest. Where finding it would take long
// (math that rounds to seconds, then adds, then rounds to years), an earlier instant up to which
// nothing changes: ask again then.
std::int64_t next_change(const DateMath& math, std::int64_t now_ms, std::string_view zone);

// An instant after `now_ms` before which `date_ms` compares with resolve() as it does at `now_ms`:
// where that changes, or sooner, to ask again then; kNeverCrosses if it never will.
inline constexpr std::int64_t kNeverCrosses = std::numeric_limits<std::int64_t>::max();
std::int64_t next_crossing(const DateMath& math, std::int64_t date_ms, std::int64_t now_ms,
                           std::string_view zone);

}  // namespace tamis
