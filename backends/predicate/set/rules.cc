#include <algorithm>
#include <utility>

#include "backends/predicate/set/atom_maker.h"
#include "backends/predicate/set/flat_formula.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {
namespace {

constexpr std::uint64_t kAdditionsForReview = 4;

}  // namespace

std::uint32_t Level::add(const PlanNode& node, std::uint64_t payload, const std::string& zone) {
  std::uint32_t head = kNoRule;
  made_.clear();
  try {
    AtomMaker(*this, zone, made_).add(node);
    formulas_.tidy(rules_);
    add_rules(made_, payload, head);
    for (std::uint32_t each = head; each != kNoRule; each = rules_[each].next)
      post(each, choose(each));
  } catch (...) {
    while (head != kNoRule) drop_rule(std::exchange(head, rules_[head].next));
    release_all(made_);
    throw;
  }
  set_bit(heads_, head);
  return head;
}

// Of a formula, or of its alternatives; `head` is the first of those that have been added.
void Level::add_rules(FormulaView formula, std::uint64_t payload, std::uint32_t& head) {
  if (!has_alternatives(formula)) return add_rule(formula, payload, head);
  for (std::uint32_t at = 1; at < formula.size(); at = part_end(formula, at))
    add_rule(part_of(formula, at), payload, head);
}

// An Or of a few members that are found on different axes.
bool Level::has_alternatives(FormulaView formula) const {
  constexpr std::size_t kMost = 8;
  if (!is_group(formula[0]) || !is_or(formula[0])) return false;
  std::size_t parts = 0;
  for (std::uint32_t at = 1; at < formula.size(); at = part_end(formula, at)) ++parts;
  return parts > 0 && parts <= kMost && !chooser_.is_of_one_source(formula);
}

// Behind the first of the alternatives, if there is one.
void Level::add_rule(FormulaView formula, std::uint64_t payload, std::uint32_t& head) {
  rules_.make_room();
  const std::uint32_t number = rules_.next();
  if (number == payloads_.size()) {
    make_room(payloads_);
    make_room(head_of_);
  }
  // Whoever asks goes by the words of taken_: the others have no fewer.
  for (Bits* bits : {&heads_, &decided_, &exact_, &taken_}) make_room_for_bit(*bits, number);
  const FormulaStore::Place place = formulas_.add(formula);
  const bool is_first = head == kNoRule;
  rules_.take({place, is_flat(formula), is_first ? kNoRule : rules_[head].next});
  if (number == payloads_.size()) {
    payloads_.emplace_back();
    head_of_.emplace_back();
  }
  (is_first ? head : rules_[head].next) = number;
  payloads_[number] = payload;
  head_of_[number] = head;
  set_bit(taken_, number);
}

void Level::remove(std::uint32_t number) noexcept {
  erase_bit(heads_, number);
  while (number != kNoRule) {
    const Rule rule = rules_[number];
    drop_rule(number);
    release_all(formulas_[rule.formula]);
    number = rule.next;
  }
}

// Whose claims are another's now.
void Level::drop_rule(std::uint32_t number) noexcept {
  unpost(number);
  erase_bit(taken_, number);
  formulas_.drop(rules_[number].formula);
  rules_.give_back(number);
}

void Level::fetch_atoms(std::uint32_t number) const {
  for (; number != kNoRule; number = rules_[number].next) {
    for (const Bits* bits : {&heads_, &decided_, &exact_, &taken_}) fetch_bit(*bits, number);
    for (const std::uint32_t word : formula(number)) {
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
}

void Level::fetch_finders(std::uint32_t number) const {
  for (; number != kNoRule; number = rules_[number].next)
    each_access(formula(number), [&](AtomRef atom, Way way) {
      fetch_bit(axis_of(atom, way).rules, number);
      const auto finder = static_cast<std::size_t>(way);
      if (atom.kind() == AtomKind::Mark) return mark_postings_[atom.index()][finder].fetch(number);
      const Bound& bound = bounds_[atom.index()];
      lane_of(bound).bounds[finder].fetch(bound.bound, number);
    });
}

void Level::put_on_axis(std::uint32_t rule, AtomRef atom, Way way) {
  if (way == Way::Against) return;
  Axis& axis = axis_of(atom, way);
  if (!insert_bit(axis.rules, rule)) return;
  if (++axis.count == 1 && way == Way::Own) note_always_asked(field_of(atom));
}

void Level::take_off_axis(std::uint32_t rule, AtomRef atom, Way way) noexcept {
  if (way == Way::Against) return;
  Axis& axis = axis_of(atom, way);
  if (!erase_bit(axis.rules, rule) || --axis.count > 0) return;
  axis = {};
  if (way == Way::Own) note_always_asked(field_of(atom));
}

// Into chosen_. True: the rule holds wherever its accesses say so.
bool Level::choose(std::uint32_t number) {
  const FormulaView now = formula(number);
  chosen_.assign(now.begin(), now.end());
  forget_accesses(chosen_);
  return chooser_.choose(chosen_);
}

// As was chosen. A rule of which that fails is left as one that may hold of any document.
void Level::post(std::uint32_t number, bool is_exact) {
  const std::span<std::uint32_t> formula = formulas_[rules_[number].formula];
  try {
    for (std::size_t at = 0; at < formula.size(); ++at) {
      each_access(std::span(chosen_).subspan(at, 1),
                  [&](AtomRef atom, Way way) { post_at(number, atom, way); });
      formula[at] = chosen_[at];
    }
  } catch (...) {
    unpost(number);
    throw;
  }
  if (!is_exact) return;
  set_bit(decided_, number);
  if (head_of_[number] == number && rules_[number].next == kNoRule) set_bit(exact_, number);
}

void Level::post_at(std::uint32_t number, AtomRef atom, Way way) {
  if (way != Way::Against) make_room_for_bit(axis_of(atom, way).rules, number);
  const std::uint32_t index = atom.index();
  if (atom.kind() == AtomKind::Mark)
    mark_postings_[index][static_cast<std::size_t>(way)].insert(number, rules_.size());
  else
    lane_of(bounds_[index])
        .bounds[static_cast<std::size_t>(way)]
        .insert(bounds_[index].bound, number, rules_.size());
  put_on_axis(number, atom, way);
}

void Level::unpost(std::uint32_t number) noexcept {
  const std::span<std::uint32_t> formula = formulas_[rules_[number].formula];
  each_access(formula, [&](AtomRef atom, Way way) {
    take_off_axis(number, atom, way);
    const std::uint32_t index = atom.index();
    if (atom.kind() == AtomKind::Mark)
      mark_postings_[index][static_cast<std::size_t>(way)].erase(number);
    else
      lane_of(bounds_[index])
          .bounds[static_cast<std::size_t>(way)]
          .erase(bounds_[index].bound, number);
  });
  forget_accesses(formula);
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
  const bool is_exact = choose(number);
  if (std::ranges::equal(chosen_, formula(number))) return;
  unpost(number);
  post(number, is_exact);
}

}  // namespace tamis::predicate::set
