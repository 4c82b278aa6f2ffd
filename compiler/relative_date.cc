#include <tamis/relative_date.h>

#include <utility>

#include "compiler/values/date_math.h"

namespace tamis {

RelativeDate::RelativeDate(std::string field, std::shared_ptr<const DateMath> math,
                           std::string time_zone)
    : field_(std::move(field)), math_(std::move(math)), time_zone_(std::move(time_zone)) {}

std::string RelativeDate::text() const {
  return math_->text();
}

std::int64_t RelativeDate::at(const Context& context) const {
  return resolve(*math_, context.now_ms, zone(context));
}

std::int64_t RelativeDate::next_moment(std::int64_t date_ms, const Context& context) const {
  return next_crossing(*math_, date_ms, context.now_ms, zone(context));
}

std::string RelativeDate::zone(const Context& context) const {
  const std::string& asked = context.time_zone.empty() ? time_zone_ : context.time_zone;
  return is_time_zone(asked) ? asked : "UTC";
}

}  // namespace tamis
