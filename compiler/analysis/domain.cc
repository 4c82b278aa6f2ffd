#include "compiler/analysis/domain.h"

#include <algorithm>

#include "compiler/schema/fits.h"

namespace tamis::analysis {
namespace {

PlaceSet listed(const FieldSchema& field) {
  std::vector<Value> values = field.enum_values;
  std::ranges::stable_sort(values,
                           [](const Value& a, const Value& b) { return compare(a, b) < 0; });
  PlaceSet set = PlaceSet::equal_to(values);
  set.erase_missing();
  return intersection(set, PlaceSet::of_types(field.types));
}

PlaceSet bounded(const FieldSchema& field) {
  Range range;
  range.low = field.minimum;
  range.low_open = field.exclusive_minimum;
  range.high = field.maximum;
  range.high_open = field.exclusive_maximum;
  PlaceSet set = PlaceSet::of_types(field.types.without(TypeSet::numbers()));
  return united(set, PlaceSet::of_ranges(field.types & TypeSet::numbers(), {range}));
}

void add(Domain& domain, const Domain& other) {
  domain.set = united(domain.set, other.set);
  if (other.fields.empty())
    domain.fields.clear();
  else if (!domain.fields.empty())
    domain.fields.insert(domain.fields.end(), other.fields.begin(), other.fields.end());
}

// Whether `facts.field` alone describes the end of the path: an index may also be a name.
bool is_described(const FieldPath& path, const FieldFacts& facts) {
  return facts.known && facts.field != nullptr && facts.steps.size() == path.size() &&
         std::ranges::none_of(path.components(), [](const auto& c) { return c.index >= 0; });
}

}  // namespace

Domain Domain::of(const FieldSchema* field) {
  Domain domain;
  if (field == nullptr) {
    domain.set.erase_missing();
    return domain;
  }
  domain.fields = {field};
  if (!field->enum_values.empty())
    domain.set = listed(*field);
  else if (field->minimum || field->maximum)
    domain.set = bounded(*field);
  else
    domain.set = PlaceSet::of_types(field->types);
  return domain;
}

Domain Domain::root(const Schema* schema) {
  Domain domain;
  domain.set = PlaceSet::of_types({BsonType::Object});
  if (schema != nullptr) domain.fields = {&schema->root()};
  return domain;
}

Domain Domain::at(const FieldPath& path, const FieldFacts* facts, Traverse traverse) {
  Domain domain;
  if (facts == nullptr) return domain;
  const bool enters = traverse == Traverse::Elements;
  if (is_described(path, *facts)) {
    domain = of(facts->field);
    if (enters && facts->maybe_array()) add(domain, domain.elements());
  } else {
    domain.set = PlaceSet::of_types(enters ? facts->leaf_types() : facts->types);
  }
  if (facts->maybe_missing) domain.set.add_missing();
  return domain;
}

Domain Domain::elements() const {
  Domain all = of(nullptr);
  if (fields.empty()) return all;
  bool first = true;
  for (const FieldSchema* field : fields) {
    if (!field->types.contains(BsonType::Array)) continue;
    const Domain items = of(field->items.get());
    if (first)
      all = items;
    else
      add(all, items);
    first = false;
  }
  return all;
}

bool Domain::fits(const Value& value) const {
  return fields.empty() || std::ranges::any_of(fields, [&](const FieldSchema* field) {
           return tamis::fits(value, *field);
         });
}

std::optional<std::int64_t> Domain::max_length() const {
  std::optional<std::int64_t> most;
  for (const FieldSchema* field : fields) {
    if (!field->types.contains(BsonType::String)) continue;
    if (!field->max_length) return std::nullopt;
    most = std::max(most.value_or(0), *field->max_length);
  }
  return most;
}

bool Domain::has_room_for(std::int64_t elements) const {
  return fields.empty() || std::ranges::any_of(fields, [&](const FieldSchema* field) {
           return field->types.contains(BsonType::Array) &&
                  elements >= field->min_items.value_or(0) &&
                  (!field->max_items || elements <= *field->max_items);
         });
}

bool is_single(const FieldFacts* facts) {
  return facts != nullptr && facts->single();
}

}  // namespace tamis::analysis
