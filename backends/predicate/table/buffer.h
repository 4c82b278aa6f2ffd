// An array that it owns, or that stands in the bytes of a saved table, which outlive it.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace tamis::predicate::table {

template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::vector<T> owned) : owned_(std::move(owned)), all_(owned_) {}
  static Buffer view(std::span<const T> all) {
    Buffer buffer;
    buffer.all_ = all;
    return buffer;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept
      : owned_(std::move(other.owned_)), all_(std::exchange(other.all_, {})) {}
  Buffer& operator=(Buffer&& other) noexcept {
    owned_ = std::move(other.owned_);
    all_ = std::exchange(other.all_, {});
    return *this;
  }
  ~Buffer() = default;

  const T* data() const { return all_.data(); }
  std::size_t size() const { return all_.size(); }
  bool empty() const { return all_.empty(); }
  const T& operator[](std::size_t i) const { return all_[i]; }
  const T* begin() const { return all_.data(); }
  const T* end() const { return all_.data() + all_.size(); }

  // Calls change(std::vector<T>&). A view is copied before.
  template <class Change>
  void edit(Change&& change) {
    if (owned_.empty()) owned_.assign(all_.begin(), all_.end());
    change(owned_);
    all_ = owned_;
  }

  std::size_t memory() const { return owned_.capacity() * sizeof(T); }

 private:
  std::vector<T> owned_;
  std::span<const T> all_;
};

}  // namespace tamis::predicate::table
