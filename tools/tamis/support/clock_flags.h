// --now: when a condition with relative dates is run.
#pragma once

#include <tamis/predicate.h>

#include <string>

#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

class ClockFlags {
 public:
  void add(CLI::App* app);
  // The instant of --now, else the present. Throws Failure on text that is no instant.
  Context context() const;
  bool given() const { return !now_.empty(); }

 private:
  std::string now_;
};

// Milliseconds of an ISO 8601 instant; without a zone it is UTC. Throws Failure.
std::int64_t read_instant(std::string_view text);

}  // namespace tamis::cli
