#include <utility>

#include "backends/predicate/set/access.h"
#include "backends/predicate/set/atom_maker.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

std::uint32_t Level::add(const PlanNode& node, std::uint64_t payload, const std::string& zone) {
  Formula formula;
  AtomMaker(*this, zone, formula).add(node);
  formula.shrink_to_fit();
  const std::uint32_t number = take(rules_, free_rules_);
  rules_[number].formula = std::move(formula);
  payloads_.resize(rules_.size());
  payloads_[number] = payload;
  insert_bit(taken_, number);
  exact_.resize(taken_.size());
  post(number, AccessChooser(*this).choose(rules_[number].formula));
  review_one();
  return number;
}

void Level::remove(std::uint32_t number) {
  unpost(number);
  erase_bit(taken_, number);
  const Formula formula = std::move(rules_[number].formula);
  rules_[number] = {};
  free_rules_.push_back(number);
  for (const std::uint32_t word : formula)
    if (!is_group(word)) release(Claim(word).atom());
}

const Source& Level::source_of(AtomRef atom) const {
  const std::uint32_t index = atom.index();
  if (atom.kind() == AtomKind::Mark) return fields_[marks_[index].field].marks;
  const Bound& bound = bounds_[index];
  return (*fields_[bound.lane / kLanes].lanes)[bound.lane % kLanes].source;
}

Source& Level::source_of(AtomRef atom) {
  return const_cast<Source&>(std::as_const(*this).source_of(atom));
}

void Level::post(std::uint32_t number, Accesses accesses) {
  for (const Access& access : accesses.list) {
    Axis& axis = axis_of(access);
    if (insert_bit(axis.rules, number)) ++axis.count;
    const auto way = static_cast<std::size_t>(access.way);
    const std::uint32_t index = access.atom.index();
    if (access.atom.kind() == AtomKind::Mark)
      mark_postings_[index][way].insert(number, rules_.size());
    else
      lane_of(bounds_[index]).bounds[way].insert(bounds_[index].bound, number, rules_.size());
  }
  if (accesses.is_exact) set_bit(exact_, number);
  rules_[number].accesses = std::move(accesses.list);
}

void Level::unpost(std::uint32_t number) {
  for (const Access& access : rules_[number].accesses) {
    Axis& axis = axis_of(access);
    if (erase_bit(axis.rules, number) && --axis.count == 0) axis = {};
    const auto way = static_cast<std::size_t>(access.way);
    const std::uint32_t index = access.atom.index();
    if (access.atom.kind() == AtomKind::Mark)
      mark_postings_[index][way].erase(number);
    else
      lane_of(bounds_[index]).bounds[way].erase(bounds_[index].bound, number);
  }
  rules_[number].accesses.clear();
  erase_bit(exact_, number);
}

// When a rule is added little may be known yet of which values are common, and what many rules will
// ask of.
void Level::review_one() {
  if (next_review_ >= rules_.size()) next_review_ = 0;
  const std::uint32_t number = next_review_++;
  if (!bit(taken_, number)) return;
  Accesses best = AccessChooser(*this).choose(rules_[number].formula);
  if (best.list == rules_[number].accesses) return;
  unpost(number);
  post(number, std::move(best));
}

}  // namespace tamis::predicate::set
