// Walking a path through a document as MongoDB does (docs/semantics, "Paths").
//
// A Visitor is told of every place where the walk ends, and answers true to end it:
//   bool place(const Place<Form>&)
// and of the way there, for those who want to name the place:
//   void enter(const Key&), void enter(std::size_t index), void leave()
#pragma once

#include "backends/predicate/code.h"
#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

// A value in a document, or nothing there.
template <DocumentForm Form>
struct Place {
  typename Form::Node node{};
  Datum datum;
};

template <DocumentForm Form, class Visitor>
class Walk {
 public:
  using Node = typename Form::Node;

  // The path is [key, end); it lasts as long as the walk.
  Walk(Form& form, Visitor& visitor, const Key* end, bool enter_arrays)
      : form_(form), visitor_(visitor), end_(end), enter_arrays_(enter_arrays) {}

  // True as soon as the visitor says so. An array to start from is read as an object whose names
  // are its indexes, as MongoDB reads the elements of an object `$elemMatch`.
  bool from(const Place<Form>& place, const Key* key) {
    if (key == end_) return arrive(place);
    return in_object(place.node, place.datum.type, key);
  }

  // Each element that is an object is looked into by name, and the one at the index that the
  // component spells by index too.
  bool in_array(Node array, const Key* key) {
    // MongoDB takes a path that goes on with nothing but a final dot to end at the array.
    if (key + 1 == end_ && key->name.empty()) return arrive({array, form_.datum(array)});
    auto elements = form_.elements(array);
    Node element;
    for (std::size_t i = 0; elements.next(element); ++i) {
      const bool indexed = key->index >= 0 && i == static_cast<std::size_t>(key->index);
      if (indexed && key + 1 == end_) {
        if (in_last_element(element, i, key)) return true;
        continue;
      }
      const BsonType type = form_.type(element);
      if (type != BsonType::Object && !(indexed && type == BsonType::Array)) continue;
      visitor_.enter(i);
      bool found = type == BsonType::Object && in_object(element, type, key);
      if (!found && indexed)
        found = type == BsonType::Array ? in_array(element, key + 1)
                                        : in_object(element, type, key + 1);
      visitor_.leave();
      if (found) return true;
    }
    return false;
  }

  // Where the path ends.
  bool arrive(const Place<Form>& place) {
    return (place.datum.type == BsonType::Array && enter_arrays_ && enter(place.node)) ||
           visitor_.place(place);
  }

 private:
  bool in_object(Node node, BsonType type, const Key* key) {
    visitor_.enter(*key);
    const bool found = after_name(node, type, key);
    visitor_.leave();
    return found;
  }

  bool after_name(Node node, BsonType type, const Key* key) {
    Node child;
    if (!look_up(node, type, *key, child)) return visitor_.place({});
    return key + 1 == end_ ? arrive({child, form_.datum(child)}) : go_on(child, key + 1);
  }

  bool go_on(Node child, const Key* key) {
    const BsonType child_type = form_.type(child);
    if (child_type == BsonType::Object) return in_object(child, child_type, key);
    if (child_type == BsonType::Array) return in_array(child, key);
    return visitor_.place({});
  }

  bool look_up(Node node, BsonType type, const Key& key, Node& out) {
    if (type == BsonType::Object) {
      if constexpr (requires { form_.member(node, key, out); })
        return form_.member(node, key, out);  // it knows where the root's members are
      else
        return form_.member(node, key.name, out);
    }
    return type == BsonType::Array && key.index >= 0 &&
           form_.element(node, static_cast<std::size_t>(key.index), out);
  }

  // The path ends at this index: the element itself is a place, and is not entered.
  bool in_last_element(Node element, std::size_t index, const Key* key) {
    const Datum datum = form_.datum(element);
    visitor_.enter(index);
    const bool found = (datum.type == BsonType::Object && in_object(element, datum.type, key)) ||
                       visitor_.place({element, datum});
    visitor_.leave();
    return found;
  }

  bool enter(Node array) {
    auto elements = form_.elements(array);
    Node element;
    for (std::size_t i = 0; elements.next(element); ++i) {
      visitor_.enter(i);
      const bool found = visitor_.place({element, form_.datum(element)});
      visitor_.leave();
      if (found) return true;
    }
    return false;
  }

  Form& form_;
  Visitor& visitor_;
  const Key* end_;
  bool enter_arrays_;
};

}  // namespace tamis::predicate
