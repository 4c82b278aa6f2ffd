// RelativeDate: a date that a condition names by its distance from now, as in `now-30d`.
//
//   // When is this contact to be looked at again?
//   std::int64_t moment = RelativeDate::kNever;
//   for (const RelativeDate& date : condition.relative_dates())
//     moment = std::min(moment, date.next_moment(last_seen_ms, context));
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include <tamis/context.h>

namespace tamis {

struct DateMath;

// Immutable, cheap to copy, safe to use from several threads. Times are milliseconds since 1970 in
// UTC, and the zone is the context's, if it has one, else the condition's.
class RelativeDate {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  RelativeDate(std::string field, std::shared_ptr<const DateMath> math, std::string time_zone);

  const std::string& field() const { return field_; }  // compared with it: dotted, from the root
  std::string text() const;                            // `now-30d`
  std::int64_t at(const Context& context) const;

  // A moment after the context's before which a comparison of `date_ms` with this date turns out as
  // it does now: the one at which that changes, or an earlier one at which to ask again; kNever if
  // it never changes.
  std::int64_t next_moment(std::int64_t date_ms, const Context& context) const;

 private:
  std::string zone(const Context& context) const;

  std::string field_;
  std::shared_ptr<const DateMath> math_;
  std::string time_zone_;
};

}  // namespace tamis
