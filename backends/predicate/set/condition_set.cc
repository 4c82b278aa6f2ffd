#include "backends/predicate/set/condition_set.h"

#include <array>
#include <string>

#include <tamis/compile.h>

namespace tamis::predicate {
namespace {

std::string zone_of(const Condition& condition) {
  const std::string& own = condition.options().time_zone;
  return own.empty() && condition.schema() ? condition.schema()->time_zone() : own;
}

// A condition may have been compiled long before: what its plan consists of is waited for together,
// one level after another.
class PlanFetch {
 public:
  explicit PlanFetch(const PlanNode& root) {
    add(root.children);
    for (std::size_t begin = 0; begin < count_;) {
      const std::size_t end = count_;
      for (std::size_t i = begin; i < end; ++i) fetch_nodes(*groups_[i]);
      for (std::size_t i = begin; i < end; ++i) fetch_parts(*groups_[i]);
      begin = end;
    }
    for (std::size_t i = 0; i < count_; ++i) fetch_lists(*groups_[i]);
  }

 private:
  using Nodes = std::vector<PlanNode>;
  static constexpr std::size_t kMost = 32;

  void add(const Nodes& nodes) {
    if (!nodes.empty() && count_ < kMost) groups_[count_++] = &nodes;
  }
  static void fetch_nodes(const Nodes& nodes) {
    for (const PlanNode& node : nodes) {
      __builtin_prefetch(&node);
      __builtin_prefetch(&node.children);
    }
  }
  void fetch_parts(const Nodes& nodes) {
    for (const PlanNode& node : nodes) {
      __builtin_prefetch(node.test.get());
      if (node.test) __builtin_prefetch(&node.test->list);
      __builtin_prefetch(&node.path.text());
      add(node.children);
    }
  }
  static void fetch_lists(const Nodes& nodes) {
    for (const PlanNode& node : nodes) {
      if (node.test)
        for (const Operand& each : node.test->list) __builtin_prefetch(&each);
      __builtin_prefetch(node.path.components().data());
    }
  }
  std::array<const Nodes*, kMost> groups_;
  std::size_t count_ = 0;
};

}  // namespace

ConditionSet::ConditionSet() : data_(std::make_unique<Data>(random_seed())) {}
ConditionSet::~ConditionSet() = default;
ConditionSet::ConditionSet(ConditionSet&&) noexcept = default;
ConditionSet& ConditionSet::operator=(ConditionSet&&) noexcept = default;

bool ConditionSet::add(Id id, const Condition& condition) {
  if (contains(id)) return false;
  const PlanNode& root = condition.plan().root;
  __builtin_prefetch(&condition.options().time_zone);
  __builtin_prefetch(&condition.schema());
  PlanFetch fetch(root);
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
  PlanFetch fetch(condition.plan().root);
  return remove(id) && add(id, condition);
}

std::size_t ConditionSet::size() const {
  return data_->rules.size();
}

bool ConditionSet::contains(Id id) const {
  return data_->find(id) != set::HashSlots::kNone;
}

}  // namespace tamis::predicate
