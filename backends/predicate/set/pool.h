// Memory that is at hand before a change begins, so that a change either is made or has done
// nothing: what may throw comes first, and what comes then does not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tamis::predicate::set {

// For one more, which does not throw then.
template <class T>
void make_room(std::vector<T>& items) {
  if (items.size() == items.capacity()) items.reserve(std::max<std::size_t>(1, 2 * items.size()));
}

// Items by number. The number of one that has gone is another's later.
template <class T>
class Pool {
 public:
  // For one more.
  void make_room() {
    if (!free_.empty()) return;
    set::make_room(items_);
    free_.reserve(items_.capacity());
  }
  // Of the item that comes next.
  std::uint32_t next() const {
    return free_.empty() ? static_cast<std::uint32_t>(items_.size()) : free_.back();
  }
  // Its number.
  std::uint32_t take(T item = T()) {
    make_room();
    const std::uint32_t number = next();
    if (free_.empty()) {
      items_.push_back(std::move(item));
    } else {
      free_.pop_back();
      items_[number] = std::move(item);
    }
    return number;
  }
  void give_back(std::uint32_t number) noexcept {
    items_[number] = T();
    free_.push_back(number);
  }

  T& operator[](std::size_t number) { return items_[number]; }
  const T& operator[](std::size_t number) const { return items_[number]; }
  // With those that are not in use, which are as new.
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto begin() const { return items_.begin(); }
  auto end() { return items_.end(); }
  auto end() const { return items_.end(); }
  std::size_t taken() const { return items_.size() - free_.size(); }

 private:
  std::vector<T> items_;
  std::vector<std::uint32_t> free_;  // with room for the numbers of all
};

}  // namespace tamis::predicate::set
