#include "backends/predicate/set/condition_set.h"

#include <algorithm>
#include <unordered_set>

#include <tamis/compile.h>
#include <tamis/field_path.h>

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {
namespace {

std::string zone_of(const Condition& condition) {
  const std::string& own = condition.options().time_zone;
  return own.empty() && condition.schema() ? condition.schema()->time_zone() : own;
}

using Names = std::vector<std::string>;

Names names_of(std::string_view path) {
  Names names;
  const FieldPath split(path);
  for (const FieldPath::Component& component : split.components())
    if (component.index < 0) names.push_back(component.name);
  return names;
}

// Whether one is the other or leads to it.
bool on_one_way(const Names& a, const Names& b) {
  const std::size_t both = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(both), b.begin());
}

}  // namespace

ConditionSet::ConditionSet() : data_(std::make_unique<Data>(random_seed())) {}
ConditionSet::~ConditionSet() = default;
ConditionSet::ConditionSet(ConditionSet&&) noexcept = default;
ConditionSet& ConditionSet::operator=(ConditionSet&&) noexcept = default;

bool ConditionSet::add(Id id, const Condition& condition) {
  const auto [place, is_new] = data_->entries.try_emplace(id);
  if (!is_new) return false;
  place->second.rule = data_->root.add(condition.plan().root, id, zone_of(condition));
  place->second.fields.reserve(condition.fields().size());
  for (const std::string& path : condition.fields()) {
    Data::Paths::value_type& field = *data_->paths.try_emplace(path, 0).first;
    ++field.second;
    place->second.fields.push_back(&field);
  }
  return true;
}

bool ConditionSet::remove(Id id) {
  const auto found = data_->entries.find(id);
  if (found == data_->entries.end()) return false;
  data_->root.remove(found->second.rule);
  for (Data::Paths::value_type* field : found->second.fields)
    if (--field->second == 0) data_->paths.erase(data_->paths.find(field->first));
  data_->entries.erase(found);
  return true;
}

bool ConditionSet::replace(Id id, const Condition& condition) {
  return remove(id) && add(id, condition);
}

std::size_t ConditionSet::size() const {
  return data_->entries.size();
}

bool ConditionSet::contains(Id id) const {
  return data_->entries.contains(id);
}

std::vector<ConditionSet::Id> ConditionSet::affected(
    std::span<const std::string_view> changed_fields) const {
  std::vector<Names> changed;
  for (const std::string_view field : changed_fields) changed.push_back(names_of(field));
  std::unordered_set<const std::string*> on_the_way;
  for (const auto& [path, readers] : data_->paths)
    if (std::any_of(changed.begin(), changed.end(), [names = names_of(path)](const Names& other) {
          return on_one_way(names, other);
        }))
      on_the_way.insert(&path);
  std::vector<Id> ids;
  for (const auto& [id, entry] : data_->entries)
    if (std::any_of(entry.fields.begin(), entry.fields.end(),
                    [&](const auto* field) { return on_the_way.contains(&field->first); }))
      ids.push_back(id);
  return ids;
}

}  // namespace tamis::predicate
