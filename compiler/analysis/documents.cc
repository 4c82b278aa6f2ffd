#include <algorithm>
#include <cstdint>
#include <span>

#include "compiler/analysis/candidates.h"
#include "compiler/analysis/sample.h"

namespace tamis::analysis {
namespace {

// How values are laid out where a schema does not tell.
enum class Layout : std::uint8_t {
  Single,  // a value as it is, what several paths name in one object
  Arrays,  // values in arrays
  Apart,   // what each path names in an element of its own
};

// Puts values at a path, making what is not there on the way.
class Writer {
 public:
  Writer(const Assignment& assignment, Layout layout)
      : path_(assignment.path->components()), values_(assignment.values), layout_(layout) {}

  void write(Value& object, const FieldSchema* schema) { into_object(object, schema, 0, 0); }

 private:
  const Candidate& value(std::size_t i) const { return values_[std::min(i, values_.size() - 1)]; }

  static const FieldSchema* property(const FieldSchema* schema, const std::string& name) {
    return schema == nullptr ? nullptr : schema->property(name);
  }

  // `first` is the value that this object is to hold.
  void into_object(Value& object, const FieldSchema* schema, std::size_t at, std::size_t first) {
    auto& members = object.as<Object>();
    const std::string& name = path_[at].name;
    const FieldSchema* field = property(schema, name);
    const auto found = std::ranges::find(members, name, &Member::key);
    if (at + 1 == path_.size()) {
      if (!value(first).value) {
        if (found != members.end()) members.erase(found);
        return;
      }
      Value last = at_end(field, first, at == 0 || !inside_elements_);
      if (found != members.end())
        found->value = std::move(last);
      else
        members.push_back({name, std::move(last)});
      return;
    }
    if (found == members.end()) {
      if (values_.size() == 1 && !value(0).value) return;
      members.push_back({name, on_the_way(field)});
      into(members.back().value, field, at + 1, first);
    } else {
      into(found->value, field, at + 1, first);
    }
  }

  Value at_end(const FieldSchema* field, std::size_t first, bool all) const {
    const bool array_only = field != nullptr && !field->any_type &&
                            field->types.without({BsonType::Null}) == TypeSet{BsonType::Array};
    if (layout_ != Layout::Arrays && (values_.size() == 1 || !all)) {
      const Value& one = *value(first).value;
      if (!array_only || one.is(BsonType::Array) || one.is(BsonType::Null)) return one;
      return Array{one};
    }
    // A whole array among the values is to hold the others, too.
    Array array;
    for (const Candidate& each : values_)
      if (each.value && each.value->is(BsonType::Array) && array.empty())
        array = each.value->as<Array>();
    std::size_t next = 0;
    for (const Candidate& each : values_) {
      if (!each.value || each.value->is(BsonType::Array)) continue;
      if (next < array.size())
        array[next] = *each.value;
      else
        array.push_back(*each.value);
      ++next;
    }
    return array;
  }

  Value on_the_way(const FieldSchema* field) const {
    if (field == nullptr && layout_ == Layout::Apart) return Array{};
    const bool array = field != nullptr && !field->types.contains(BsonType::Object) &&
                       field->types.contains(BsonType::Array);
    if (array) return Array{};
    return field == nullptr ? Value(Object{}) : sample_value(*field).value_or(Value(Object{}));
  }

  void into(Value& value, const FieldSchema* field, std::size_t at, std::size_t first) {
    if (value.is(BsonType::Object)) {
      into_object(value, field, at, first);
      return;
    }
    if (!value.is(BsonType::Array)) {
      if (field == nullptr || field->types.contains(BsonType::Object)) {
        value = made_object(field);
        return into_object(value, field, at, first);
      }
      if (!field->types.contains(BsonType::Array)) return;
      value = Array{};
    }
    into_array(value.as<Array>(), field, at);
  }

  static Value made_object(const FieldSchema* field) {
    if (field == nullptr || !field->types.contains(BsonType::Object)) return Object{};
    FieldSchema object = *field;
    object.types = {BsonType::Object};
    object.any_type = false;
    return sample_value(object).value_or(Value(Object{}));
  }

  void into_array(Array& array, const FieldSchema* field, std::size_t at) {
    const FieldSchema* items = field == nullptr ? nullptr : field->items.get();
    inside_elements_ = true;
    if (path_[at].index >= 0) {
      const auto index = static_cast<std::size_t>(path_[at].index);
      if (index > 100) return;
      while (array.size() <= index)
        array.push_back(items == nullptr ? Value(0) : sample_value(*items).value_or(Value(0)));
      if (at + 1 < path_.size()) return into(array[index], items, at + 1, 0);
      if (value(0).value) array[index] = *value(0).value;
      return;
    }
    const std::size_t kept = layout_ == Layout::Apart ? array.size() : 0;
    while (array.size() < kept + values_.size()) array.push_back(made_object(items));
    std::size_t next = 0;
    for (Value& element : std::span(array).subspan(kept))
      if (element.is(BsonType::Object)) into_object(element, items, at, next++);
  }

  std::span<const FieldPath::Component> path_;
  const std::vector<Candidate>& values_;
  Layout layout_;
  bool inside_elements_ = false;
};

}  // namespace

std::vector<Candidate> objects(const Domain& domain, const std::vector<Assignment>& assignments) {
  const FieldSchema* schema = nullptr;
  for (const FieldSchema* field : domain.fields)
    if (field->types.contains(BsonType::Object)) schema = field;
  std::vector<Candidate> made;
  for (const Layout layout : {Layout::Single, Layout::Arrays, Layout::Apart}) {
    Value object = Object{};
    if (schema != nullptr) {
      FieldSchema plain = *schema;
      plain.types = {BsonType::Object};
      plain.any_type = false;
      object = sample_value(plain).value_or(Value(Object{}));
    }
    for (const Assignment& assignment : assignments)
      if (!assignment.values.empty()) Writer(assignment, layout).write(object, schema);
    made.push_back({std::move(object)});
  }
  return made;
}

}  // namespace tamis::analysis
