#include "backends/predicate/set/condition_set.h"

#include <string>

#include <tamis/compile.h>

namespace tamis::predicate {
namespace {

std::string zone_of(const Condition& condition) {
  const std::string& own = condition.options().time_zone;
  return own.empty() && condition.schema() ? condition.schema()->time_zone() : own;
}

// A condition may have been compiled long before: what its plan consists of is waited for together.
void prefetch_below(const PlanNode& node) {
  for (const PlanNode& child : node.children) {
    __builtin_prefetch(&child);
    __builtin_prefetch(&child.children);
  }
  for (const PlanNode& child : node.children) {
    __builtin_prefetch(child.test.get());
    __builtin_prefetch(&child.path.text());
    prefetch_below(child);
  }
}

}  // namespace

ConditionSet::ConditionSet() : data_(std::make_unique<Data>(random_seed())) {}
ConditionSet::~ConditionSet() = default;
ConditionSet::ConditionSet(ConditionSet&&) noexcept = default;
ConditionSet& ConditionSet::operator=(ConditionSet&&) noexcept = default;

bool ConditionSet::add(Id id, const Condition& condition) {
  if (contains(id)) return false;
  const PlanNode& root = condition.plan().root;
  prefetch_below(root);
  data_->rules.insert(data_->hash(id), data_->root.add(root, id, zone_of(condition)));
  return true;
}

bool ConditionSet::remove(Id id) {
  const std::uint32_t rule = data_->find(id);
  if (rule == set::HashSlots::kNone) return false;
  data_->rules.erase(data_->hash(id), rule);
  data_->root.remove(rule);
  return true;
}

bool ConditionSet::replace(Id id, const Condition& condition) {
  prefetch_below(condition.plan().root);
  return remove(id) && add(id, condition);
}

std::size_t ConditionSet::size() const {
  return data_->rules.size();
}

bool ConditionSet::contains(Id id) const {
  return data_->find(id) != set::HashSlots::kNone;
}

}  // namespace tamis::predicate
