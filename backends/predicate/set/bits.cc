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

// So many items of a word are written whether it has as many or not, since how many there are is
// hard to guess.
TAMIS_CLONES std::uint64_t* pick_of_both(const std::uint64_t* a, const std::uint64_t* b,
                                         std::size_t words, const std::uint64_t* items,
                                         std::uint64_t* to) {
  constexpr std::uint64_t kLast = std::uint64_t{1} << 63U;
  std::uint64_t any = 0;
  for (std::size_t i = 0; i < words; ++i) any |= a[i] & b[i];
  if (any == 0) return to;
  for (std::size_t i = 0; i < words; ++i, items += 64) {
    std::uint64_t word = a[i] & b[i];
    std::uint64_t* picked = to;
    to += std::popcount(word);
    do
      for (std::size_t each = 0; each < kPickedBehind; ++each, word &= word - 1)
        *picked++ = items[std::countr_zero(word | kLast)];
    while (word != 0);
  }
  return to;
}

TAMIS_CLONES void take_out(std::uint64_t* candidates, const std::uint64_t* asking,
                           std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) candidates[i] &= ~asking[i];
}

TAMIS_CLONES std::size_t count_of(const std::uint64_t* bits, std::size_t words) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < words; ++i) count += static_cast<std::size_t>(std::popcount(bits[i]));
  return count;
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

std::uint32_t count_of(const Bits& bits) {
  return static_cast<std::uint32_t>(count_of(bits.data(), bits.size()));
}

void CountedBits::erase_all(const Bits& others) noexcept {
  take_out(bits_, others);
  count_ = count_of(bits_);
}

void CountedBits::clear() noexcept {
  std::ranges::fill(bits_, 0);
  count_ = 0;
}

void put_in(Bits& into, const Bits& bits) {
  put_in(into.data(), bits.data(), bits.size());
}

void take_out(Bits& bits, const Bits& others) {
  take_out(bits.data(), others.data(), std::min(bits.size(), others.size()));
}

void narrow(Bits& candidates, const Bits& asking, const Bits& found) {
  const std::size_t both = std::min(asking.size(), found.size());
  narrow(candidates.data(), asking.data(), found.data(), both);
  take_out(candidates.data() + both, asking.data() + both, asking.size() - both);
}

std::uint64_t* pick_of_both(const Bits& a, const Bits& b, std::span<const std::uint64_t> items,
                            std::uint64_t* to) {
  constexpr std::size_t kTogether = 16;
  for (std::size_t first = 0; first < a.size(); first += kTogether)
    to = pick_of_both(a.data() + first, b.data() + first, std::min(kTogether, a.size() - first),
                      items.data() + first * 64, to);
  return to;
}

}  // namespace tamis::predicate::set
