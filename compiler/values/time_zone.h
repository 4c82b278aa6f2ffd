// Clocks of the world: what a local clock shows at an instant, and when it shows a given time.
//
// "UTC", "Z", "" and fixed offsets (+02:00, +0200, +02) need no database; other names are looked up
// in the machine's.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace date {
class time_zone;  // NOLINT(readability-identifier-naming): of a library
}

namespace tamis {

// A cheap value; what it points at lives as long as the program. Instants and local times are in
// milliseconds since 1970, of UTC and of the zone's own clock.
class ZoneClock {
 public:
  ZoneClock() = default;  // UTC
  static std::optional<ZoneClock> find(std::string_view name);

  std::int64_t to_local(std::int64_t utc_ms) const;
  // A time in a gap is the first instant after it, a repeated one the earlier.
  std::int64_t to_utc(std::int64_t local_ms) const;
  // An instant after `utc_ms` before which the clock does not jump: its next jump, or sooner.
  static constexpr std::int64_t kNeverJumps = std::numeric_limits<std::int64_t>::max();
  std::int64_t next_jump(std::int64_t utc_ms) const;

 private:
  std::int64_t offset_ms_ = 0;
  const date::time_zone* zone_ = nullptr;  // when set, the offset above is unused
};

}  // namespace tamis
