// A set of conditions that holds the condition to be asked among others: its negation, both
// together, and those that were asked before, under which an answer must not change.
#pragma once

#include <tamis/condition_set.h>

#include <vector>

namespace tamis::engines {

class CrowdedSet {
 public:
  using Id = predicate::ConditionSet::Id;

  // The condition to be asked. It stays among the others when the next comes.
  void put(const Condition& condition);
  const predicate::ConditionSet& set() const { return set_; }

  // What the ids that hold, sorted, say of the condition.
  bool verdict(const std::vector<Id>& ids) const;

 private:
  void put(Id id, const Condition& condition);
  bool put_negation(const Condition& condition);

  predicate::ConditionSet set_;
  bool negated_ = false;
  std::size_t next_neighbour_ = 0;
};

}  // namespace tamis::engines
