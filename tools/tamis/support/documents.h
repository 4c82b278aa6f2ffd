// Documents from a stream, one at a time: NDJSON, JSON arrays and concatenated JSON, BSON as
// mongodump writes it, and mongodump archives.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tamis::cli {

enum class DocumentForm : std::uint8_t { Auto, Ndjson, Json, Bson, Archive };
// "auto", "ndjson", "json", "bson", "archive"; nullopt for any other word.
std::optional<DocumentForm> document_form(std::string_view word);

// One document, or a piece of a stream. `bytes` lives until the next call of next().
struct Record {
  std::string_view bytes;  // JSON text without the line break, or BSON
  bool bson = false;
  bool is_piece = false;     // of NDJSON, cut anywhere: it has neither a number nor a line
  std::uint64_t number = 0;  // of the document in its stream, from 1
  std::uint64_t line = 0;    // where it begins, from 1; 0 in binary streams
};

// Splits a stream into documents without reading what is inside them: whether one is well formed
// is for its reader to say. Memory: the longest document.
class DocumentReader {
 public:
  // Opens the file, or takes standard input for "-". Throws Failure.
  DocumentReader(const std::string& path, DocumentForm form);
  ~DocumentReader();
  DocumentReader(const DocumentReader&) = delete;
  DocumentReader& operator=(const DocumentReader&) = delete;

  // NDJSON is given out as it is read, for whoever finds the lines himself.
  void leave_lines_together() { lines_stay_together_ = true; }

  // Called before a read that may wait, so that what was found so far can be shown.
  void before_waiting(std::function<void()> callback) { before_waiting_ = std::move(callback); }

  enum class Status : std::uint8_t { Document, Broken, End };
  // Broken: the stream cannot be split any further (a bad BSON length, an array without its end);
  // problem() says why and End follows. Throws Failure when reading fails.
  Status next(Record& record);
  const std::string& problem() const { return problem_; }

  const std::string& name() const { return name_; }  // "<stdin>" for "-"
  std::uint64_t bytes_done() const { return consumed_ + begin_; }
  std::uint64_t bytes_total() const { return total_; }  // 0: not known
  DocumentForm form() const { return form_; }

  // Longer documents than this are not taken for documents.
  static constexpr std::size_t kMostBytes = std::size_t{64} << 20U;

 private:
  std::string_view rest() const { return {buffer_.data() + begin_, end_ - begin_}; }
  bool fill();
  bool need(std::size_t bytes);
  void detect();
  bool looks_pretty_printed();
  void skip(std::size_t bytes);
  void pass_record();
  Status broken(std::string problem);

  Status next_piece(Record& record);
  Status next_line(Record& record);
  Status next_json(Record& record);
  std::optional<std::size_t> json_end();
  Status next_bson(Record& record);
  Status next_in_archive(Record& record);
  bool skip_archive_document();

  enum class Array : std::uint8_t { Outside, First, AfterComma, AfterValue };

  int fd_ = -1;
  std::string name_;
  DocumentForm form_;
  std::function<void()> before_waiting_;
  std::string buffer_;
  std::size_t begin_ = 0;       // of what is not yet given out
  std::size_t end_ = 0;         // of what was read
  std::uint64_t consumed_ = 0;  // bytes that left the buffer
  std::uint64_t total_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t number_ = 0;
  std::size_t pending_ = 0;  // bytes of the record given out last
  bool line_ends_ = false;   // a line break is the last of them
  Array array_ = Array::Outside;
  bool at_end_ = false;
  bool regular_ = false;
  bool lines_stay_together_ = false;
  bool broken_ = false;
  bool in_block_ = false;  // of an archive
  std::string problem_;
};

}  // namespace tamis::cli
