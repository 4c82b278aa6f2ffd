// Paths against a schema, as MongoDB walks them (semantics, "Paths").
//
// The walk keeps the set of places that it may have come to. At an array a component has two
// readings, a name in its elements and an index, so one place may lead to three.
#include <algorithm>
#include <array>

#include <tamis/schema.h>

#include "compiler/schema/data.h"

namespace tamis {
namespace {

// A place is what a FieldSchema describes, or (null) a place that the schema does not describe.
class Places {
 public:
  void add(const FieldSchema* place) {
    if (std::find(begin(), end(), place) != end()) return;
    // Only contrived unions come here: one place for "anything" covers what is left out.
    if (size_ == places_.size())
      place = places_.back() = nullptr;
    else
      places_[size_++] = place;
  }
  const FieldSchema* const* begin() const { return places_.data(); }
  const FieldSchema* const* end() const { return places_.data() + size_; }
  bool empty() const { return size_ == 0; }
  const FieldSchema* described() const {
    const auto* found = std::find_if(begin(), end(), [](auto* p) { return p != nullptr; });
    return found == end() ? nullptr : *found;
  }

 private:
  std::array<const FieldSchema*, 8> places_{};
  std::size_t size_ = 0;
};

constexpr TypeSet kContainers{BsonType::Object, BsonType::Array};

class Walk {
 public:
  explicit Walk(FieldFacts& facts) : facts_(facts) {}

  void first(const FieldSchema& scope, bool is_root, const FieldPath::Component& component) {
    const TypeSet types = is_root ? TypeSet{BsonType::Object} : scope.types & kContainers;
    if (types.contains(BsonType::Object)) enter_object(scope, component);
    if (types.contains(BsonType::Array)) {
      enter_index(scope, component);
      facts_.maybe_missing = true;
    }
    settle();
  }

  void step(const FieldPath::Component& component) {
    const Places from = here_;
    here_ = Places();
    for (const FieldSchema* place : from) {
      if (place == nullptr) {
        here_.add(nullptr);
        facts_.through_array = facts_.maybe_missing = true;
        continue;
      }
      if (!place->types.within(kContainers)) facts_.maybe_missing = true;
      if (place->types.contains(BsonType::Object)) enter_object(*place, component);
      if (place->types.contains(BsonType::Array)) enter_array(*place, component);
    }
    settle();
  }

  bool nowhere() const { return here_.empty(); }

  void finish() {
    facts_.known = here_.described() != nullptr;
    facts_.field = here_.described();
    facts_.types = facts_.elements = TypeSet();
    for (const FieldSchema* place : here_) {
      facts_.types = facts_.types | (place == nullptr ? TypeSet::all() : place->types);
      if (place != nullptr && !place->types.contains(BsonType::Array)) continue;
      const bool any = place == nullptr || !place->items;
      facts_.elements = facts_.elements | (any ? TypeSet::all() : place->items->types);
    }
  }

 private:
  // False where there can be no such member.
  bool enter_object(const FieldSchema& object, const FieldPath::Component& component) {
    const FieldSchema* property = object.property(component.name);
    const std::string& name = property == nullptr ? component.name : property->name;
    if (!facts_.maybe_missing) facts_.maybe_missing = !object.is_required(name);
    if (property == nullptr && !object.additional) return false;
    facts_.aliased |= name != component.name;
    here_.add(property == nullptr ? object.others.get() : property);
    return true;
  }

  void enter_index(const FieldSchema& array, const FieldPath::Component& component) {
    if (component.index < 0) return;
    if (array.max_items && component.index >= *array.max_items) return;
    here_.add(array.items.get());
  }

  void enter_array(const FieldSchema& array, const FieldPath::Component& component) {
    facts_.through_array = true;
    const FieldSchema* items = array.items.get();
    enter_index(array, component);
    const std::int64_t least = array.min_items.value_or(0);
    if (items == nullptr) {
      here_.add(nullptr);
      facts_.maybe_missing = true;
      return;
    }
    const bool in_elements =
        items->types.contains(BsonType::Object) && enter_object(*items, component);
    const bool sure_by_name = least > 0 && items->types == TypeSet{BsonType::Object};
    const bool sure_by_index = component.index >= 0 && component.index < least && !in_elements;
    if (!sure_by_name && !sure_by_index) facts_.maybe_missing = true;
  }

  void settle() {
    if (const FieldSchema* field = here_.described(); field != nullptr && !gap_)
      facts_.steps.push_back(field);
    else
      gap_ = true;
  }

  FieldFacts& facts_;
  Places here_;
  bool gap_ = false;  // a component that the schema does not describe: steps end before it
};

}  // namespace

FieldFacts Schema::resolve(const FieldPath& path, const FieldSchema* scope) const {
  FieldFacts facts;
  if (path.empty()) return facts;
  facts.maybe_missing = false;
  Walk walk(facts);
  walk.first(scope == nullptr ? root() : *scope, scope == nullptr, path.components().front());
  for (std::size_t i = 1; i < path.size() && !walk.nowhere(); ++i) walk.step(path.components()[i]);
  if (walk.nowhere()) {
    facts.forbidden = facts.maybe_missing = true;
    facts.types = facts.elements = TypeSet();
    return facts;
  }
  walk.finish();
  return facts;
}

std::optional<FieldPath> Schema::canonical_path(const FieldPath& path,
                                                const FieldSchema* scope) const {
  const FieldFacts facts = resolve(path, scope);
  if (!facts.aliased) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const FieldSchema* step = i < facts.steps.size() ? facts.steps[i] : nullptr;
    const bool named = step != nullptr && !step->name.empty();
    if (i > 0) text += '.';
    text += named ? step->name : path.components()[i].name;
  }
  return FieldPath(text);
}

}  // namespace tamis
