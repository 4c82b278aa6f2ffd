#include "backends/predicate/set/bound_list.h"

#include <algorithm>
#include <utility>

#include "backends/predicate/clones.h"
#include "backends/predicate/set/pool.h"

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

std::size_t BoundList::chunk_of(double bound, std::uint32_t rule) const {
  std::size_t number = count_below(lows_, bound);
  while (number < lows_.size() && lows_[number] == bound && chunks_[number + 1].low_rule <= rule)
    ++number;
  return number;
}

void BoundList::insert(double bound, std::uint32_t rule, std::size_t all) {
  if (chunks_.empty()) chunks_.emplace_back();
  std::size_t number = chunk_of(bound, rule);
  if (chunks_[number].rules.size() >= std::max(kLongest, all / kShare)) {
    split(number);
    number = chunk_of(bound, rule);
  }
  Chunk& chunk = chunks_[number];
  const std::span behind = std::span(chunks_).subspan(number + 1);
  make_room(chunk.bounds);
  make_room(chunk.rules);
  for (Chunk& each : behind) make_room_for_bit(each.before, rule);
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.insert(chunk.bounds.begin() + at, bound);
  chunk.rules.insert(chunk.rules.begin() + at, rule);
  for (Chunk& each : behind) set_bit(each.before, rule);
}

void BoundList::fetch(double bound, std::uint32_t rule) const {
  if (chunks_.empty()) return;
  const std::span chunks = std::span(chunks_).subspan(chunk_of(bound, rule));
  __builtin_prefetch(chunks.front().bounds.data());
  __builtin_prefetch(chunks.front().rules.data());
  for (const Chunk& each : chunks.subspan(1)) fetch_bit(each.before, rule);
}

void BoundList::split(std::size_t number) {
  const Chunk& whole = chunks_[number];
  const std::size_t middle = whole.rules.size() / 2;
  const auto bounds = std::span(whole.bounds).subspan(middle);
  const auto rules = std::span(whole.rules).subspan(middle);
  Chunk upper{
      {bounds.begin(), bounds.end()}, {rules.begin(), rules.end()}, whole.before, rules.front()};
  for (const std::uint32_t rule : std::span(whole.rules).first(middle))
    insert_bit(upper.before, rule);
  make_room(chunks_);
  make_room(lows_);
  const auto place = static_cast<std::ptrdiff_t>(number);
  Chunk& lower = chunks_[number];
  lower.bounds.resize(middle);
  lower.rules.resize(middle);
  lows_.insert(lows_.begin() + place, upper.bounds.front());
  chunks_.insert(chunks_.begin() + place + 1, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t rule) noexcept {
  const std::size_t number = chunk_of(bound, rule);
  Chunk& chunk = chunks_[number];
  const std::ptrdiff_t at = chunk.place_of(bound, rule);
  chunk.bounds.erase(chunk.bounds.begin() + at);
  chunk.rules.erase(chunk.rules.begin() + at);
  for (std::size_t i = number + 1; i < chunks_.size(); ++i) erase_bit(chunks_[i].before, rule);
  if (!chunk.bounds.empty() || number == 0) return;
  const auto place = static_cast<std::ptrdiff_t>(number);
  chunks_.erase(chunks_.begin() + place);
  lows_.erase(lows_.begin() + place - 1);
}

}  // namespace tamis::predicate::set
