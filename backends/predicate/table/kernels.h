// Loops over many slots at once, which compilers turn into vector instructions.
//
// Each leaves the bits of those slots set, of those that were, whose value it looks for. Values are
// there for all slots of the bits' words (kPadding).
#pragma once

#include <cstdint>
#include <span>

#include "backends/predicate/table/bits_within.h"
#include "backends/predicate/table/packed_ints.h"

namespace tamis::predicate::table {

void keep_in(Machine machine, const PackedInts& ints, Interval<std::int64_t> wanted, Bits& bits);
void keep_in(Machine machine, std::span<const double> doubles, Interval<double> wanted, Bits& bits);
// Few of them.
void keep_one_of(Machine machine, const PackedInts& ints, std::span<const std::int64_t> wanted,
                 Bits& bits);
// verdicts[i] is kWanted of the ints that are wanted, else 0.
constexpr std::uint8_t kWanted = 0xff;
void keep_by_verdict(Machine machine, const PackedInts& ints, const std::uint8_t* verdicts,
                     Bits& bits);
// Of what is between neighbours: ints[i + 1] - ints[i]. There is one int more than slots in the
// words.
void keep_of_size(Machine machine, const PackedInts& begins, std::uint64_t wanted, Bits& bits);

std::size_t count_of_bits(Machine machine, std::span<const Word> bits);
inline std::size_t count_of_bits(std::span<const Word> bits) {
  return count_of_bits(this_machine(), bits);
}

}  // namespace tamis::predicate::table
