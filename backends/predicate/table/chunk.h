// A chunk: what one row group keeps of one column. A slot is a row, or of an element's column the
// place of an element among all that the group's arrays there have.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "backends/predicate/datum.h"
#include "backends/predicate/table/array_ends.h"
#include "backends/predicate/table/bits.h"
#include "backends/predicate/table/column.h"
#include "backends/predicate/table/packed_ints.h"
#include "backends/predicate/table/value_archive.h"

namespace tamis::predicate::table {

// How a slot is kept. Other: as a Value.
enum class Kind : std::uint8_t {
  Missing,
  Null,
  Bool,
  Int32,
  Int64,
  Double,
  Text,
  Date,
  Object,
  Array,
  Other
};
constexpr std::size_t kKinds = 11;

inline bool is_number(Kind kind) {
  return kind == Kind::Int32 || kind == Kind::Int64 || kind == Kind::Double;
}

// The slots of one kind.
struct KindSlots {
  Kind kind = Kind::Missing;
  std::uint32_t count = 0;
  Buffer<Word> bits;  // none: all slots are
};

// Doubles hold all integers up to here, on both sides of 0.
constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53U;

// Numbers of any type: integers, tenths, hundredths and so on where that is exact, else doubles.
struct Numbers {
  PackedInts ints;
  std::int64_t scale = 1;  // an int stands for itself over this
  Buffer<double> doubles;  // in place of ints, when there are any

  double value(std::int64_t scaled) const {
    return static_cast<double>(scaled) / static_cast<double>(scale);
  }
};

// With what it keeps outside itself, about.
std::size_t memory_of(const Value& value);

class Chunk {
 public:
  Chunk() = default;
  explicit Chunk(const Column& of, std::uint32_t slots) : column(&of), size(slots) {}

  Kind kind(std::uint32_t slot) const {
    for (const KindSlots& each : kinds)
      if (each.bits.empty() || test_bit(each.bits.data(), slot)) return each.kind;
    return Kind::Missing;
  }
  const KindSlots* slots_of(Kind kind) const {
    for (const KindSlots& each : kinds)
      if (each.kind == kind) return &each;
    return nullptr;
  }
  // Of a slot of this kind, which is not Other; of a container its type.
  Datum datum(std::uint32_t slot, Kind kind) const;
  // Of a slot that is Other.
  const Value& other(std::uint32_t slot) const {
    return std::lower_bound(others.begin(), others.end(), slot,
                            [](const auto& each, std::uint32_t at) { return each.first < at; })
        ->second;
  }
  // Null where no slot of the group has the member.
  const Chunk* member(Column::Number number) const {
    return number < members.size() ? members[number].get() : nullptr;
  }

  std::size_t memory() const;

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive.list(
        self.kinds, [] { return KindSlots(); },
        [&](auto& each) { archive(each.kind, each.count, each.bits); });
    archive(self.trues, self.numbers.ints, self.numbers.scale, self.numbers.doubles, self.dates,
            self.texts, self.array_begins, self.array_ends, self.shapes);
    archive.list(
        self.others, [] { return std::pair<std::uint32_t, Value>(); },
        [&](auto& each) {
          archive(each.first);
          table::transfer(archive, each.second);
        });
    if constexpr (Archive::kReads) Archive::require(self.is_sound());
    archive.optional(self.elements, [&] { return self.make_elements(); }, archive);
    archive.list(
        self.members, [] { return std::unique_ptr<Chunk>(); },
        [&](auto& each) {
          archive.optional(each, [&] { return self.make_last_member(); }, archive);
        });
    if constexpr (Archive::kReads)
      Archive::require((self.slots_of(Kind::Array) == nullptr || self.elements != nullptr));
  }

  const Column* column = nullptr;
  std::uint32_t size = 0;        // in slots
  std::vector<KindSlots> kinds;  // the most frequent first; Missing is what is in none
  // What slots of other kinds have in these says nothing.
  Buffer<Word> trues;
  Numbers numbers;
  PackedInts dates;
  PackedInts texts;         // codes
  PackedInts array_begins;  // one behind each slot, whole words of them
  ArrayEnds array_ends;
  std::unique_ptr<Chunk> elements;
  std::vector<std::unique_ptr<Chunk>> members;          // by number
  Buffer<std::uint32_t> shapes;                         // none: all are 0
  std::vector<std::pair<std::uint32_t, Value>> others;  // by slot

 private:
  // For reading: what was read of this chunk itself is what is relied on.
  bool is_sound() const;
  bool are_kinds_sound() const;
  bool are_contents_sound(const KindSlots& slots) const;
  bool are_whole_doubles(const KindSlots& slots) const;
  bool are_arrays_sound() const;
  bool are_others_sound(const KindSlots& slots) const;
  std::unique_ptr<Chunk> make_elements() const;
  std::unique_ptr<Chunk> make_last_member() const;
};

}  // namespace tamis::predicate::table
