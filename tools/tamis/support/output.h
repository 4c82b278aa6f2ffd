// Output: buffered writing to standard output or standard error that notices when it fails.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace tamis::cli {

class Output {
 public:
  // `name` is for messages: "standard output".
  Output(int fd, std::string name);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    write(fmt::format(format, std::forward<Args>(args)...));
  }

  // Throws BrokenPipe when the reader is gone, Failure on anything else (a full disk).
  void flush();
  // As flush(), but for standard error, about whose failure nobody can be told.
  void flush_if_possible() noexcept;
  // Forgets what was not yet written.
  void discard() { buffer_.clear(); }
  // Flushes and closes: the last chance to hear of a failed write.
  void close();

  bool is_terminal() const { return terminal_; }
  // Columns of the terminal; 80 where there is none.
  int width() const;

 private:
  int fd_;
  std::string name_;
  std::string buffer_;
  bool terminal_;
};

}  // namespace tamis::cli
