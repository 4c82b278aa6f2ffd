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
  Bits bits;  // none: all slots are
};

// Numbers of any type: integers, tenths, hundredths and so on where that is exact, else doubles.
struct Numbers {
  PackedInts ints;
  std::int64_t scale = 1;       // an int stands for itself over this
  std::vector<double> doubles;  // in place of ints, when there are any

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

  const Column* column = nullptr;
  std::uint32_t size = 0;        // in slots
  std::vector<KindSlots> kinds;  // the most frequent first; Missing is what is in none
  // What slots of other kinds have in these says nothing.
  Bits trues;
  Numbers numbers;
  PackedInts dates;
  PackedInts texts;         // codes
  PackedInts array_begins;  // one behind each slot, whole words of them
  ArrayEnds array_ends;
  std::unique_ptr<Chunk> elements;
  std::vector<std::unique_ptr<Chunk>> members;          // by number
  std::vector<std::uint32_t> shapes;                    // none: all are 0
  std::vector<std::pair<std::uint32_t, Value>> others;  // by slot
};

}  // namespace tamis::predicate::table
