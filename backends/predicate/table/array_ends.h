// Where the arrays of a chunk end among their elements, as bits: for questions that one element is
// enough to answer, of all arrays at once.
#pragma once

#include <cstdint>
#include <span>

#include "backends/predicate/table/bits.h"
#include "backends/predicate/table/buffer.h"
#include "compiler/values/machines.h"

namespace tamis::predicate::table {

class ArrayEnds {
 public:
  ArrayEnds() = default;
  // As Chunk::array_begins.
  explicit ArrayEnds(std::span<const std::int64_t> begins);

  // The slots whose arrays have one of these elements.
  Bits slots_with(Machine machine, const Bits& elements) const;
  // The elements of the arrays in these slots.
  Bits elements_of(Machine machine, const Bits& slots) const;

  std::size_t memory() const { return filled_.memory() + ends_.memory(); }

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive(self.filled_, self.ends_);
  }
  // After reading: they are of these arrays.
  bool are_of(std::span<const std::int64_t> begins) const;

 private:
  Buffer<Word> filled_;  // slots that have an array with elements
  Buffer<Word> ends_;    // the last elements of these
};

}  // namespace tamis::predicate::table
