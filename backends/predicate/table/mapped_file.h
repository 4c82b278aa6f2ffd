// Files that are mapped.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace tamis::predicate::table {

// Throws a FileError.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace tamis::predicate::table
