#include <utility>

#include "backends/predicate/set/atom_maker.h"
#include "backends/predicate/set/flat_formula.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {
namespace {

constexpr std::uint64_t kAdditionsForReview = 4;

}  // namespace

std::uint32_t Level::add(const PlanNode& node, std::uint64_t payload, const std::string& zone) {
  made_.clear();
  AtomMaker(*this, zone, made_).add(node);
  const std::uint32_t head = add_alternatives(made_, payload);
  insert_bit(heads_, head);
  for (std::uint32_t each = head; each != kNoRule; each = rules_[each].next)
    post(each, chooser_.choose(rules_[each].formula));
  return head;
}

// The first of the rules.
std::uint32_t Level::add_alternatives(const Formula& formula, std::uint64_t payload) {
  if (!has_alternatives(formula)) {
    const std::uint32_t number = add_alternative(formula, payload);
    head_of_[number] = number;
    return number;
  }
  std::uint32_t head = kNoRule;
  std::uint32_t last = kNoRule;
  for (std::uint32_t at = 1; at < formula.size(); at = part_end(formula, at)) {
    const std::uint32_t number = add_alternative(part_of(formula, at), payload);
    if (last == kNoRule)
      head = number;
    else
      rules_[last].next = number;
    head_of_[number] = head;
    last = number;
  }
  return head;
}

// An Or of a few members that are found on different axes.
bool Level::has_alternatives(const Formula& formula) const {
  constexpr std::size_t kMost = 8;
  if (!is_group(formula[0]) || !is_or(formula[0])) return false;
  std::size_t parts = 0;
  for (std::uint32_t at = 1; at < formula.size(); at = part_end(formula, at)) ++parts;
  return parts > 0 && parts <= kMost && !chooser_.is_of_one_source(formula);
}

std::uint32_t Level::add_alternative(Formula formula, std::uint64_t payload) {
  const std::uint32_t number = take(rules_, free_rules_);
  rules_[number].is_flat = is_flat(formula);
  rules_[number].formula = std::move(formula);
  if (number == payloads_.size()) {
    payloads_.emplace_back();
    head_of_.emplace_back();
  }
  payloads_[number] = payload;
  insert_bit(taken_, number);
  if (heads_.size() < taken_.size())
    for (Bits* bits : {&heads_, &decided_, &exact_}) bits->resize(taken_.size());
  return number;
}

void Level::remove(std::uint32_t number) {
  erase_bit(heads_, number);
  while (number != kNoRule) {
    const std::uint32_t next = rules_[number].next;
    remove_alternative(number);
    number = next;
  }
}

void Level::fetch(std::uint32_t number) const {
  for (const std::uint32_t word : rules_[number].formula) {
    const AtomRef atom = Claim(word).atom();
    if (is_group(word) || atom.kind() == AtomKind::Lazy) continue;
    if (atom.kind() == AtomKind::Bound) {
      __builtin_prefetch(&bounds_[atom.index()]);
    } else {
      __builtin_prefetch(&marks_[atom.index()]);
      fetch_postings(atom.index());
    }
  }
}

void Level::remove_alternative(std::uint32_t number) {
  unpost(number);
  erase_bit(taken_, number);
  const Formula formula = std::move(rules_[number].formula);
  rules_[number] = {};
  free_rules_.push_back(number);
  for (const std::uint32_t word : formula)
    if (!is_group(word)) release(Claim(word).atom());
}

void Level::put_on_axis(std::uint32_t rule, AtomRef atom, Way way) {
  if (way == Way::Against) return;
  Axis& axis = way == Way::Own ? source_of(atom).axis : shared_;
  if (!insert_bit(axis.rules, rule)) return;
  if (++axis.count == 1 && way == Way::Own) note_always_asked(field_of(atom));
}

void Level::take_off_axis(std::uint32_t rule, AtomRef atom, Way way) {
  if (way == Way::Against) return;
  Axis& axis = way == Way::Own ? source_of(atom).axis : shared_;
  if (!erase_bit(axis.rules, rule) || --axis.count > 0) return;
  axis = {};
  if (way == Way::Own) note_always_asked(field_of(atom));
}

void Level::post(std::uint32_t number, bool is_exact) {
  each_access(rules_[number].formula, [&](AtomRef atom, Way way) {
    put_on_axis(number, atom, way);
    const std::uint32_t index = atom.index();
    if (atom.kind() == AtomKind::Mark)
      mark_postings_[index][static_cast<std::size_t>(way)].insert(number, rules_.size());
    else
      lane_of(bounds_[index])
          .bounds[static_cast<std::size_t>(way)]
          .insert(bounds_[index].bound, number, rules_.size());
  });
  if (!is_exact) return;
  set_bit(decided_, number);
  if (head_of_[number] == number && rules_[number].next == kNoRule) set_bit(exact_, number);
}

void Level::unpost(std::uint32_t number) {
  each_access(rules_[number].formula, [&](AtomRef atom, Way way) {
    take_off_axis(number, atom, way);
    const std::uint32_t index = atom.index();
    if (atom.kind() == AtomKind::Mark)
      mark_postings_[index][static_cast<std::size_t>(way)].erase(number);
    else
      lane_of(bounds_[index])
          .bounds[static_cast<std::size_t>(way)]
          .erase(bounds_[index].bound, number);
  });
  erase_bit(decided_, number);
  erase_bit(exact_, number);
}

// When a rule is added little may be known yet of which values are common, and what many rules will
// ask of.
void Level::review() {
  if (++additions_ % kAdditionsForReview != 0 || rules_.empty()) return;
  if (next_review_ >= rules_.size()) next_review_ = 0;
  const std::uint32_t number = next_review_++;
  if (!bit(taken_, number)) return;
  Formula& formula = rules_[number].formula;
  made_ = formula;
  forget_accesses(made_);
  const bool is_exact = chooser_.choose(made_);
  if (made_ == formula) return;
  unpost(number);
  formula = made_;
  post(number, is_exact);
}

}  // namespace tamis::predicate::set
