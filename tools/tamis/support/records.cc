#include "tools/tamis/support/records.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include <span>

namespace tamis::cli {
namespace {

// So many malformed documents are reported one by one; of the rest only the number.
constexpr std::uint64_t kMostReports = 10;

std::string place(const DocumentReader& reader, const Record& record, const Diagnostic& error) {
  const std::string name = printable(reader.name());
  if (record.bson) return fmt::format("{}: document {}", name, record.number);
  // A document of one line has its mistake in that line; of several, some lines further.
  const LineColumn at = error.source.position(error.span().begin);
  return fmt::format("{}:{}:{}", name, record.line + at.line - 1, at.column);
}

}  // namespace

void add_input_flags(CommandLine& line, CLI::App* app, std::string& input, bool& skip_bad) {
  line.add_choice(app, "-i,--input", input, {"auto", "ndjson", "json", "bson", "archive"},
                  "what the documents are written in")
      ->group("Documents");
  app->add_flag("--skip-bad", skip_bad, "report malformed documents and go on")->group("Documents");
}

Result<Value> read_document(const Record& record) {
  if (record.bson) return parse_bson(std::as_bytes(std::span(record.bytes)));
  Result<Value> value = parse_extended_json(Source("", std::string(record.bytes)));
  if (!value.ok() || value->is(BsonType::Object)) return value;
  Diagnostic error;
  error.message = "a document is an object";
  error.source = Source("", std::string(record.bytes));
  error.labels.push_back({{0, 0}, "", std::nullopt});
  return Diagnostics{std::move(error)};
}

DocumentSource::DocumentSource(Session& session, Progress& progress, InputOptions options)
    : session_(session), progress_(progress), options_(std::move(options)) {}

void DocumentSource::for_each(const std::vector<std::string>& files, const Use& use) {
  const std::vector<std::string> all = files.empty() ? std::vector<std::string>{"-"} : files;
  for (const std::string& file : all) {
    if (stopped_) break;
    try {
      read_file(file, use);
    } catch (const Failure& failure) {
      progress_.clear();
      session_.trouble(failure.what());
    }
  }
  if (skipped_ > kMostReports)
    session_.complain(fmt::format("{} malformed documents were skipped", skipped_));
}

void DocumentSource::read_file(const std::string& file, const Use& use) {
  DocumentReader reader(file, *document_form(options_.form));
  reader_ = &reader;
  if (options_.lines_stay_together) reader.leave_lines_together();
  reader.before_waiting([this] {
    settle(Moment::BeforeWaiting);
    session_.out.flush();
  });
  const auto next = [&](Record& record) {
    try {
      return reader.next(record);
    } catch (const Failure&) {
      settle(Moment::FileEnds);
      throw;
    }
  };
  Record record;
  while (!stopped_) {
    switch (next(record)) {
      case DocumentReader::Status::End:
        settle(Moment::FileEnds);
        return;
      case DocumentReader::Status::Broken:
        settle(Moment::FileEnds);
        // Nothing behind it can be read, so skipping does not help.
        failed_ = true;
        progress_.clear();
        session_.trouble(
            fmt::format("{}: {}", printable(reader.name()), printable(reader.problem())));
        return;
      case DocumentReader::Status::Document:
        break;
    }
    if (const Diagnostics errors = use(record); !errors.empty()) report(record, errors);
    if (!options_.lines_stay_together) passed();
  }
}

void DocumentSource::passed() {
  progress_.update(reader_->name(), ++documents_, reader_->bytes_done(), reader_->bytes_total());
}

void DocumentSource::report(const Record& record, const Diagnostics& errors) {
  const Diagnostic& error = errors.front();
  const std::string message = fmt::format("{}: malformed document: {}",
                                          place(*reader_, record, error), printable(error.message));
  progress_.clear();
  if (options_.skip_bad) {
    if (++skipped_ <= kMostReports) session_.complain(message);
    return;
  }
  failed_ = true;
  stop();
  session_.trouble(message + " (--skip-bad goes on)");
}

}  // namespace tamis::cli
