// How many requests a key may make: in any second, and in any minute, both counted by the clock.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace segmentsd {

struct RateLimits {
  std::int64_t per_minute = 1000;  // 0: no limit
  std::int64_t per_second = 100;   // 0: no limit
};

struct RateState {
  bool allowed = true;
  std::int64_t remaining = 0;      // of the minute
  std::int64_t reset_seconds = 0;  // until there is room again, or the minute ends
};

// Safe to use from several threads.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimits limits) : limits_(limits) {}
  const RateLimits& limits() const { return limits_; }
  // Counts a request of the key at this moment.
  RateState count(const std::string& key, std::int64_t now_ms);

 private:
  struct Window {
    std::int64_t start = -1, requests = 0;
    // Whether there is room; if so the request is counted.
    bool has_room(std::int64_t moment, std::int64_t limit);
  };
  struct Windows {
    Window minute, second;
  };
  RateLimits limits_;
  std::mutex mutex_;
  std::map<std::string, Windows> keys_;
};

}  // namespace segmentsd
