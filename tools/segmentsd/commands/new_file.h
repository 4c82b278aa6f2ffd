// A file that is there whole or not at all: it is written beside its place, and moved there.
#pragma once

#include <cerrno>
#include <stdexcept>
#include <string>

namespace segmentsd {

// "copy.db: No space left on device"
std::runtime_error trouble_with(const std::string& what, int error = errno);

// Failures are a std::runtime_error.
class NewFile {
 public:
  // Without `force`, a file that is there already is an error, now and at the end.
  NewFile(std::string path, bool force);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();  // without finish(), nothing stays

  // Where to write; there is no file yet.
  const std::string& beside() const { return beside_; }
  // What was written, on the disk and in its place.
  void finish();

 private:
  std::string path_, beside_;
  bool force_;
};

}  // namespace segmentsd
