#include "tools/segmentsd/commands/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

void sync(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw trouble_with(path);
  const int code = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (code != 0) throw trouble_with(path, code);
}

std::runtime_error in_the_way(const std::string& path) {
  return std::runtime_error(fmt::format("{} is there already; --force replaces it", path));
}

}  // namespace

std::runtime_error trouble_with(const std::string& what, int error) {
  return std::runtime_error(fmt::format("{}: {}", what, std::strerror(error)));
}

NewFile::NewFile(std::string path, bool force)
    : path_(std::move(path)), beside_(path_ + ".partial-" + random_hex(4)), force_(force) {
  if (!force_ && std::filesystem::exists(path_)) throw in_the_way(path_);
}

NewFile::~NewFile() {
  ::unlink(beside_.c_str());
}

void NewFile::finish() {
  sync(beside_);
  const unsigned flags = force_ ? 0 : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, path_.c_str(), flags) != 0)
    throw errno == EEXIST ? in_the_way(path_) : trouble_with(path_);
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  sync(folder.empty() ? "." : folder);
}

}  // namespace segmentsd
