// The values that conditions ask one path for, by hash, each with the marks that it sets.
#pragma once

#include <cstdint>
#include <vector>

#include "backends/predicate/datum.h"
#include "backends/predicate/set/claim.h"

namespace tamis::predicate::set {

class ValueTable {
 public:
  struct Entry {
    Value value;
    std::vector<std::uint32_t> marks;
    std::uint32_t mark = kNoMark;  // of them, the one of this value alone
    std::uint32_t uses = 0;        // how often conditions name the value
  };
  static constexpr std::uint32_t kNone = 0xffffffff;

  // `seed` makes the hashes of one table differ from another's.
  explicit ValueTable(std::uint64_t seed = 0) : seed_(seed) {}

  // Null, numbers, text, ObjectIds, booleans, dates and regexes. A missing place counts as null.
  static bool can_hold(BsonType type);

  bool empty() const { return entries_.size() == free_.size(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size() - free_.size()); }
  // The number of the entry, which stays the same while the entry is there; made if it was not.
  std::uint32_t insert(const Value& value);
  std::uint32_t find(const Datum& datum) const;  // or kNone
  void erase(std::uint32_t number);
  Entry& operator[](std::uint32_t number) { return entries_[number]; }
  const Entry& operator[](std::uint32_t number) const { return entries_[number]; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = kNone;
  };

  std::uint32_t hash(const Datum& datum) const;
  std::size_t home(std::size_t hash) const { return hash & (slots_.size() - 1); }
  void grow();
  void place(Slot slot);

  std::uint64_t seed_;
  std::vector<Slot> slots_;  // none, or a power of two, at most half of them taken
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;  // entries not in use
};

}  // namespace tamis::predicate::set
