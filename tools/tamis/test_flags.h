// What `tamis test` was asked, of suites, of documents or of a database.
#pragma once

#include <string>
#include <vector>

#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/sqlite_flags.h"

namespace tamis::cli {

struct TestFlags {
  std::vector<std::string> subjects;
  std::vector<std::string> documents;
  LanguageFlags language;
  ClockFlags clock;
  SqliteFlags database;
  std::string format = "human";
  std::string input = "auto";
  std::string show = "all";
  bool skip_bad = false;
  bool trees = false;
  bool require_coverage = false;
};

// A condition on the table of an SQLite database that the flags name. Returns the exit status.
int test_rows(Session& session, TestFlags& flags);

}  // namespace tamis::cli
