// Going through the documents of many streams, with malformed ones reported.
#pragma once

#include <tamis/result.h>
#include <tamis/value.h>

#include <functional>
#include <string>
#include <vector>

#include "tools/tamis/support/command_line.h"
#include "tools/tamis/support/documents.h"
#include "tools/tamis/support/progress.h"

namespace tamis::cli {

// --input and --skip-bad.
void add_input_flags(CommandLine& line, CLI::App* app, std::string& input, bool& skip_bad);

struct InputOptions {
  std::string form = "auto";
  bool skip_bad = false;
  bool lines_stay_together = false;  // NDJSON comes in pieces; calls of passed() count documents
};

// A document's value: of JSON text or of BSON.
Result<Value> read_document(const Record& record);

class DocumentSource {
 public:
  DocumentSource(Session& session, Progress& progress, InputOptions options);

  // Says of a document what is wrong with it, if anything is.
  using Use = std::function<Diagnostics(const Record&)>;

  // Calls `use` with every document of the files (standard input if there are none) until stop().
  // A malformed document is reported with its place, and ends everything unless they are to be
  // skipped. Files that cannot be read are reported and passed over.
  void for_each(const std::vector<std::string>& files, const Use& use);
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

  // For a use that keeps documents back: called when it should be done with those it has, which is
  // before a wait for more and at the end of a file. What it finds wrong it reports itself.
  enum class Moment : std::uint8_t { BeforeWaiting, FileEnds };
  using Settle = std::function<void(Moment)>;
  void when_to_settle(Settle settle) { settle_ = std::move(settle); }
  void passed();
  void report(const Record& record, const Diagnostics& errors);

  // Whether a malformed document ended it.
  bool failed() const { return failed_; }
  std::uint64_t skipped() const { return skipped_; }

 private:
  void read_file(const std::string& file, const Use& use);
  void settle(Moment moment) const {
    if (settle_ && !stopped_) settle_(moment);
  }

  Session& session_;
  Progress& progress_;
  InputOptions options_;
  Settle settle_;
  const DocumentReader* reader_ = nullptr;  // of the file that is being read
  bool stopped_ = false;
  bool failed_ = false;
  std::uint64_t skipped_ = 0;
  std::uint64_t documents_ = 0;
};

}  // namespace tamis::cli
