// Whose turn it is to write: SQLite knows one writer, and waiting here is fairer than its busy
// handler, which polls.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// To be held as a mutex is: std::unique_lock turn(writers).
class Writers {
 public:
  // A StoreError (SQLITE_BUSY) when others have kept the turn for too long.
  void lock() {
    std::unique_lock lock(mutex_);
    if (!free_.wait_for(lock, kPatience, [this] { return !taken_; }))
      throw StoreError(SQLITE_BUSY, "others have been writing for too long");
    taken_ = true;
  }
  void unlock() {
    {
      const std::lock_guard lock(mutex_);
      taken_ = false;
    }
    free_.notify_one();
  }

 private:
  static constexpr std::chrono::seconds kPatience{5};

  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
};

}  // namespace segmentsd
