#include "tools/tamis/support/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tools/tamis/support/failure.h"

namespace tamis::cli {
namespace {

constexpr std::size_t kBufferBytes = 64U << 10U;
constexpr int kUsualWidth = 80;

// 0, or the errno of the write that failed.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

std::string errno_message(const std::string& what, int error) {
  return what + ": " + std::strerror(error);
}

Output::Output(int fd, std::string name)
    : fd_(fd), name_(std::move(name)), terminal_(::isatty(fd) == 1) {}

Output::~Output() {
  flush_if_possible();
}

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void Output::flush() {
  const int error = write_all(fd_, buffer_);
  buffer_.clear();
  if (error == EPIPE) throw BrokenPipe();
  if (error != 0) throw OutputFailure(errno_message("cannot write " + name_, error));
}

void Output::flush_if_possible() noexcept {
  (void)write_all(fd_, buffer_);
  buffer_.clear();
}

void Output::close() {
  flush();
  if (::close(fd_) != 0 && errno != EINTR)
    throw OutputFailure(errno_message("cannot write " + name_, errno));
}

int Output::width() const {
  winsize size{};
  if (terminal_ && ::ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kUsualWidth;
}

}  // namespace tamis::cli
