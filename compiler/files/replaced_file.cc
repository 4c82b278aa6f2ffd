#include "compiler/files/replaced_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <random>
#include <system_error>
#include <utility>

namespace tamis {
namespace {

// The path without links; itself where there is nothing yet.
std::string replaceable(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (real == nullptr) {
    if (errno != ENOENT) throw FileError(errno);
    return path;
  }
  struct stat status{};
  if (::stat(real.get(), &status) != 0) throw FileError(errno);
  if (!S_ISREG(status.st_mode)) throw FileError("this is no regular file");
  if (::access(real.get(), W_OK) != 0) throw FileError(errno);
  return real.get();
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "./" : path.substr(0, slash + 1);
}

// The owner is kept where we may; a file of ours with the right mode is the next best.
void take_permissions(int file, const std::string& path) {
  struct stat old{};
  if (::stat(path.c_str(), &old) != 0) return;
  if (::fchown(file, old.st_uid, old.st_gid) != 0 && errno != EPERM) throw FileError(errno);
  if (::fchmod(file, old.st_mode & 07777U) != 0) throw FileError(errno);
}

// So that the rename outlives a crash, on systems that can promise it.
void sync_folder(const std::string& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
}

}  // namespace

FileError::FileError(int error) : FileError(std::generic_category().message(error)) {}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

void Descriptor::close() {
  if (::close(std::exchange(number_, -1)) != 0) throw FileError(errno);
}

ReplacedFile::ReplacedFile(const std::string& path)
    : target_(replaceable(path)),
      beside_(fmt::format("{}.tamis-{:08x}", folder_of(target_), std::random_device()())),
      file_(::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) {
  if (file_.get() < 0) throw FileError(errno);
}

ReplacedFile::~ReplacedFile() {
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void ReplacedFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      throw FileError(errno);
  }
}

void ReplacedFile::finish() {
  take_permissions(file_.get(), target_);
  if (::fsync(file_.get()) != 0) throw FileError(errno);
  file_.close();
  if (::rename(beside_.c_str(), target_.c_str()) != 0) throw FileError(errno);
  beside_.clear();
  sync_folder(folder_of(target_));
}

}  // namespace tamis
