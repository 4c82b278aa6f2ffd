#include "backends/predicate/bindings.h"

#include "compiler/values/date_math.h"

namespace tamis::predicate {

void Bindings::resolve(const Code& code, const Context& context, const std::string& zone) {
  if (!dates_.empty() && now_ms_ == context.now_ms && time_zone_ == context.time_zone) return;
  now_ms_ = context.now_ms;
  time_zone_ = context.time_zone;
  const std::string& asked = context.time_zone.empty() ? zone : context.time_zone;
  const std::string_view known = is_time_zone(asked) ? std::string_view(asked) : "UTC";
  dates_.clear();
  for (const Operand* operand : code.relative_dates)
    dates_.push_back(
        make_integer(BsonType::Date, tamis::resolve(*operand->date_math, context.now_ms, known)));
}

}  // namespace tamis::predicate
