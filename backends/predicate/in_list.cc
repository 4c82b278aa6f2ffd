#include "backends/predicate/in_list.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {
namespace {

// With fewer keys the search by order is as quick.
constexpr std::ptrdiff_t kFewKeys = 3;

std::uint64_t size_bit(std::string_view text) {
  return std::uint64_t{1} << std::min<std::size_t>(text.size(), 63);
}

std::uint64_t hash_integer(std::int64_t integer) {
  return mix_hash(0, static_cast<std::uint64_t>(integer));
}

}  // namespace

TextSet::TextSet(const Literal* begin, const Literal* end) {
  if (end - begin < kFewKeys) return;
  ProbedSet<std::string_view> texts(static_cast<std::size_t>(end - begin), std::string_view());
  for (const Literal* literal = begin; literal != end; ++literal) {
    const std::string_view text = literal->datum.text;
    if (!texts.insert(text, hash_bytes(0, text))) return;
    sizes_ |= size_bit(text);
  }
  texts_ = std::move(texts);
}

bool TextSet::contains(std::string_view text) const {
  return (sizes_ & size_bit(text)) != 0 && texts_.contains(text, hash_bytes(0, text));
}

IntegerSet::IntegerSet(const Literal* begin, const Literal* end) {
  if (end - begin < kFewKeys) return;
  ProbedSet<std::int64_t> integers(static_cast<std::size_t>(end - begin),
                                   std::numeric_limits<std::int64_t>::min());
  for (const Literal* literal = begin; literal != end; ++literal) {
    const auto integer = whole_number(literal->datum);
    if (integer && !integers.insert(*integer, hash_integer(*integer))) return;
  }
  integers_ = std::move(integers);
}

bool IntegerSet::contains(std::int64_t integer) const {
  return integers_.contains(integer, hash_integer(integer));
}

InList::InList(std::vector<Literal> sorted) : literals_(std::move(sorted)) {
  std::uint32_t at = 0;
  for (std::size_t family = 0; family < kFamilies; ++family) {
    family_begin_[family] = at;
    while (at < literals_.size() && family_of(literals_[at].datum.type) == static_cast<int>(family))
      ++at;
  }
  family_begin_[kFamilies] = at;
  texts_ = TextSet(begin_of(kTextFamily), begin_of(kTextFamily + 1));
  integers_ = IntegerSet(begin_of(kNumberFamily), begin_of(kNumberFamily + 1));
}

}  // namespace tamis::predicate
