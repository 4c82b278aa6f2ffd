// A document that is JSON text, parsed by simdjson.
#pragma once

#include <simdjson.h>

#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/json_wrappers.h"

namespace tamis::predicate {

class TextForm {
 public:
  using Node = simdjson::dom::element;

  class Elements {
   public:
    explicit Elements(simdjson::dom::array array) : next_(array.begin()), end_(array.end()) {}
    bool next(Node& out) {
      if (next_ == end_) return false;
      out = *next_;
      ++next_;
      return true;
    }

   private:
    simdjson::dom::array::iterator next_;
    simdjson::dom::array::iterator end_;
  };

  class Members {
   public:
    explicit Members(simdjson::dom::object object) : next_(object.begin()), end_(object.end()) {}
    bool next(std::string_view& name, Node& out) {
      if (next_ == end_) return false;
      name = next_.key();
      out = next_.value();
      ++next_;
      return true;
    }

   private:
    simdjson::dom::object::iterator next_;
    simdjson::dom::object::iterator end_;
  };

  explicit TextForm(std::string& scratch) : scratch_(scratch) {}

  Datum root_datum(Node node) const { return plain(node); }
  Datum datum(Node node) const {
    return node.is_object() ? datum_of_object(*this, node, scratch_) : plain(node);
  }
  BsonType type(Node node) const { return datum(node).type; }

  bool member(Node node, std::string_view name, Node& out) const {
    const simdjson::dom::object object = node.get_object().value_unsafe();
    const auto end = object.end();
    for (auto at = object.begin(); at != end; ++at)
      if (at.key_equals(name)) {
        out = at.value();
        return true;
      }
    return false;
  }

  bool element(Node node, std::size_t index, Node& out) const {
    return nth(elements(node), index, out);
  }

  Elements elements(Node node) const { return Elements(node.get_array().value_unsafe()); }
  Members members(Node node) const { return Members(node.get_object().value_unsafe()); }
  Node scope(Node node) const { return scope_of_object(*this, node, scratch_); }

  // Wrappers as the objects that they are.
  Datum plain(Node node) const {
    using simdjson::dom::element_type;
    switch (node.type()) {
      case element_type::OBJECT:
        return make_datum(BsonType::Object);
      case element_type::ARRAY:
        return make_datum(BsonType::Array);
      case element_type::STRING:
        return make_text(BsonType::String, node.get_string().value_unsafe());
      case element_type::INT64:
        return make_whole(node.get_int64().value_unsafe());
      case element_type::UINT64:
        return make_double(static_cast<double>(node.get_uint64().value_unsafe()));
      case element_type::DOUBLE:
        return make_double(node.get_double().value_unsafe());
      case element_type::BOOL:
        return make_integer(BsonType::Bool, node.get_bool().value_unsafe() ? 1 : 0);
      case element_type::NULL_VALUE:
        break;
    }
    return make_datum(BsonType::Null);
  }

 private:
  std::string& scratch_;
};

static_assert(DocumentForm<TextForm>);

}  // namespace tamis::predicate
