// A document that is a Value.
#pragma once

#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

class ValueForm {
 public:
  // Objects that are scopes have no Value of their own.
  struct Node {
    const Value* value = nullptr;
    const Object* scope = nullptr;
  };

  class Elements {
   public:
    explicit Elements(const Array& array) : next_(array.data()), end_(next_ + array.size()) {}
    bool next(Node& out) {
      if (next_ == end_) return false;
      out = {next_++};
      return true;
    }

   private:
    const Value* next_;
    const Value* end_;
  };

  class Members {
   public:
    explicit Members(const Object& object) : next_(object.data()), end_(next_ + object.size()) {}
    bool next(std::string_view& name, Node& out) {
      if (next_ == end_) return false;
      name = next_->key;
      out = {&next_++->value};
      return true;
    }

   private:
    const Member* next_;
    const Member* end_;
  };

  Datum root_datum(Node node) const { return datum(node); }
  Datum datum(Node node) const { return datum_of(*node.value); }
  BsonType type(Node node) const { return node.value->type(); }
  bool member(Node node, std::string_view name, Node& out) const {
    out = {node.value->find(name)};
    return out.value != nullptr;
  }
  bool element(Node node, std::size_t index, Node& out) const {
    const Array& array = node.value->as<Array>();
    if (index >= array.size()) return false;
    out = {&array[index]};
    return true;
  }
  Elements elements(Node node) const { return Elements(node.value->as<Array>()); }
  Members members(Node node) const {
    return Members(node.scope != nullptr ? *node.scope : node.value->as<Object>());
  }
  Node scope(Node node) const { return {nullptr, &node.value->as<JavaScriptWithScope>().scope}; }
};

static_assert(DocumentForm<ValueForm>);

}  // namespace tamis::predicate
