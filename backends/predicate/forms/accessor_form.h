// A document of the user's own type, reached through accessors.
#pragma once

#include <tamis/accessor.h>

#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

Datum datum_of(const Field& field);

class AccessorForm {
 public:
  using Node = Field;

  class Elements {
   public:
    explicit Elements(Field::ArrayView array)
        : array_(array), size_(array.accessor->size(array.self)) {}
    bool next(Node& out) {
      if (index_ == size_) return false;
      out = array_.accessor->element(array_.self, index_++);
      return true;
    }

   private:
    Field::ArrayView array_;
    std::size_t size_;
    std::size_t index_ = 0;
  };

  class Members {
   public:
    explicit Members(Field::ObjectView object) : object_(object) {}
    bool next(std::string_view& name, Node& out) {
      return object_.accessor->next(object_.self, position_, name, out);
    }

   private:
    Field::ObjectView object_;
    std::size_t position_ = 0;
  };

  Datum root_datum(const Node& node) const { return datum_of(node); }
  Datum datum(const Node& node) const { return datum_of(node); }
  BsonType type(const Node& node) const { return datum_of(node).type; }

  bool member(const Node& node, std::string_view name, Node& out) const {
    const Field::ObjectView object = std::get<Field::ObjectView>(node.content());
    out = object.accessor->member(object.self, name);
    return !out.missing();
  }

  bool element(const Node& node, std::size_t index, Node& out) const {
    const Field::ArrayView array = std::get<Field::ArrayView>(node.content());
    if (index >= array.accessor->size(array.self)) return false;
    out = array.accessor->element(array.self, index);
    return true;
  }

  Elements elements(const Node& node) const {
    return Elements(std::get<Field::ArrayView>(node.content()));
  }
  Members members(const Node& node) const {
    return Members(std::get<Field::ObjectView>(node.content()));
  }
  static Node scope(const Node& node);
};

static_assert(DocumentForm<AccessorForm>);

}  // namespace tamis::predicate
