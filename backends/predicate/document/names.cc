#include "backends/predicate/document/names.h"

#include <algorithm>

namespace tamis::predicate {

FieldNames::FieldNames(std::size_t most) : data_(std::make_shared<Data>(std::min(most, kMost))) {}

std::size_t FieldNames::size() const {
  return data_->size();
}

NameId FieldNames::Data::number(std::string_view name) {
  if (name.size() > kLongest) return kSpelled;
  const std::lock_guard lock(mutex_);
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const std::size_t next = size();
  if (next == most_) return kSpelled;
  auto& block = blocks_[next / kBlock];
  if (!block) block = std::make_unique<Block>();
  std::string& text = (*block)[next % kBlock];
  text = name;
  const auto id = static_cast<NameId>(next);
  numbers_.emplace(text, id);
  size_.store(next + 1, std::memory_order_relaxed);
  return id;
}

}  // namespace tamis::predicate
