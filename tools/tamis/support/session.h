// Session: what every command is given.
#pragma once

#include <tamis/diagnostic.h>
#include <unistd.h>

#include <string>

#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/output.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {

struct Session {
  Output out{STDOUT_FILENO, "standard output"};
  Output err{STDERR_FILENO, "standard error"};
  std::string colour = "auto";  // --color

  Style style() const { return style_of(out); }
  Style err_style() const { return style_of(err); }

  // One line on standard error, "tamis: cannot read ...", after what was written so far.
  void complain(const std::string& message);
  // Diagnostics for people, on standard error.
  void show(const Diagnostics& diagnostics);
  // complain(), and remember that the exit status must be 2.
  void trouble(const std::string& message);
  bool troubled() const { return troubled_; }
  int exit(int status) const { return troubled_ ? kTrouble : status; }

 private:
  Style style_of(const Output& output) const;
  bool troubled_ = false;
};

}  // namespace tamis::cli
