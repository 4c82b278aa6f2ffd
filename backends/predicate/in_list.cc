#include "backends/predicate/in_list.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {
namespace {

// Below this many texts the search by order is as quick.
constexpr std::ptrdiff_t kFewTexts = 5;

std::uint64_t size_bit(std::string_view text) {
  return std::uint64_t{1} << std::min<std::size_t>(text.size(), 63);
}

}  // namespace

TextSet::TextSet(const Literal* begin, const Literal* end) {
  if (end - begin < kFewTexts) return;
  slots_.resize(std::bit_ceil(2 * static_cast<std::size_t>(end - begin)));
  const std::size_t mask = slots_.size() - 1;
  for (const Literal* literal = begin; literal != end; ++literal) {
    const std::string_view text = literal->datum.text;
    sizes_ |= size_bit(text);
    std::size_t slot = hash_bytes(0, text) & mask;
    for (std::size_t probes = 0; slots_[slot] != nullptr; slot = (slot + 1) & mask)
      if (++probes > kLongestProbe) {
        slots_.clear();
        return;
      }
    slots_[slot] = literal;
  }
}

bool TextSet::contains(std::string_view text) const {
  if ((sizes_ & size_bit(text)) == 0) return false;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash_bytes(0, text) & mask; slots_[slot] != nullptr;
       slot = (slot + 1) & mask)
    if (slots_[slot]->datum.text == text) return true;
  return false;
}

InList::InList(std::vector<Literal> sorted) : literals_(std::move(sorted)) {
  std::uint32_t at = 0;
  for (std::size_t family = 0; family < kFamilies; ++family) {
    family_begin_[family] = at;
    while (at < literals_.size() && family_of(literals_[at].datum.type) == static_cast<int>(family))
      ++at;
  }
  family_begin_[kFamilies] = at;
  texts_ = TextSet(literals_.data() + family_begin_[kTextFamily],
                   literals_.data() + family_begin_[kTextFamily + 1]);
}

}  // namespace tamis::predicate
