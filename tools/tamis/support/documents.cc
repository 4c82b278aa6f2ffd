#include "tools/tamis/support/documents.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kArchiveMagic = "\x6d\xe2\x99\x81";
constexpr std::string_view kArchiveEnd = "\xff\xff\xff\xff";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kLeastBson = 5;

// The length that a BSON document claims to have.
std::size_t bson_length(std::string_view bytes) {
  std::size_t length = 0;
  for (std::size_t i = 4; i-- > 0;) length = (length << 8U) | static_cast<unsigned char>(bytes[i]);
  return length;
}

// Text has no bytes below a tab; the lengths of BSON documents of any likely size do.
bool looks_like_bson(std::string_view start) {
  return start.size() >= 4 && start[3] >= 0 && start[3] < 8;
}

}  // namespace

std::optional<DocumentForm> document_form(std::string_view word) {
  if (word == "auto") return DocumentForm::Auto;
  if (word == "ndjson") return DocumentForm::Ndjson;
  if (word == "json") return DocumentForm::Json;
  if (word == "bson") return DocumentForm::Bson;
  if (word == "archive") return DocumentForm::Archive;
  return std::nullopt;
}

DocumentReader::DocumentReader(const std::string& path, DocumentForm form)
    : name_(path == "-" ? "<stdin>" : path), form_(form) {
  const std::string shown = path == "-" ? "standard input" : fmt::format("`{}`", printable(path));
  fd_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) throw Failure(errno_message("cannot read " + shown, errno));
  struct stat status{};
  if (::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode)) {
    regular_ = true;
    total_ = static_cast<std::uint64_t>(status.st_size);
  }
}

DocumentReader::~DocumentReader() {
  if (fd_ > STDERR_FILENO) ::close(fd_);
}

// Reads more behind what is there; false at the end of the stream.
bool DocumentReader::fill() {
  if (at_end_) return false;
  if (!regular_ && before_waiting_) before_waiting_();
  if (begin_ != 0) {
    std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
    consumed_ += begin_;
    end_ -= std::exchange(begin_, 0);
  }
  if (const std::size_t size = end_ + std::max(kReadBytes, end_); buffer_.size() < size)
    buffer_.resize(size);
  ssize_t got = 0;
  do {
    got = ::read(fd_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  const int error = errno;
  if (got < 0)
    throw Failure(errno_message(fmt::format("cannot read `{}`", printable(name_)), error));
  end_ += static_cast<std::size_t>(got);
  at_end_ = got == 0;
  return !at_end_;
}

bool DocumentReader::need(std::size_t bytes) {
  while (rest().size() < bytes)
    if (!fill()) return false;
  return true;
}

void DocumentReader::skip(std::size_t bytes) {
  const std::string_view skipped = rest().substr(0, bytes);
  if (form_ == DocumentForm::Ndjson || form_ == DocumentForm::Json)
    line_ += static_cast<std::uint64_t>(std::ranges::count(skipped, '\n'));
  begin_ += skipped.size();
}

// A line is known to hold one line break, so its bytes need not be looked at again.
void DocumentReader::pass_record() {
  const std::size_t bytes = std::exchange(pending_, 0);
  if (form_ != DocumentForm::Ndjson) return skip(bytes);
  begin_ += bytes;
  line_ += std::exchange(line_ends_, false) ? 1U : 0U;
}

DocumentReader::Status DocumentReader::broken(std::string problem) {
  problem_ = std::move(problem);
  broken_ = true;
  return Status::Broken;
}

void DocumentReader::detect() {
  need(4);
  if (rest().starts_with("\x1f\x8b"))
    throw Failure(
        fmt::format("`{}` is compressed; write `gunzip -c FILE | tamis ... -`", printable(name_)));
  if (rest().starts_with(kByteOrderMark)) begin_ += kByteOrderMark.size();
  if (form_ == DocumentForm::Auto) {
    if (rest().starts_with(kArchiveMagic)) {
      form_ = DocumentForm::Archive;
    } else if (looks_like_bson(rest())) {
      form_ = DocumentForm::Bson;
    } else {
      form_ = looks_pretty_printed() ? DocumentForm::Json : DocumentForm::Ndjson;
    }
  }
  if (form_ != DocumentForm::Archive) return;
  if (!rest().starts_with(kArchiveMagic))
    throw Failure(fmt::format("`{}` is not a mongodump archive", printable(name_)));
  skip(kArchiveMagic.size());
}

// An array, or a document whose first line stops in the middle as printers break lines.
bool DocumentReader::looks_pretty_printed() {
  std::size_t first = std::string_view::npos;
  std::size_t end = std::string_view::npos;
  do {
    first = rest().find_first_not_of(kBlanks);
    end = first == std::string_view::npos ? first : rest().find('\n', first);
  } while (end == std::string_view::npos && rest().size() < kMostBytes &&
           (first == std::string_view::npos || rest()[first] != '[') && fill());
  if (first == std::string_view::npos) return false;
  if (rest()[first] == '[') return true;
  std::string_view line = rest().substr(first, end - first);
  line = line.substr(0, line.find_last_not_of(kBlanks) + 1);
  return line == "{" || line.ends_with(",") || (line.size() > 1 && line.ends_with("{"));
}

DocumentReader::Status DocumentReader::next(Record& record) {
  if (consumed_ == 0 && begin_ == 0 && buffer_.empty()) detect();
  pass_record();
  if (broken_) return Status::End;
  Status status = Status::End;
  switch (form_) {
    case DocumentForm::Json:
      status = next_json(record);
      break;
    case DocumentForm::Bson:
      status = next_bson(record);
      break;
    case DocumentForm::Archive:
      status = next_in_archive(record);
      break;
    default:
      status = lines_stay_together_ ? next_piece(record) : next_line(record);
  }
  if (status != Status::Document) return status;
  pending_ += record.bytes.size();
  record.number = ++number_;
  return status;
}

DocumentReader::Status DocumentReader::next_piece(Record& record) {
  if (rest().empty() && !fill()) return Status::End;
  record = {rest(), false, true};
  return Status::Document;
}

DocumentReader::Status DocumentReader::next_line(Record& record) {
  for (;;) {
    std::size_t searched = 0;
    std::size_t end = rest().find('\n');
    while (end == std::string_view::npos) {
      searched = rest().size();
      if (searched > kMostBytes) return broken(fmt::format("line {} is too long", line_));
      if (!fill()) break;
      end = rest().find('\n', searched);
    }
    std::string_view line = rest().substr(0, end);
    if (line.empty() && end == std::string_view::npos) return Status::End;
    const std::size_t first = line.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
      skip(line.size() + (end == std::string_view::npos ? 0 : 1));
      continue;
    }
    begin_ += first;  // no line break among these
    line.remove_prefix(first);
    record = {line.substr(0, line.find_last_not_of(kBlanks) + 1), false, false, 0, line_};
    // The rest of the line goes with the record.
    line_ends_ = end != std::string_view::npos;
    pending_ = line.size() - record.bytes.size() + (line_ends_ ? 1 : 0);
    return Status::Document;
  }
}

// The end of the value that begins at rest()[0]: of an object or array its bracket, of anything
// else the last byte before a comma, bracket or blank. nullopt: the stream ends before.
std::optional<std::size_t> DocumentReader::json_end() {
  std::size_t depth = 0;
  bool in_string = false;
  bool escaped = false;
  for (std::size_t at = 0;; ++at) {
    if (at > kMostBytes) return std::nullopt;
    if (at == rest().size() && !fill()) break;
    const char c = rest()[at];
    if (in_string) {
      if (!escaped && c == '"') {
        in_string = false;
        if (depth == 0) return at + 1;
      }
      escaped = c == '\\' && !escaped;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    } else if (depth == 0 && at > 0 && (c == ',' || kBlanks.find(c) != std::string_view::npos)) {
      return at;
    }
  }
  if (depth == 0 && !in_string) return rest().size();
  return std::nullopt;
}

DocumentReader::Status DocumentReader::next_json(Record& record) {
  for (;;) {
    std::size_t first = rest().find_first_not_of(kBlanks);
    while (first == std::string_view::npos) {
      skip(rest().size());
      if (!fill()) {
        if (array_ == Array::Outside) return Status::End;
        return broken("the array is not closed");
      }
      first = rest().find_first_not_of(kBlanks);
    }
    skip(first);
    const char c = rest().front();
    if (array_ == Array::Outside && c == '[') {
      array_ = Array::First;
    } else if (c == ']' && (array_ == Array::First || array_ == Array::AfterValue)) {
      array_ = Array::Outside;
    } else if (c == ',' && array_ == Array::AfterValue) {
      array_ = Array::AfterComma;
    } else if (array_ == Array::AfterValue) {
      return broken(fmt::format("line {}: a comma or `]` should stand here", line_));
    } else if (c == ']' || c == ',' || c == '}') {
      return broken(fmt::format("line {}: a document should stand before `{}`", line_, c));
    } else {
      break;
    }
    skip(1);
  }
  if (array_ != Array::Outside) array_ = Array::AfterValue;
  const std::uint64_t line = line_;
  const auto end = json_end();
  if (!end) return broken(fmt::format("line {}: this document is not closed", line));
  record = {rest().substr(0, *end), false, false, 0, line};
  return Status::Document;
}

DocumentReader::Status DocumentReader::next_bson(Record& record) {
  if (!need(4)) {
    if (rest().empty()) return Status::End;
    return broken(fmt::format("{} stray bytes after document {}", rest().size(), number_));
  }
  const std::size_t length = bson_length(rest());
  if (length < kLeastBson || length > kMostBytes)
    return broken(fmt::format("document {} claims to be {} bytes long", number_ + 1, length));
  if (!need(length))
    return broken(
        fmt::format("document {} is cut off: {} of {} bytes", number_ + 1, rest().size(), length));
  record = {rest().substr(0, length), true, false, 0, 0};
  return Status::Document;
}

bool DocumentReader::skip_archive_document() {
  if (!need(4)) return false;
  const std::size_t length = bson_length(rest());
  if (length < kLeastBson || length > kMostBytes || !need(length)) return false;
  skip(length);
  return true;
}

// After the magic number come documents about the archive up to a terminator, then blocks: a
// document that names the collection, that collection's documents, a terminator.
DocumentReader::Status DocumentReader::next_in_archive(Record& record) {
  constexpr std::string_view kCutOff = "the archive is cut off";
  if (number_ == 0 && !in_block_)
    while (need(4) && !rest().starts_with(kArchiveEnd))
      if (!skip_archive_document()) return broken(std::string(kCutOff));
  for (;;) {
    if (!need(4)) {
      if (rest().empty() && !in_block_) return Status::End;
      return broken(std::string(kCutOff));
    }
    if (rest().starts_with(kArchiveEnd)) {
      skip(kArchiveEnd.size());
      in_block_ = false;
      if (!need(4) && rest().empty()) return Status::End;
      if (rest().starts_with(kArchiveEnd)) continue;
      if (!skip_archive_document()) return broken(std::string(kCutOff));
      in_block_ = true;
      continue;
    }
    return next_bson(record);
  }
}

}  // namespace tamis::cli
