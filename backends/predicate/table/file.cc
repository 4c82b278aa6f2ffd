#include "backends/predicate/table/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <system_error>
#include <utility>

#include "backends/predicate/table/archive.h"

namespace tamis::predicate::table {
namespace {

Refusal trouble(std::string_view what, const std::string& why) {
  return {"E072", fmt::format("{}: {}", what, why), ""};
}

Refusal trouble(std::string_view what, int error) {
  return trouble(what, std::generic_category().message(error));
}

constexpr std::string_view kNotOpened = "the table cannot be opened";
constexpr std::string_view kNotSaved = "the table cannot be saved";

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// So that a rename outlives a crash.
void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0 || ::fsync(opened.get()) != 0) throw trouble(kNotSaved, errno);
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  // Not blocked by what is no file.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) throw trouble(kNotOpened, errno);
  if (!S_ISREG(status.st_mode)) throw trouble(kNotOpened, "this is no regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (at == MAP_FAILED) throw trouble(kNotOpened, errno);
  bytes_ = {static_cast<const std::byte*>(at), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

ReplacedFile::ReplacedFile(std::string path)
    : path_(std::move(path)),
      beside_(fmt::format("{}.partial-{:08x}", path_, std::random_device()())) {
  struct stat status{};
  if (::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    throw trouble(kNotSaved, "what stands there is no regular file");
  descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw trouble(kNotSaved, errno);
}

ReplacedFile::~ReplacedFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void ReplacedFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      throw trouble(kNotSaved, errno);
  }
}

void ReplacedFile::finish() {
  if (::fsync(descriptor_) != 0 || ::rename(beside_.c_str(), path_.c_str()) != 0)
    throw trouble(kNotSaved, errno);
  ::close(std::exchange(descriptor_, -1));
  sync_folder_of(path_);
}

}  // namespace tamis::predicate::table
