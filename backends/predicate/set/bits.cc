#include "backends/predicate/set/bits.h"

#include <algorithm>
#include <bit>

#include "backends/predicate/clones.h"

namespace tamis::predicate::set {
namespace {

TAMIS_CLONES void put_in(std::uint64_t* into, const std::uint64_t* bits, std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) into[i] |= bits[i];
}

TAMIS_CLONES void narrow(std::uint64_t* candidates, const std::uint64_t* asking,
                         const std::uint64_t* found, std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) candidates[i] &= found[i] | ~asking[i];
}

// Writes a few numbers more than there are, so that how many there are is seldom asked; nor is
// whether the word has any left.
TAMIS_CLONES std::size_t write_numbers(const std::uint64_t* a, const std::uint64_t* b,
                                       std::size_t words, std::uint32_t first,
                                       std::uint32_t* numbers) {
  constexpr std::uint64_t kLast = std::uint64_t{1} << 63U;
  std::uint64_t any = 0;
  for (std::size_t i = 0; i < words; ++i) any |= a[i] & b[i];
  std::size_t count = 0;
  if (any == 0) return count;
  for (std::size_t i = 0; i < words; ++i, first += 64) {
    std::uint64_t word = a[i] & b[i];
    std::uint32_t* to = numbers + count;
    count += static_cast<std::size_t>(std::popcount(word));
    do
      for (std::size_t each = 0; each < BitNumbers::kAtOnce; ++each, word &= word - 1)
        *to++ = first + static_cast<std::uint32_t>(std::countr_zero(word | kLast));
    while (word != 0);
  }
  return count;
}

TAMIS_CLONES void take_out(std::uint64_t* candidates, const std::uint64_t* asking,
                           std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) candidates[i] &= ~asking[i];
}

}  // namespace

TAMIS_CLONES bool keep_with(std::uint64_t* bits, const std::uint64_t* others, std::size_t words) {
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < words; ++i) left |= bits[i] &= others[i];
  return left != 0;
}

TAMIS_CLONES bool keep_with(std::uint64_t* bits, std::span<const std::uint64_t* const> others,
                            std::size_t words) {
  for (const std::uint64_t* other : others)
    for (std::size_t i = 0; i < words; ++i) bits[i] &= other[i];
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < words; ++i) left |= bits[i];
  return left != 0;
}

TAMIS_CLONES bool keep_without(std::uint64_t* bits, const std::uint64_t* others,
                               std::size_t words) {
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < words; ++i) left |= bits[i] &= ~others[i];
  return left != 0;
}

void put_in(Bits& into, const Bits& bits) {
  put_in(into.data(), bits.data(), bits.size());
}

void take_out(Bits& bits, const Bits& others) {
  take_out(bits.data(), others.data(), others.size());
}

void narrow(Bits& candidates, const Bits& asking, const Bits& found) {
  const std::size_t both = std::min(asking.size(), found.size());
  narrow(candidates.data(), asking.data(), found.data(), both);
  take_out(candidates.data() + both, asking.data() + both, asking.size() - both);
}

std::span<const std::uint32_t> BitNumbers::of_both(const Bits& a, const Bits& b,
                                                   std::size_t first) {
  const std::size_t words = std::min(kWords, a.size() - first);
  const std::size_t count = write_numbers(a.data() + first, b.data() + first, words,
                                          static_cast<std::uint32_t>(first * 64), numbers_.data());
  return {numbers_.data(), count};
}

}  // namespace tamis::predicate::set
