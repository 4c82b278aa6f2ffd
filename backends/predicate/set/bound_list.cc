#include "backends/predicate/set/bound_list.h"

#include <utility>

namespace tamis::predicate::set {
namespace {

// What a chunk may have: so many, or one in so many of the rules.
constexpr std::size_t kLongest = 64;
constexpr std::size_t kShare = 256;

}  // namespace

// Where it stands, or would.
std::ptrdiff_t BoundList::Chunk::place_of(double bound, std::uint32_t rule) const {
  const auto same = std::ranges::equal_range(bounds, bound);
  const auto begin = rules.begin() + (same.begin() - bounds.begin());
  return std::lower_bound(begin, begin + std::ssize(same), rule) - rules.begin();
}

// The last chunk that begins at or below; the first if none does.
std::size_t BoundList::chunk_of(double bound, std::uint32_t rule) const {
  const auto behind = std::ranges::partition_point(
      chunks_, [&](const Chunk& chunk) { return !chunk.begins_behind(bound, rule); });
  return behind == chunks_.begin() ? 0 : static_cast<std::size_t>(behind - chunks_.begin()) - 1;
}

void BoundList::insert(double bound, std::uint32_t rule, std::size_t all) {
  if (chunks_.empty()) return chunks_.push_back({{bound}, {rule}, {}});
  const std::size_t number = chunk_of(bound, rule);
  Chunk& chunk = chunks_[number];
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.insert(chunk.bounds.begin() + at, bound);
  chunk.rules.insert(chunk.rules.begin() + at, rule);
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) insert_bit(chunks_[i].before, rule);
  if (chunk.rules.size() > std::max(kLongest, all / kShare)) split(number);
}

void BoundList::split(std::size_t number) {
  Chunk& lower = chunks_[number];
  const auto middle = std::ssize(lower.rules) / 2;
  Chunk upper{{lower.bounds.begin() + middle, lower.bounds.end()},
              {lower.rules.begin() + middle, lower.rules.end()},
              lower.before};
  lower.bounds.erase(lower.bounds.begin() + middle, lower.bounds.end());
  lower.rules.erase(lower.rules.begin() + middle, lower.rules.end());
  for (const std::uint32_t rule : lower.rules) insert_bit(upper.before, rule);
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(number) + 1, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t rule) {
  const std::size_t number = chunk_of(bound, rule);
  Chunk& chunk = chunks_[number];
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.erase(chunk.bounds.begin() + at);
  chunk.rules.erase(chunk.rules.begin() + at);
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) erase_bit(chunks_[i].before, rule);
  if (chunk.rules.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(number));
}

}  // namespace tamis::predicate::set
