// A document that is BSON bytes, which validate_bson() has passed.
#pragma once

#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/json_wrappers.h"
#include "compiler/values/bson_view.h"

namespace tamis::predicate {

class BsonForm {
 public:
  // An element, or a document that is no element: the root, or a scope.
  struct Node {
    values::BsonElement element;
    const std::byte* document = nullptr;
  };

  class Members {
   public:
    explicit Members(values::BsonView view) : next_(view.begin()), end_(view.end()) {}
    bool next(std::string_view& name, Node& out) {
      if (next_ == end_) return false;
      out = {*next_, nullptr};
      name = out.element.key();
      ++next_;
      return true;
    }

   private:
    values::BsonView::Iterator next_;
    values::BsonView::Iterator end_;
  };

  // Elements count by place, whatever their keys.
  class Elements {
   public:
    explicit Elements(values::BsonView view) : members_(view) {}
    bool next(Node& out) {
      std::string_view name;
      return members_.next(name, out);
    }

   private:
    Members members_;
  };

  Datum root_datum(const Node&) const { return make_datum(BsonType::Object); }
  Datum datum(const Node& node) const {
    const BsonType type = node.element.type();
    return type == BsonType::Object || type == BsonType::Array ? make_datum(type)
                                                               : datum_of(node.element.scalar());
  }
  BsonType type(const Node& node) const { return node.element.type(); }

  bool member(const Node& node, std::string_view name, Node& out) const {
    const auto found = view(node).find(name);
    if (found) out = {*found, nullptr};
    return found.has_value();
  }
  bool element(const Node& node, std::size_t index, Node& out) const {
    Elements elements = this->elements(node);
    while (elements.next(out))
      if (index-- == 0) return true;
    return false;
  }
  Elements elements(const Node& node) const { return Elements(view(node)); }
  Members members(const Node& node) const { return Members(view(node)); }
  Node scope(const Node& node) const { return {{}, node.element.scope().data()}; }

 private:
  static values::BsonView view(const Node& node) {
    return values::BsonView(node.document != nullptr ? node.document : node.element.payload());
  }
};

static_assert(DocumentForm<BsonForm>);

}  // namespace tamis::predicate
