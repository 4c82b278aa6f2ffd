// An answer too long for memory: written whole, then read, in a file that has no name.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>

namespace segmentsd {

// A failure is a std::runtime_error.
class Spool {
 public:
  Spool();
  void write(std::string_view text);
  std::size_t size() const { return size_; }
  // From `offset` on, as much as there is room for; the number of bytes.
  std::size_t read(std::size_t offset, std::span<char> to) const;

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::size_t size_ = 0;
};

}  // namespace segmentsd
