// Contacts from lines of JSON, a bounded number of lines in each transaction.
//
//   Import import({db, workspaces, writers, workspace}, now, report);
//   import.feed(bytes);  // cut anywhere
//   import.finish();     // the last line need not end
//
// A line is there whole or not at all. A line that is wrong is reported, and the others go on;
// blank ones are counted and no more. Nobody waits for another writer, and no other writer waits,
// while the caller has no bytes. Memory: one batch of lines, however long the input.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/http/error.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"
#include "tools/segmentsd/store/writers.h"

namespace segmentsd {

struct ImportLine {
  std::int64_t number = 0;  // from 1
  std::string id;           // of the contact
  bool created = false;     // else it was updated
  std::optional<ApiError> error = {};
};

class Import {
 public:
  struct Place {
    Database& db;
    Workspaces& workspaces;
    Writers& writers;
    std::int64_t workspace;
  };
  // `now` in milliseconds, asked for each transaction; `report` gets every line after its own.
  Import(Place place, std::function<std::int64_t()> now,
         std::function<void(const ImportLine&)> report);

  // A StoreError is the end: what done() does not count has not happened.
  void feed(std::string_view bytes);
  void finish();
  std::int64_t done() const { return done_; }  // number of the last line that is settled

 private:
  struct Waiting {
    std::int64_t number;
    std::unique_ptr<Body> body;  // null: `error` is why
    std::optional<ApiError> error;
  };

  void take(std::string_view part);
  void end_line();
  void write();
  std::vector<ImportLine> write_lines();

  Place place_;
  std::function<std::int64_t()> now_;
  std::function<void(const ImportLine&)> report_;
  std::string line_;       // begun, its end not seen
  bool too_long_ = false;  // line_ lacks what is beyond the limit
  std::int64_t lines_ = 0, done_ = 0;
  std::vector<Waiting> batch_;
  std::size_t batch_bytes_ = 0;
};

}  // namespace segmentsd
