// Loops over many slots at once, which compilers turn into vector instructions.
//
// Each leaves the bits of those slots set, of those that were, whose value it looks for. Values are
// there for all slots of the bits' words (kPadding).
#pragma once

#include <cstdint>

#include "backends/predicate/table/bits.h"
#include "backends/predicate/table/packed_ints.h"

namespace tamis::predicate::table {

// Ends included; nothing is in it when `low` is above `high`.
template <class T>
struct Interval {
  T low;
  T high;

  bool empty() const { return low > high; }
};

void keep_in(const PackedInts& ints, Interval<std::int64_t> wanted, Bits& bits);
void keep_in(const std::vector<double>& doubles, Interval<double> wanted, Bits& bits);
// verdicts[i] is 1 of the ints that are wanted, else 0; of the others in the slots nothing is known
// but that they are between least() and greatest().
void keep_by_verdict(const PackedInts& ints, const std::uint8_t* verdicts, Bits& bits);
// Of neighbours: ints[i + 1] - ints[i].
void keep_of_size(const PackedInts& begins, std::uint64_t wanted, Bits& bits);

}  // namespace tamis::predicate::table
