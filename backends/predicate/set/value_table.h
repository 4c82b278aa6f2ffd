// The values that conditions ask one path for, by hash, each with the marks that it sets.
#pragma once

#include <cstdint>
#include <vector>

#include "backends/predicate/datum.h"
#include "backends/predicate/set/claim.h"
#include "backends/predicate/set/hash_slots.h"
#include "backends/predicate/set/pool.h"

namespace tamis::predicate::set {

class ValueTable {
 public:
  struct Entry {
    Value value;
    std::uint32_t mark = kNoMark;      // of this value alone
    std::uint32_t uses = 0;            // how often conditions name the value
    std::vector<std::uint32_t> marks;  // others

    template <class Use>
    void each_mark(Use& use) const {
      if (mark != kNoMark) use(mark);
      for (const std::uint32_t other : marks) use(other);
    }
  };
  static constexpr std::uint32_t kNone = HashSlots::kNone;

  // `seed` makes the hashes of one table differ from another's.
  explicit ValueTable(std::uint64_t seed = 0) : seed_(seed) {}

  // Null, numbers, text, ObjectIds, booleans, dates and regexes. A missing place counts as null.
  static bool can_hold(BsonType type);

  bool empty() const { return slots_.size() == 0; }
  std::uint64_t hash(const Datum& datum) const;
  // Before a value of that hash is looked for.
  void fetch(std::uint64_t hash) const { slots_.fetch(hash); }
  // The likely entry, or null.
  const Entry* find_likely(std::uint64_t hash) const {
    const std::uint32_t number = slots_.find_likely(hash);
    return number == kNone ? nullptr : &entries_[number];
  }
  // The number of the entry, which stays the same while the entry is there; made if it was not.
  std::uint32_t insert(const Value& value, std::uint64_t hash);
  std::uint32_t insert_for(const Value& value, std::uint32_t mark);  // one of the other marks
  std::uint32_t find(const Datum& datum) const;                      // or kNone
  void erase_unused(std::uint32_t number) noexcept;                  // if it has no mark
  Entry& operator[](std::uint32_t number) { return entries_[number]; }
  const Entry& operator[](std::uint32_t number) const { return entries_[number]; }

 private:
  std::uint32_t find(const Datum& datum, std::uint64_t hash) const;

  std::uint64_t seed_;
  HashSlots slots_;
  Pool<Entry> entries_;
};

}  // namespace tamis::predicate::set
