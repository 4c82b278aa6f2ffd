#include <algorithm>
#include <string_view>
#include <vector>

#include <tamis/field_path.h>

#include "backends/predicate/set/condition_set.h"

namespace tamis::predicate {
namespace {

using Names = std::vector<std::string_view>;

// Valid for as long as the path.
Names names_of(const FieldPath& path) {
  Names names;
  for (const FieldPath::Component& component : path.components())
    if (component.index < 0) names.push_back(component.name);
  return names;
}

// Whether one is the other or leads to it.
bool on_one_way(const Names& a, const Names& b) {
  const std::size_t both = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(both), b.begin());
}

// The atoms of a level whose paths are on one way with others. What is asked of elements begins
// where the array is.
class TouchedAtoms {
 public:
  TouchedAtoms(const set::Level& level, const std::vector<FieldPath>& changed) : level_(level) {
    for (const FieldPath& path : changed) changed_.push_back(names_of(path));
    for (const set::Field& field : level.fields()) fields_.push_back(is_touched(field.path));
    for (const set::Lazy& lazy : level.lazies())
      lazies_.push_back(lazy.test && is_touched(lazy.test->plan.root.path));
  }

  bool any_in(set::FormulaView formula) const {
    return std::any_of(formula.begin(), formula.end(), [this](std::uint32_t word) {
      return !set::is_group(word) && contains(set::Claim(word).atom());
    });
  }

 private:
  bool is_touched(const FieldPath& path) const {
    return std::any_of(
        changed_.begin(), changed_.end(),
        [names = names_of(path)](const Names& other) { return on_one_way(names, other); });
  }

  bool contains(set::AtomRef atom) const {
    const std::uint32_t index = atom.index();
    switch (atom.kind()) {
      case set::AtomKind::Mark:
        return fields_[level_.marks()[index].field];
      case set::AtomKind::Bound:
        return fields_[level_.bounds()[index].lane / set::kLanes];
      case set::AtomKind::Lazy:
        break;
    }
    return lazies_[index];
  }

  const set::Level& level_;
  std::vector<Names> changed_;
  std::vector<bool> fields_, lazies_;
};

bool is_touched(const set::Level& level, std::uint32_t rule, const TouchedAtoms& touched) {
  for (; rule != set::kNoRule; rule = level.rule(rule).next)
    if (touched.any_in(level.formula(rule))) return true;
  return false;
}

}  // namespace

std::vector<ConditionSet::Id> ConditionSet::affected(
    std::span<const std::string_view> changed_fields) const {
  const std::vector<FieldPath> changed(changed_fields.begin(), changed_fields.end());
  const TouchedAtoms touched(data_->root, changed);
  std::vector<Id> ids;
  const set::Level& root = data_->root;
  for (std::uint32_t rule = 0; rule < root.heads().size() * table::kWordBits; ++rule)
    if (set::bit(root.heads(), rule) && is_touched(root, rule, touched))
      ids.push_back(root.payload(rule));
  return ids;
}

}  // namespace tamis::predicate
