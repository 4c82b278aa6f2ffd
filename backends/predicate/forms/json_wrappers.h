// Extended JSON wrappers in the JSON forms. An object that is not exactly a wrapper is an object.
#pragma once

#include <string>

#include "backends/predicate/datum.h"
#include "compiler/values/wrappers.h"

namespace tamis::predicate {

Datum datum_of(const values::ScalarView& scalar);

// What the recogniser of wrappers sees of a Form that offers plain(node), a Datum without regard
// to wrappers, and members(node).
template <class Form>
class WrapperView {
 public:
  using Node = typename Form::Node;

  WrapperView(const Form& form, Node node) : form_(&form), node_(node) {}

  Node node() const { return node_; }
  values::JsonKind kind() const {
    switch (plain().type) {
      case BsonType::Object:
        return values::JsonKind::Object;
      case BsonType::Array:
        return values::JsonKind::Array;
      case BsonType::String:
        return values::JsonKind::String;
      case BsonType::Int32:
      case BsonType::Int64:
        return values::JsonKind::Integer;
      case BsonType::Double:
        return values::JsonKind::Real;
      case BsonType::Bool:
        return values::JsonKind::Bool;
      case BsonType::Null:
        return values::JsonKind::Null;
      default:
        return values::JsonKind::Other;
    }
  }
  std::string_view string() const { return plain().text; }
  std::int64_t integer() const { return plain().integer; }
  bool boolean() const { return plain().integer != 0; }

  template <class F>
  void each_member(F&& f) const {
    auto members = form_->members(node_);
    std::string_view name;
    Node node;
    while (members.next(name, node))
      if (!f(name, WrapperView(*form_, node))) return;
  }

 private:
  Datum plain() const { return form_->plain(node_); }

  const Form* form_;
  Node node_;
};

// `scratch` holds what had to be decoded until the next call.
template <class Form>
Datum datum_of_object(const Form& form, typename Form::Node object, std::string& scratch) {
  typename Form::Node first;
  std::string_view name;
  if (form.members(object).next(name, first) && name.starts_with('$')) {
    const WrapperView<Form> view(form, object);
    const values::Wrapper wrapper = values::wrapper_of(view);
    if (wrapper != values::Wrapper::None) {
      const auto reading = values::read_wrapper(wrapper, view, scratch);
      if (!reading.problem) return datum_of(reading.value);
    }
  }
  return make_datum(BsonType::Object);
}

// Of an object that was read as code with a scope.
template <class Form>
typename Form::Node scope_of_object(const Form& form, typename Form::Node object,
                                    std::string& scratch) {
  const WrapperView<Form> view(form, object);
  return values::read_wrapper(values::Wrapper::JavaScript, view, scratch).scope->node();
}

}  // namespace tamis::predicate
