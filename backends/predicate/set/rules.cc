#include <algorithm>
#include <array>
#include <utility>

#include "backends/predicate/set/atom_maker.h"
#include "backends/predicate/set/flat_formula.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {
namespace {

constexpr std::uint64_t kAdditionsForReview = 4;
// Of so many rules one may have been removed and be there yet.
constexpr std::size_t kRulesForRemoved = 16;

}  // namespace

void Level::make(const PlanNode& node, const std::string& zone) {
  if (rules_.next() < rules_.size()) fetch(rules_.next());
  made_.clear();
  try {
    AtomMaker(*this, zone, made_).make(node);
  } catch (...) {
    forget_made();
    throw;
  }
}

std::uint32_t Level::add_made(std::uint64_t payload) {
  std::uint32_t head = kNoRule;
  try {
    formulas_.tidy(rules_);
    add_rules(made_, payload, head);
    for (std::uint32_t each = head; each != kNoRule; each = rules_[each].next) {
      fetch_finders(each);
      post(each, choose(each));
    }
  } catch (...) {
    while (head != kNoRule) drop_rule(std::exchange(head, rules_[head].next));
    forget_made();
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
  if (number >= head_of_.size()) {
    payloads_.resize(number + table::kWordBits);
    head_of_.resize(number + table::kWordBits);
  }
  // Whoever asks goes by the words of taken_: the others have no fewer.
  removed_.make_room(number);
  for (Bits* bits : {&heads_, &decided_, &exact_, &taken_}) make_room_for_bit(*bits, number);
  const FormulaStore::Place place = formulas_.add(formula);
  const bool is_first = head == kNoRule;
  rules_.take({place, is_flat(formula), is_first ? kNoRule : rules_[head].next});
  (is_first ? head : rules_[head].next) = number;
  payloads_[number] = payload;
  head_of_[number] = head;
  set_bit(taken_, number);
}

void Level::remove(std::uint32_t number) noexcept {
  erase_bit(heads_, number);
  for (; number != kNoRule; number = rules_[number].next) {
    erase_bit(taken_, number);
    removed_.insert(number);
  }
  if (kRulesForRemoved * removed_.count() > rules_.taken()) drop_removed();
}

// Each list of rules is gone through once for all of them. Then they give up their claims in the
// order of their numbers, so that those that come next have numbers near each other.
void Level::drop_removed() noexcept {
  unpost_removed();
  std::array<std::uint32_t, 2 * table::kWordBits> numbers;
  std::size_t count = 0;
  const Bits& removed = removed_.bits();
  for (std::size_t i = 0; i < removed.size(); ++i) {
    table::for_each_bit(removed[i], i * table::kWordBits, [&](std::size_t number) {
      numbers[count++] = static_cast<std::uint32_t>(number);
    });
    if (count + table::kWordBits <= numbers.size() && i + 1 < removed.size()) continue;
    give_back(std::span(numbers).first(count));
    count = 0;
  }
  removed_.clear();
}

void Level::unpost_removed() noexcept {
  const Bits& removed = removed_.bits();
  constexpr std::size_t kAhead = 8;
  for (std::size_t mark = 0; mark < mark_postings_.size(); ++mark) {
    if (mark + kAhead < mark_postings_.size())
      for (const Postings& each : mark_postings_[mark + kAhead]) each.fetch_first();
    for (Postings& each : mark_postings_[mark]) each.erase_all(removed);
  }
  shared_.erase_all(removed);
  for (std::uint32_t number = 0; number < fields_.size(); ++number) {
    Field& field = fields_[number];
    if (field.refs == 0) continue;
    field.marks.axis.erase_all(removed);
    for (const std::unique_ptr<LaneRules>& lane : field.lanes)
      if (lane) lane->erase_all(removed);
    note_always_asked(number);
  }
  take_out(decided_, removed);
  take_out(exact_, removed);
}

// That are not posted any more. What one consists of is waited for while others are given back.
void Level::give_back(std::span<const std::uint32_t> rules) noexcept {
  constexpr std::size_t kAhead = 4;
  const auto step = [&](std::size_t at, auto&& take) {
    if (at < rules.size()) take(rules[at]);
  };
  for (std::size_t i = 0; i < rules.size() + 4 * kAhead; ++i) {
    step(i, [this](std::uint32_t rule) { fetch(rule); });
    step(i - kAhead, [this](std::uint32_t rule) { __builtin_prefetch(formula(rule).data()); });
    step(i - 2 * kAhead, [this](std::uint32_t rule) { fetch_atoms(rule); });
    step(i - 3 * kAhead, [this](std::uint32_t rule) { fetch_values(rule); });
    step(i - 4 * kAhead, [this](std::uint32_t rule) {
      release_all(formula(rule));
      formulas_.drop(rules_[rule].formula);
      rules_.give_back(rule);
    });
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
  for (const std::uint32_t word : formula(number)) {
    const AtomRef atom = Claim(word).atom();
    if (is_group(word) || atom.kind() == AtomKind::Lazy) continue;
    if (atom.kind() == AtomKind::Bound)
      __builtin_prefetch(&bounds_[atom.index()]);
    else
      __builtin_prefetch(&marks_[atom.index()]);
  }
}

void Level::fetch_values(std::uint32_t number) const {
  for (const std::uint32_t word : formula(number)) {
    const AtomRef atom = Claim(word).atom();
    if (is_group(word) || atom.kind() != AtomKind::Mark) continue;
    const Mark& mark = marks_[atom.index()];
    if (mark.source == MarkSource::Value)
      __builtin_prefetch(&fields_[mark.field].values[mark.number]);
  }
}

// Where a rule is posted next, if each claim is on the axis of its source.
void Level::fetch_finders(std::uint32_t number) const {
  for (const std::uint32_t word : formula(number)) {
    const AtomRef atom = Claim(word).atom();
    if (is_group(word) || atom.kind() == AtomKind::Lazy) continue;
    fetch_bit(source_of(atom).axis.bits(), number);
    if (atom.kind() == AtomKind::Mark) {
      postings(atom.index(), Way::Own).fetch(number);
    } else {
      const Bound& bound = bounds_[atom.index()];
      lane_of(bound).fetch(Way::Own, bound.bound, number);
    }
  }
}

void Level::put_on_axis(std::uint32_t rule, AtomRef atom, Way way) {
  if (way == Way::Against) return;
  Axis& axis = axis_of(atom, way);
  if (axis.insert(rule) && axis.count() == 1 && way == Way::Own) note_always_asked(field_of(atom));
}

void Level::take_off_axis(std::uint32_t rule, AtomRef atom, Way way) noexcept {
  if (way == Way::Against) return;
  Axis& axis = axis_of(atom, way);
  if (!axis.erase(rule) || axis.count() > 0) return;
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
  if (way != Way::Against) axis_of(atom, way).make_room(number);
  const std::uint32_t index = atom.index();
  if (atom.kind() == AtomKind::Mark)
    mark_postings_[index][static_cast<std::size_t>(way)].insert(number, rules_.size());
  else
    lane_of(bounds_[index]).insert(way, bounds_[index].bound, number, rules_.size());
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
      lane_of(bounds_[index]).erase(way, bounds_[index].bound, number);
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
