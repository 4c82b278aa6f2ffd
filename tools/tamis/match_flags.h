// What `tamis match` was asked, of files, of a database or of a server.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/mongodb_flags.h"
#include "tools/tamis/support/sqlite_flags.h"

namespace tamis::cli {

struct MatchFlags {
  std::string condition;
  std::vector<std::string> files;
  LanguageFlags language;
  ClockFlags clock;
  MongodbFlags mongodb;
  SqliteFlags database;
  std::string input = "auto";
  std::string output = "auto";
  std::string uri;  // of a MongoDB server; "" reads files
  std::string collection;
  bool explain = false;       // how the server would find
  bool explain_plan = false;  // how SQLite would find
  bool skip_bad = false;
  bool count = false;
  bool invert = false;
  bool ids = false;
  bool quiet = false;
  bool trust = false;
  unsigned threads = 1;
  std::uint64_t max_count = 0;

  // What is malformed must not be taken for what does not match.
  bool reads_only_needed() const { return trust && !invert; }
};

// On the server that the flags name. Returns the exit status.
int match_on_server(Session& session, MatchFlags& flags);
// On the table of an SQLite database that they name.
int match_rows(Session& session, MatchFlags& flags);

}  // namespace tamis::cli
