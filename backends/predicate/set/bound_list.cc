#include "backends/predicate/set/bound_list.h"

#include <algorithm>
#include <utility>

#include "backends/predicate/clones.h"

namespace tamis::predicate::set {
namespace {

// What a chunk may have: so many, or one in so many of the rules.
constexpr std::size_t kLongest = 64;
constexpr std::size_t kShare = 256;

}  // namespace

TAMIS_CLONES std::size_t BoundList::count_below(std::span<const double> bounds, double limit) {
  std::size_t count = 0;
  for (const double bound : bounds) count += static_cast<std::size_t>(bound < limit);
  return count;
}

// Where it stands, or would.
std::ptrdiff_t BoundList::Chunk::place_of(double bound, std::uint32_t rule) const {
  const auto at = static_cast<std::ptrdiff_t>(count_below(bounds, bound));
  const auto same =
      std::find_if(bounds.begin() + at, bounds.end(), [&](double other) { return other != bound; });
  return std::lower_bound(rules.begin() + at, rules.begin() + (same - bounds.begin()), rule) -
         rules.begin();
}

// The last chunk that begins at or below; the first if none does.
std::size_t BoundList::chunk_of(double bound, std::uint32_t rule) const {
  std::size_t behind = count_below(firsts_, bound);
  while (behind < chunks_.size() && firsts_[behind] == bound &&
         chunks_[behind].rules.front() <= rule)
    ++behind;
  return behind == 0 ? 0 : behind - 1;
}

void BoundList::insert(double bound, std::uint32_t rule, std::size_t all) {
  if (chunks_.empty()) {
    chunks_.push_back({{bound}, {rule}, {}});
    return firsts_.push_back(bound);
  }
  const std::size_t number = chunk_of(bound, rule);
  Chunk& chunk = chunks_[number];
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.insert(chunk.bounds.begin() + at, bound);
  chunk.rules.insert(chunk.rules.begin() + at, rule);
  firsts_[number] = chunk.bounds.front();
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
  const std::ptrdiff_t behind = static_cast<std::ptrdiff_t>(number) + 1;
  firsts_.insert(firsts_.begin() + behind, upper.bounds.front());
  chunks_.insert(chunks_.begin() + behind, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t rule) {
  const std::size_t number = chunk_of(bound, rule);
  Chunk& chunk = chunks_[number];
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.erase(chunk.bounds.begin() + at);
  chunk.rules.erase(chunk.rules.begin() + at);
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) erase_bit(chunks_[i].before, rule);
  if (!chunk.bounds.empty()) {
    firsts_[number] = chunk.bounds.front();
    return;
  }
  chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(number));
  firsts_.erase(firsts_.begin() + static_cast<std::ptrdiff_t>(number));
}

}  // namespace tamis::predicate::set
