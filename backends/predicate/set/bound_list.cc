#include "backends/predicate/set/bound_list.h"

#include <utility>

namespace tamis::predicate::set {
namespace {

// What a chunk may have: so many, or one in so many of the rules.
constexpr std::size_t kLongest = 64;
constexpr std::size_t kShare = 256;

}  // namespace

// The last chunk that begins at or below `bound`; the first if none does.
std::size_t BoundList::chunk_of(const Bound& bound) const {
  const auto above = std::upper_bound(
      chunks_.begin(), chunks_.end(), bound,
      [](const Bound& each, const Chunk& chunk) { return each < chunk.bounds.front(); });
  return above == chunks_.begin() ? 0 : static_cast<std::size_t>(above - chunks_.begin()) - 1;
}

void BoundList::insert(double bound, std::uint32_t rule, std::size_t all) {
  const Bound added{bound, rule};
  if (chunks_.empty()) return chunks_.push_back({{added}, {}});
  const std::size_t number = chunk_of(added);
  std::vector<Bound>& bounds = chunks_[number].bounds;
  bounds.insert(std::upper_bound(bounds.begin(), bounds.end(), added), added);
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) insert_bit(chunks_[i].before, rule);
  if (bounds.size() > std::max(kLongest, all / kShare)) split(number);
}

void BoundList::split(std::size_t number) {
  Chunk& lower = chunks_[number];
  const auto middle = lower.bounds.begin() + static_cast<std::ptrdiff_t>(lower.bounds.size() / 2);
  Chunk upper{{middle, lower.bounds.end()}, lower.before};
  lower.bounds.erase(middle, lower.bounds.end());
  for (const Bound& each : lower.bounds) insert_bit(upper.before, each.rule);
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(number) + 1, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t rule) {
  const Bound erased{bound, rule};
  const std::size_t number = chunk_of(erased);
  std::vector<Bound>& bounds = chunks_[number].bounds;
  bounds.erase(std::lower_bound(bounds.begin(), bounds.end(), erased));
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) erase_bit(chunks_[i].before, rule);
  if (bounds.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(number));
}

}  // namespace tamis::predicate::set
