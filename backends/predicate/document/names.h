#pragma once

#include <tamis/document.h>

#include <array>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <string>

namespace tamis::predicate {

using NameId = Document::NameId;
// Of a name that has no number: its text stands in the document.
constexpr NameId kSpelled = std::numeric_limits<NameId>::max();
// Of no name at all.
constexpr NameId kNoName = kSpelled - 1;

struct FieldNames::Data {
  explicit Data(std::size_t most) : most_(most) {}

  // The name's number, which it keeps; a new one for a new name, or kSpelled, now and always.
  NameId number(std::string_view name);
  // Needs no lock: whoever has a number was given it after its text was put in place, and neither
  // is ever moved.
  std::string_view text(NameId id) const { return (*blocks_[id / kBlock])[id % kBlock]; }
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kBlock = 256;
  using Block = std::array<std::string, kBlock>;

  const std::size_t most_;
  std::mutex mutex_;  // for what number() changes
  std::map<std::string_view, NameId> numbers_;
  std::array<std::unique_ptr<Block>, kMost / kBlock + 1> blocks_;
  std::atomic<std::size_t> size_ = 0;
};

static_assert(FieldNames::kMost < kNoName);

}  // namespace tamis::predicate
