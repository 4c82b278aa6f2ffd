// Progress: a line on standard error for long work, only where a person watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "tools/tamis/support/session.h"

namespace tamis::cli {

class Progress {
 public:
  // Silent unless standard error is a terminal, and unless `shown` (not when results go to the
  // same terminal).
  Progress(Session& session, bool shown);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap enough to call for every document. `total` 0: not known.
  void update(std::string_view name, std::uint64_t documents, std::uint64_t done,
              std::uint64_t total);
  void clear();

 private:
  void draw(std::string_view name, std::uint64_t documents, std::uint64_t done,
            std::uint64_t total);

  Session& session_;
  bool active_;
  bool drawn_ = false;
  unsigned calls_ = 0;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace tamis::cli
