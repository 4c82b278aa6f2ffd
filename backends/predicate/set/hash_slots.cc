#include "backends/predicate/set/hash_slots.h"

#include <utility>

namespace tamis::predicate::set {
namespace {

constexpr std::size_t kFirstSlots = 8;

}  // namespace

void HashSlots::insert(std::uint64_t hash, std::uint32_t number) {
  if (2 * ++count_ > slots_.size()) grow();
  place({fold(hash), number});
}

// What stood behind the hole moves into it, unless it stands where it belongs.
void HashSlots::erase(std::uint64_t hash, std::uint32_t number) {
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

void HashSlots::renumber(std::uint64_t hash, std::uint32_t number, std::uint32_t other) {
  slots_[place_of(hash, number)].number = other;
}

std::size_t HashSlots::place_of(std::uint64_t hash, std::uint32_t number) const {
  std::size_t at = home(fold(hash));
  while (slots_[at].number != number) at = home(at + 1);
  return at;
}

void HashSlots::grow() {
  const std::vector<Slot> before = std::move(slots_);
  slots_.assign(before.empty() ? kFirstSlots : 2 * before.size(), {});
  for (const Slot& slot : before)
    if (slot.number != kNone) place(slot);
}

void HashSlots::place(Slot slot) {
  std::size_t at = home(slot.hash);
  while (slots_[at].number != kNone) at = home(at + 1);
  slots_[at] = slot;
}

}  // namespace tamis::predicate::set
