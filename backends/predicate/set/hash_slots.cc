#include "backends/predicate/set/hash_slots.h"

#include <algorithm>
#include <utility>

namespace tamis::predicate::set {
namespace {

constexpr std::size_t kFirstSlots = 8;

}  // namespace

void HashSlots::make_room() {
  if (2 * (count_ + 1) <= slots_.size()) return;
  std::vector<Slot> larger(std::max(kFirstSlots, 2 * slots_.size()));
  for (const Slot& slot : slots_)
    if (slot.number != kNone) place(slot, larger);
  slots_ = std::move(larger);
}

void HashSlots::insert(std::uint64_t hash, std::uint32_t number) {
  make_room();
  place({fold(hash), number}, slots_);
  ++count_;
}

// What stood behind the hole moves into it, unless it stands where it belongs.
void HashSlots::erase(std::uint64_t hash, std::uint32_t number) noexcept {
  --count_;
  std::size_t hole = place_of(hash, number);
  for (std::size_t at = home(hole + 1); slots_[at].number != kNone; at = home(at + 1)) {
    const std::size_t from_home = home(at - home(slots_[at].hash));
    if (from_home < home(at - hole)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = {};
}

void HashSlots::renumber(std::uint64_t hash, std::uint32_t number, std::uint32_t other) noexcept {
  slots_[place_of(hash, number)].number = other;
}

std::size_t HashSlots::place_of(std::uint64_t hash, std::uint32_t number) const {
  std::size_t at = home(fold(hash));
  while (slots_[at].number != number) at = home(at + 1);
  return at;
}

void HashSlots::place(Slot slot, std::vector<Slot>& slots) {
  const std::size_t last = slots.size() - 1;
  std::size_t at = slot.hash & last;
  while (slots[at].number != kNone) at = (at + 1) & last;
  slots[at] = slot;
}

}  // namespace tamis::predicate::set
