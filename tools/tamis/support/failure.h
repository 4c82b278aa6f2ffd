// Failure: the world is wrong (a file, a pipe, a disk). Thrown in the tools only; main() reports
// it once and exits 2.
#pragma once

#include <stdexcept>
#include <string>

namespace tamis::cli {

// What a command's exit status says.
enum Exit : int {
  kSuccess = 0,
  kFinding = 1,  // an error finding, no match, a failing test, a difference
  kTrouble = 2,  // usage, or input or output that failed
};

class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The reader of our output went away. Not worth a word.
class BrokenPipe : public std::runtime_error {
 public:
  BrokenPipe() : std::runtime_error("broken pipe") {}
};

// Our output cannot be written, whatever is asked next.
class OutputFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// "cannot read `x.cond`: No such file or directory", from errno.
std::string errno_message(const std::string& what, int error);

}  // namespace tamis::cli
