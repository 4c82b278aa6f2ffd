#include "backends/reference/places.h"

namespace tamis::reference {
namespace {

class Walk {
 public:
  Walk(const FieldPath& path, ArrayAtEnd at_end) : path_(path.components()), at_end_(at_end) {}

  // Paragraph 1: a path walks objects by name. An array read as an object has indexes for names.
  void from_object(const Value& object, std::size_t at) {
    const Value* value = member(object, path_[at]);
    const bool last = at + 1 == path_.size();
    if (value == nullptr) {
      found.push_back(nullptr);
    } else if (last) {
      end_at(*value);
    } else if (value->is(BsonType::Object)) {
      from_object(*value, at + 1);
    } else if (value->is(BsonType::Array)) {
      into_array(*value, at + 1);
    } else {
      found.push_back(nullptr);  // paragraph 5: `{"a.b": null}` matches `{a: 4}`
    }
  }

  std::vector<Place> found;

 private:
  static const Value* member(const Value& object, const FieldPath::Component& component) {
    const auto* array = object.get_if<Array>();
    if (array == nullptr) return object.find(component.name);
    const auto index = static_cast<std::size_t>(component.index);
    return component.index >= 0 && index < array->size() ? &(*array)[index] : nullptr;
  }

  // Paragraph 2.
  void end_at(const Value& value) {
    if (at_end_ == ArrayAtEnd::Enter)
      if (const auto* array = value.get_if<Array>())
        for (const Value& element : *array) found.push_back(&element);
    found.push_back(&value);
  }

  // Paragraph 1: into each element that is an object, and to the element at an index; both count.
  // Paragraph 3: any other element contributes nothing.
  // MongoDB takes a path that goes on with nothing but a final dot to end at the array.
  void into_array(const Value& value, std::size_t at) {
    if (at + 1 == path_.size() && path_[at].name.empty()) {
      end_at(value);
      return;
    }
    const auto& array = value.as<Array>();
    // `a.`, with nothing after the last dot, ends at an array.
    if (at + 1 == path_.size() && path_[at].name.empty()) return end_at(value);
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (array[i].is(BsonType::Object)) from_object(array[i], at);
      if (path_[at].index == static_cast<std::int64_t>(i)) at_index(array[i], at);
    }
  }

  // Paragraph 4: an element reached by an index is not entered at the end of the path.
  void at_index(const Value& element, std::size_t at) {
    if (at + 1 == path_.size()) {
      found.push_back(&element);
    } else if (element.is(BsonType::Object)) {
      from_object(element, at + 1);
    } else if (element.is(BsonType::Array)) {
      into_array(element, at + 1);
    }
  }

  std::span<const FieldPath::Component> path_;
  ArrayAtEnd at_end_;
};

}  // namespace

std::vector<Place> places(const Value& document, const FieldPath& path, ArrayAtEnd at_end) {
  Walk walk(path, at_end);
  walk.from_object(document, 0);
  return std::move(walk.found);
}

}  // namespace tamis::reference
