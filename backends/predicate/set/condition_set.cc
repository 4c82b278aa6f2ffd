#include "backends/predicate/set/condition_set.h"

#include <random>

#include <tamis/compile.h>

namespace tamis::predicate {
namespace {

// Conditions may come from people who would choose values that collide.
std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) ^ device();
}

std::string zone_of(const Condition& condition) {
  const std::string& own = condition.options().time_zone;
  return own.empty() && condition.schema() ? condition.schema()->time_zone() : own;
}

}  // namespace

ConditionSet::ConditionSet() : data_(std::make_unique<Data>(random_seed())) {}
ConditionSet::~ConditionSet() = default;
ConditionSet::ConditionSet(ConditionSet&&) noexcept = default;
ConditionSet& ConditionSet::operator=(ConditionSet&&) noexcept = default;

bool ConditionSet::add(Id id, const Condition& condition) {
  const auto [place, is_new] = data_->rules.try_emplace(id);
  if (!is_new) return false;
  place->second = data_->root.add(condition.plan().root, id, zone_of(condition));
  return true;
}

bool ConditionSet::remove(Id id) {
  const auto found = data_->rules.find(id);
  if (found == data_->rules.end()) return false;
  data_->root.remove(found->second);
  data_->rules.erase(found);
  return true;
}

bool ConditionSet::replace(Id id, const Condition& condition) {
  return remove(id) && add(id, condition);
}

std::size_t ConditionSet::size() const {
  return data_->rules.size();
}

bool ConditionSet::contains(Id id) const {
  return data_->rules.contains(id);
}

}  // namespace tamis::predicate
