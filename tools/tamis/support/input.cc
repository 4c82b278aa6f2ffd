#include "tools/tamis/support/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "compiler/files/replaced_file.h"
#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

// One byte over what any parser takes is enough for it to say so.
constexpr std::size_t kMostBytes = (std::size_t{1} << 32U) - 1;

[[noreturn]] void fail(const std::string& path, int error) {
  throw Failure(errno_message(fmt::format("cannot read `{}`", printable(path)), error));
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
    if (const int error = read_all(STDIN_FILENO, text)) fail("standard input", error);
    return Source(stdin_name, std::move(text));
  }
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) fail(path, errno);
  if (const int error = read_all(file.get(), text)) fail(path, error);
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

void write_file(const std::string& path, std::string_view text) {
  try {
    ReplacedFile file(path);
    file.write(text);
    file.finish();
  } catch (const FileError& error) {
    throw Failure(fmt::format("cannot write `{}`: {}", printable(path), error.what()));
  }
}

}  // namespace tamis::cli
