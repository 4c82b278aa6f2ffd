#include "backends/predicate/table/column.h"

#include <algorithm>

namespace tamis::predicate::table {

Column::Number Column::find(std::string_view member) const {
  const auto found = by_name_.find(member);
  return found == by_name_.end() ? kNone : found->second;
}

Column::Number Column::find_or_make(std::string_view member, Number before, ColumnBudget& budget) {
  const std::uint32_t at = before == kNone ? 0 : rank_[before] + 1;
  if (at < order_.size() && members_[order_[at]]->name() == member) return order_[at];
  if (const Number found = find(member); found != kNone) return found;
  if (budget.left == 0) return kNone;
  --budget.left;
  const Number made = member_count();
  members_.push_back(std::make_unique<Column>(std::string(member), depth_ + 1, budget.seed));
  by_name_.emplace(members_.back()->name(), made);
  order_.insert(order_.begin() + at, made);
  rank_.resize(members_.size());
  for (std::uint32_t i = at; i < order_.size(); ++i) rank_[order_[i]] = i;
  return made;
}

std::uint32_t Column::shape_code(const Shape& shape) {
  const auto [place, is_new] =
      shape_codes_.emplace(shape, static_cast<std::uint32_t>(shapes_.size() + 1));
  if (is_new) shapes_.push_back(&place->first);
  return place->second;
}

Column& Column::element(const ColumnBudget& budget) {
  if (element_ == nullptr)
    element_ = std::make_unique<Column>(std::string(), depth_ + 1, budget.seed);
  return *element_;
}

// Names are not twice there, and the order has each member once.
bool Column::index_members() {
  for (Number number = 0; number < member_count(); ++number)
    if (!by_name_.emplace(members_[number]->name(), number).second) return false;
  if (order_.size() != members_.size()) return false;
  rank_.assign(order_.size(), kNone);
  for (std::uint32_t i = 0; i < order_.size(); ++i) {
    if (order_[i] >= member_count() || rank_[order_[i]] != kNone) return false;
    rank_[order_[i]] = i;
  }
  return true;
}

bool Column::is_new_shape(const Shape& shape) {
  const std::uint32_t next = shape_count() + 1;
  return std::all_of(shape.begin(), shape.end(),
                     [&](Number number) { return number < member_count(); }) &&
         shape_code(shape) == next;
}

std::size_t Column::memory() const {
  std::size_t bytes = sizeof(Column) + name_.capacity() + texts_.memory();
  for (const auto& each : members_) bytes += each->memory();
  for (const Shape* each : shapes_) bytes += each->capacity() * sizeof(Number);
  return element_ == nullptr ? bytes : bytes + element_->memory();
}

}  // namespace tamis::predicate::table
