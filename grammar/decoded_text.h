// DecodedText: owns the strings of a SyntaxTree that do not stand in its source as they are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace tamis {

// Memory in chunks that never move. Not thread-safe.
class DecodedText {
 public:
  // Room for `size` bytes, of which take() keeps the first; the next room() reuses the rest.
  char* room(std::size_t size) {
    if (size > capacity_ - used_) {
      capacity_ = std::max(size, std::clamp<std::size_t>(capacity_ * 2, 256, 65536));
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(capacity_));
      used_ = 0;
    }
    return chunks_.empty() ? nullptr : chunks_.back().get() + used_;
  }
  void take(std::size_t size) { used_ += size; }

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace tamis
