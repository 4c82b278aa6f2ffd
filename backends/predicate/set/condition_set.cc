#include "backends/predicate/set/condition_set.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include <tamis/compile.h>

namespace tamis::predicate {
namespace {

const std::string& zone_of(const Condition& condition) {
  const std::string& own = condition.options().time_zone;
  return own.empty() && condition.schema() ? condition.schema()->time_zone() : own;
}

// A condition may have been compiled long before, and its plan has to be waited for: what is as
// many steps away is waited for together, and other work may be done meanwhile.
class PlanFetch {
 public:
  explicit PlanFetch(const Condition& condition) : root_(condition.plan().root) {
    __builtin_prefetch(&root_.children);
    __builtin_prefetch(&condition.options().time_zone);
    __builtin_prefetch(&condition.schema());
  }

  // Waits for what was fetched last, and fetches what that points to.
  void step() {
    if (count_ == 0) return add(root_.children);
    const std::size_t end = count_;
    for (std::size_t i = begin_; i < end; ++i)
      for (const PlanNode& node : first_of(*groups_[i])) fetch_parts(node);
    begin_ = end;
  }
  void finish() {
    do step();
    while (begin_ < count_);
    for (std::size_t i = 0; i < count_; ++i)
      for (const PlanNode& node : first_of(*groups_[i])) fetch_lists(node);
  }

 private:
  using Nodes = std::vector<PlanNode>;
  static constexpr std::size_t kMost = 32;

  // Of what is long the rest is fetched by the processor, which sees it read in order.
  template <class Item>
  static std::span<const Item> first_of(const std::vector<Item>& items) {
    return std::span(items).first(std::min(items.size(), kMost));
  }
  void add(const Nodes& nodes) {
    if (nodes.empty() || count_ == kMost) return;
    groups_[count_++] = &nodes;
    for (const PlanNode& node : first_of(nodes)) {
      __builtin_prefetch(&node);
      __builtin_prefetch(&node.children);
    }
  }
  void fetch_parts(const PlanNode& node) {
    __builtin_prefetch(&node.path.text());
    if (node.test) {
      __builtin_prefetch(node.test.get());
      __builtin_prefetch(&node.test->list);
    }
    add(node.children);
  }
  static void fetch_lists(const PlanNode& node) {
    __builtin_prefetch(node.path.components().data());
    if (node.test)
      for (const Operand& each : first_of(node.test->list)) __builtin_prefetch(&each);
  }

  const PlanNode& root_;
  std::array<const Nodes*, kMost> groups_;  // siblings, level by level
  std::size_t count_ = 0;
  std::size_t begin_ = 0;  // of the last level
};

}  // namespace

// Which rule has the id is looked for after, as that has to be waited for, too.
void ConditionSet::Data::make(Id id, const Condition& condition) {
  rules.fetch(hash(id));
  PlanFetch fetch(condition);
  fetch.step();
  root.review();
  fetch.finish();
  const std::uint32_t rule = rules.find_likely(hash(id));
  if (rule != set::HashSlots::kNone) root.fetch(rule);
  root.make(condition.plan().root, zone_of(condition));
}

ConditionSet::ConditionSet() : data_(std::make_unique<Data>(random_seed())) {}
ConditionSet::~ConditionSet() = default;
ConditionSet::ConditionSet(ConditionSet&&) noexcept = default;
ConditionSet& ConditionSet::operator=(ConditionSet&&) noexcept = default;

bool ConditionSet::add(Id id, const Condition& condition) {
  data_->rules.make_room();
  data_->make(id, condition);
  if (contains(id)) {
    data_->root.forget_made();
    return false;
  }
  data_->rules.insert(data_->hash(id), data_->root.add_made(id));
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
  data_->make(id, condition);
  const std::uint32_t rule = data_->find(id);
  if (rule == set::HashSlots::kNone) {
    data_->root.forget_made();
    return false;
  }
  data_->rules.renumber(data_->hash(id), rule, data_->root.add_made(id));
  data_->root.remove(rule);
  return true;
}

std::size_t ConditionSet::size() const {
  return data_->rules.size();
}

bool ConditionSet::contains(Id id) const {
  return data_->find(id) != set::HashSlots::kNone;
}

}  // namespace tamis::predicate
