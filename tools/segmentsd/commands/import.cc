#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "tools/segmentsd/commands/commands.h"
#include "tools/segmentsd/commands/existing.h"
#include "tools/segmentsd/commands/new_file.h"
#include "tools/segmentsd/http/text.h"
#include "tools/segmentsd/resources/contact_import.h"

namespace segmentsd {
namespace {

// How far an import has come: on a terminal while it runs, and in one line at its end.
class Progress {
 public:
  void count(const ImportLine& line) {
    if (line.error) {
      clear();
      tell(line.number, *line.error);
    }
    ++(line.error ? failed_ : line.created ? created_ : updated_);
    show();
  }
  void summary() {
    clear();
    fmt::print("{} line{}: {} created, {} updated, {} failed\n", all(), all() == 1 ? "" : "s",
               created_, updated_, failed_);
  }
  void clear() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
  }
  bool failed() const { return failed_ != 0; }

 private:
  std::int64_t all() const { return created_ + updated_ + failed_; }

  static void tell(std::int64_t line, const ApiError& error) {
    if (error.fields().empty())
      fmt::print(stderr, "line {}: {}: {}\n", line, error.code(), printable(error.message()));
    for (const FieldError& field : error.fields())
      fmt::print(stderr, "line {}: {}: {}\n", line, field.code, printable(field.message));
  }

  void show() {
    const auto now = Clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    fmt::print(stderr, "\r{} lines, {:.0f} a second, {} failed", all(),
               static_cast<double>(all()) / seconds, failed_);
  }

  const bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  const Clock::time_point begun_ = Clock::now();
  Clock::time_point last_{};
  bool shown_ = false;
  std::int64_t created_ = 0, updated_ = 0, failed_ = 0;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_input(const std::string& name) {
  if (name == "-") return {stdin, [](std::FILE*) { return 0; }};
  File file(std::fopen(name.c_str(), "rb"), std::fclose);
  if (!file) throw trouble_with(name);
  return file;
}

void read_all(const std::string& name, std::FILE* input, Import& import) {
  std::array<char, 65536> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), input))
    import.feed({buffer.data(), count});
  if (std::ferror(input) != 0) throw trouble_with(name);
  import.finish();
}

}  // namespace

int import_contacts(const Options& options, const std::string& workspace, const std::string& file) {
  const File input = open_input(file);
  Database db = open_existing(options);
  Workspaces workspaces;
  Writers writers;
  Progress progress;
  Import import(
      {db, workspaces, writers, workspace_named(db, workspace)}, [&] { return now(options); },
      [&](const ImportLine& line) { progress.count(line); });
  try {
    read_all(file, input.get(), import);
  } catch (const std::exception& error) {
    progress.clear();
    throw std::runtime_error(
        fmt::format("{}; lines up to {} are imported", error.what(), import.done()));
  }
  progress.summary();
  return progress.failed() ? 1 : 0;
}

}  // namespace segmentsd
