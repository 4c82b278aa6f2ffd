#include "backends/predicate/in_list.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tamis::predicate {
namespace {

std::uint64_t size_bit(std::string_view text) {
  return std::uint64_t{1} << std::min<std::size_t>(text.size(), 63);
}

// The keys that literals have; without room where a set of them is of no use.
template <class Key, class KeyOf>
ProbedSet<Key> set_of(std::span<const Literal> literals, std::size_t few, const KeyOf& key_of) {
  if (literals.size() < few) return {};
  ProbedSet<Key> keys(literals.size());
  for (const Literal& literal : literals) {
    const std::optional<Key> key = key_of(literal.datum);
    if (key && !keys.insert(*key)) return {};
  }
  return keys;
}

}  // namespace

InList::InList(std::vector<Literal> sorted) : literals_(std::move(sorted)) {
  for (const Literal& literal : literals_)
    ++family_begin_[static_cast<std::size_t>(family_of(literal.datum.type)) + 1];
  std::partial_sum(family_begin_.begin(), family_begin_.end(), family_begin_.begin());
  texts_ = set_of<std::string_view>(family_as(BsonType::String), kFew,
                                    [](const Datum& datum) { return std::optional(datum.text); });
  for (const Literal& literal : family_as(BsonType::String))
    text_sizes_ |= size_bit(literal.datum.text);
  integers_ = set_of<std::int64_t>(family_as(BsonType::Int64), kFew, whole_number);
}

bool InList::has_text(std::string_view text) const {
  return (text_sizes_ & size_bit(text)) != 0 && texts_.contains(text);
}

}  // namespace tamis::predicate
