// The options that say how a condition becomes a MongoDB filter.
#pragma once

#include <tamis/condition.h>
#include <tamis/mongodb.h>

#include <string>

#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/command_line.h"

namespace tamis::cli {

class MongodbFlags {
 public:
  void add(CommandLine& line, CLI::App* app);

  // Relative dates are those of the clock's instant unless they are to stay relative. Shows what
  // cannot be said on standard error, and then throws Failure.
  mongodb::MongoFilter emit(Session& session, const Condition& condition,
                            const ClockFlags& clock) const;

 private:
  std::string version_ = "8.0";
  bool keep_relative_ = false;
  bool verbatim_ = false;
};

}  // namespace tamis::cli
