// Whose turn it is to write: SQLite knows one writer, and waiting here is fairer than its busy
// handler, which polls.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// To be held as a mutex is: std::unique_lock turn(writers).
class Writers {
 public:
  // In the order of asking. A StoreError (SQLITE_BUSY) when that takes too long.
  void lock() {
    std::unique_lock lock(mutex_);
    const std::uint64_t ticket = next_++;
    waiting_.insert(ticket);
    const bool mine =
        free_.wait_for(lock, kPatience, [&] { return !taken_ && *waiting_.begin() == ticket; });
    waiting_.erase(ticket);
    if (mine) {
      taken_ = true;
      return;
    }
    free_.notify_all();  // who is next may have waited for this one
    throw StoreError(SQLITE_BUSY, "others have been writing for too long");
  }
  void unlock() {
    {
      const std::lock_guard lock(mutex_);
      taken_ = false;
    }
    free_.notify_all();
  }

 private:
  static constexpr std::chrono::seconds kPatience{5};

  std::mutex mutex_;
  std::condition_variable free_;
  std::set<std::uint64_t> waiting_;  // tickets
  std::uint64_t next_ = 0;
  bool taken_ = false;
};

}  // namespace segmentsd
