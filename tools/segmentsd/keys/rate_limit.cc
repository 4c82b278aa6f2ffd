#include "tools/segmentsd/keys/rate_limit.h"

#include <algorithm>

namespace segmentsd {

bool RateLimiter::Window::has_room(std::int64_t moment, std::int64_t limit) {
  if (moment != start) {
    start = moment;
    requests = 0;
  }
  return limit == 0 || requests < limit;
}

RateState RateLimiter::count(const std::string& key, std::int64_t now_ms) {
  const std::int64_t second = now_ms / 1000;
  const std::lock_guard lock(mutex_);
  Windows& windows = keys_[key];
  const bool minute_has = windows.minute.has_room(second / 60, limits_.per_minute);
  const bool second_has = windows.second.has_room(second, limits_.per_second);
  RateState state{minute_has && second_has, 0, 60 - second % 60};
  if (state.allowed) {
    ++windows.minute.requests;
    ++windows.second.requests;
  } else if (minute_has) {
    state.reset_seconds = 1;
  }
  state.remaining = std::max<std::int64_t>(0, limits_.per_minute - windows.minute.requests);
  return state;
}

}  // namespace segmentsd
