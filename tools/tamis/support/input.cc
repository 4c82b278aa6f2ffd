#include "tools/tamis/support/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

// One byte over what any parser takes is enough for it to say so.
constexpr std::size_t kMostBytes = (std::size_t{1} << 32U) - 1;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDERR_FILENO) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  // The errno of a failure, or 0.
  int close() { return ::close(std::exchange(fd_, -1)) == 0 ? 0 : errno; }

 private:
  int fd_;
};

[[noreturn]] void fail(std::string_view verb, const std::string& path, int error) {
  throw Failure(errno_message(fmt::format("cannot {} `{}`", verb, printable(path)), error));
}

}  // namespace

int read_all(int fd, std::string& text) {
  constexpr std::size_t kChunk = 64U << 10U;
  for (;;) {
    const std::size_t size = text.size();
    if (size > kMostBytes) return EFBIG;
    text.resize(size + kChunk);
    const ssize_t got = ::read(fd, text.data() + size, kChunk);
    const int error = errno;
    text.resize(size + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got == 0) return 0;
    if (got < 0 && error != EINTR) return error;
  }
}

Source read_source(const std::string& path, const std::string& stdin_name) {
  std::string text;
  if (path == "-") {
    if (const int error = read_all(STDIN_FILENO, text)) fail("read", "standard input", error);
    return Source(stdin_name, std::move(text));
  }
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) fail("read", path, errno);
  if (const int error = read_all(file.get(), text)) fail("read", path, error);
  return Source(path, std::move(text));
}

bool is_condition_text(std::string_view argument) {
  const std::size_t first = argument.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && argument[first] == '{';
}

Source read_condition(const std::string& argument) {
  if (is_condition_text(argument)) return Source("<condition>", argument);
  return read_source(argument);
}

void replace_file(const std::string& path, std::string_view text) {
  std::error_code error;
  const std::filesystem::path resolved = std::filesystem::canonical(path, error);
  if (error) fail("write", path, error.value());
  struct stat old{};
  if (::stat(resolved.c_str(), &old) != 0) fail("write", path, errno);
  if (::access(resolved.c_str(), W_OK) != 0) fail("write", path, errno);

  std::string temporary = (resolved.parent_path() / ".tamis-XXXXXX").string();
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) fail("write", path, errno);
  const auto give_up = [&](int failed) {
    ::unlink(temporary.c_str());
    fail("write", path, failed);
  };
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) give_up(errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  // The owner is kept where we may; a file of ours with the right mode is the next best.
  if (::fchown(file.get(), old.st_uid, old.st_gid) != 0 && errno != EPERM) give_up(errno);
  if (::fchmod(file.get(), old.st_mode & 07777U) != 0) give_up(errno);
  if (::fsync(file.get()) != 0) give_up(errno);
  if (const int failed = file.close()) give_up(failed);
  if (::rename(temporary.c_str(), resolved.c_str()) != 0) give_up(errno);
}

void write_file(const std::string& path, std::string_view text) {
  Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (made.get() < 0) fail("write", path, errno);
  if (const int failed = made.close()) fail("write", path, failed);
  replace_file(path, text);
}

}  // namespace tamis::cli
