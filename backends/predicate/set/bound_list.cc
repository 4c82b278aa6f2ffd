#include "backends/predicate/set/bound_list.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "backends/predicate/clones.h"
#include "backends/predicate/set/pool.h"

namespace tamis::predicate::set {
namespace {

// Bounds that a chunk may have.
constexpr std::size_t kLongest = 128;
// A group may have one chunk, or one for so many rules.
constexpr std::size_t kRulesForChunk = 8192;
// Below no limit.
constexpr double kNone = std::numeric_limits<double>::infinity();

// Bounds that are compared together.
constexpr std::size_t kAbreast = 8;

std::size_t padded(std::size_t size) {
  return (size + kAbreast - 1) / kAbreast * kAbreast;
}

TAMIS_CLONES std::size_t count_of_below(const double* bounds, std::size_t size, double limit) {
  std::size_t count = 0;
  for (; size > 0; size -= kAbreast, bounds += kAbreast)
    for (std::size_t i = 0; i < kAbreast; ++i) count += static_cast<std::size_t>(bounds[i] < limit);
  return count;
}

TAMIS_CLONES std::size_t count_of_below(const double* bounds, const std::uint32_t* rules,
                                        std::size_t size, double bound, std::uint32_t rule) {
  std::size_t count = 0;
  for (; size > 0; size -= kAbreast, bounds += kAbreast, rules += kAbreast)
    for (std::size_t i = 0; i < kAbreast; ++i) {
      const auto below = static_cast<std::size_t>(bounds[i] < bound);
      const auto same = static_cast<std::size_t>(bounds[i] == bound);
      count += below | (same & static_cast<std::size_t>(rules[i] < rule));
    }
  return count;
}

}  // namespace

std::size_t BoundKeys::count_below(double limit) const {
  return count_of_below(bounds(), padded(size_), limit);
}

std::size_t BoundKeys::count_below(double bound, std::uint32_t rule) const {
  return count_of_below(bounds(), numbers(), padded(size_), bound, rule);
}

void BoundKeys::make_room() {
  if (size_ == room_) *this = copy_from(0, padded(size_ + std::max<std::size_t>(1, size_ / 2)));
}

void BoundKeys::insert(double bound, std::uint32_t rule) noexcept {
  const std::size_t at = count_below(bound, rule);
  std::copy_backward(bounds() + at, bounds() + size_, bounds() + size_ + 1);
  std::copy_backward(numbers() + at, numbers() + size_, numbers() + size_ + 1);
  bounds()[at] = bound;
  numbers()[at] = rule;
  ++size_;
}

void BoundKeys::erase(std::size_t at) noexcept {
  std::copy(bounds() + at + 1, bounds() + size_, bounds() + at);
  std::copy(numbers() + at + 1, numbers() + size_, numbers() + at);
  cut(size_ - 1);
}

void BoundKeys::erase_all(const Bits& rules) noexcept {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    const std::uint32_t rule = numbers()[i];
    bounds()[kept] = bounds()[i];
    numbers()[kept] = rule;
    kept += static_cast<std::size_t>(!bit(rules, rule));
  }
  cut(kept);
}

BoundKeys BoundKeys::from(std::size_t first) const {
  return copy_from(first, padded(size_ - first));
}

BoundKeys BoundKeys::copy_from(std::size_t first, std::size_t room) const {
  BoundKeys keys;
  keys.memory_ = std::make_unique<std::byte[]>(room * (sizeof(double) + sizeof(std::uint32_t)));
  keys.size_ = size_ - first;
  keys.room_ = room;
  std::fill(std::copy_n(bounds() + first, keys.size_, keys.bounds()), keys.bounds() + room, kNone);
  std::copy_n(numbers() + first, keys.size_, keys.numbers());
  return keys;
}

void BoundKeys::cut(std::size_t size) noexcept {
  std::fill(bounds() + size, bounds() + size_, kNone);
  size_ = size;
}

void BoundKeys::fetch() const {
  constexpr std::size_t kLine = 64;
  for (std::size_t i = 0; i < size_; i += kLine / sizeof(double)) __builtin_prefetch(bounds() + i);
  for (std::size_t i = 0; i < size_; i += kLine / sizeof(std::uint32_t))
    __builtin_prefetch(numbers() + i);
}

void BoundList::insert(double bound, std::uint32_t rule, std::size_t all) {
  if (groups_.empty()) groups_.push_back({std::vector<BoundKeys>(1), {}, {}});
  Place place = place_of(bound, rule);
  if (chunk_at(place).size() >= kLongest) {
    split(place);
    if (groups_[place.group].chunks.size() > std::max<std::size_t>(1, all / kRulesForChunk))
      divide(place.group);
    place = place_of(bound, rule);
  }
  chunk_at(place).make_room();
  for (Group& each : behind(place)) make_room_for_bit(each.before, rule);
  chunk_at(place).insert(bound, rule);
  for (Group& each : behind(place)) set_bit(each.before, rule);
}

void BoundList::fetch(double bound, std::uint32_t rule) const {
  if (groups_.empty()) return;
  const Place place = place_of(bound, rule);
  chunk_at(place).fetch();
  for (const Group& each : std::span(groups_).subspan(place.group + 1))
    fetch_bit(each.before, rule);
}

// The upper half of a chunk becomes the one behind it.
void BoundList::split(Place place) {
  Group& group = groups_[place.group];
  const std::size_t middle = chunk_at(place).size() / 2;
  BoundKeys upper = chunk_at(place).from(middle);
  make_room(group.chunks);
  group.lows.make_room();
  chunk_at(place).cut(middle);
  group.lows.insert(upper.bound(0), upper.rules().front());
  group.chunks.insert(group.chunks.begin() + static_cast<std::ptrdiff_t>(place.chunk) + 1,
                      std::move(upper));
}

// The upper half of a group's chunks, which are several, become those of the one behind it.
void BoundList::divide(std::size_t number) {
  const std::size_t middle = groups_[number].chunks.size() / 2;
  Group upper{{}, groups_[number].lows.from(middle), groups_[number].before};
  upper.chunks.reserve(groups_[number].chunks.size() - middle);
  for (const BoundKeys& chunk : std::span(groups_[number].chunks).first(middle))
    for (const std::uint32_t rule : chunk.rules()) insert_bit(upper.before, rule);
  make_room(groups_);
  lows_.make_room();
  Group& lower = groups_[number];
  std::ranges::move(std::span(lower.chunks).subspan(middle), std::back_inserter(upper.chunks));
  lower.chunks.resize(middle);
  lows_.insert(lower.lows.bound(middle - 1), lower.lows.rules()[middle - 1]);
  lower.lows.cut(middle - 1);
  groups_.insert(groups_.begin() + static_cast<std::ptrdiff_t>(number) + 1, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t rule) noexcept {
  const Place place = place_of(bound, rule);
  chunk_at(place).erase(chunk_at(place).count_below(bound, rule));
  for (Group& each : behind(place)) erase_bit(each.before, rule);
  drop_if_empty(place);
}

void BoundList::erase_all(const Bits& rules) noexcept {
  constexpr std::size_t kAhead = 2;
  for (std::size_t group = groups_.size(); group-- > 0;) {
    take_out(groups_[group].before, rules);
    const std::vector<BoundKeys>& chunks = groups_[group].chunks;
    for (std::size_t chunk = chunks.size(); chunk-- > 0;) {
      if (chunk >= kAhead) chunks[chunk - kAhead].fetch();
      groups_[group].chunks[chunk].erase_all(rules);
      drop_if_empty({group, chunk});
    }
  }
}

void BoundList::drop_if_empty(Place place) noexcept {
  Group& group = groups_[place.group];
  if (chunk_at(place).size() > 0) return;
  if (group.chunks.size() > 1)
    drop(place.chunk, group.chunks, group.lows);
  else if (groups_.size() > 1)
    drop(place.group, groups_, lows_);
}

// The one before it is for what it was for, or else the one behind it.
template <class Part>
void BoundList::drop(std::size_t number, std::vector<Part>& parts, BoundKeys& lows) noexcept {
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(number));
  lows.erase(std::max<std::size_t>(1, number) - 1);
}

}  // namespace tamis::predicate::set
