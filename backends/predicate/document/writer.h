// From a document of any Form to slots.
#pragma once

#include <string>
#include <vector>

#include "backends/predicate/document/slot.h"
#include "backends/predicate/forms/form.h"

namespace tamis::predicate {

// The block that a document is written to. Slots are named by their place in it, since it grows.
class SlotBlock {
 public:
  explicit SlotBlock(FieldNames::Data& names)
      : names_(names), numbers_(names.names), shapes_(names.shapes) {}

  void clear();
  const std::vector<Slot>& slots() const { return slots_; }

  // The place of the first of new ones.
  std::size_t append(std::size_t count);

  // A scalar, and what it has further on. Of code with a scope, a scope that is still missing.
  void put(std::size_t at, const Datum& datum);
  // An array, or an object: the place of its first value.
  std::size_t put_array(std::size_t at, std::size_t count);
  std::size_t put_object(std::size_t at);

  std::size_t scope_of(std::size_t at) const { return at + slots_[at].distance + 1; }

  // The members of the object that is put next, in their order.
  void name_member(std::string_view name);

 private:
  static constexpr std::size_t kNotSpelled = ~std::size_t{0};
  struct Name {
    NameId id;
    std::size_t text_end;  // in spelled_
  };

  NameId number(std::string_view name);
  void put_text(std::size_t at, BsonType type, std::string_view text);
  void put_bytes(std::size_t at, std::string_view bytes);
  std::size_t put_pair(std::size_t at);
  ShapeId shape_of_members(bool spelled);
  void list_names(std::size_t at, std::size_t slots);
  void spell_names(std::size_t at);
  Slot& link(std::size_t at, std::size_t count, std::size_t slots);

  std::vector<Slot> slots_;
  FieldNames::Data& names_;
  std::vector<Name> members_;
  std::string spelled_;  // the texts of spelled names among members_
  KnownNumbers<std::string> numbers_;
  KnownNumbers<Shape> shapes_;
  std::vector<NameId> next_ = {kNoName};  // by number: that of the name that came next
  NameId last_ = 0;
};

// Level by level, so that nesting costs no stack, and the root's fields come first.
template <DocumentForm Form>
class DocumentWriter {
 public:
  using Node = typename Form::Node;

  DocumentWriter(SlotBlock& block, Form& form) : block_(block), form_(form) {}

  void write(const Node& root) {
    block_.clear();
    put(block_.append(1), root, form_.root_datum(root));
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      const Waiting container = waiting_[i];
      container.is_array ? write_array(container) : write_object(container);
    }
  }

 private:
  // A container whose slot is there, and whose content is not.
  struct Waiting {
    Node node;
    std::size_t at;
    bool is_array;
  };

  void put(std::size_t at, const Node& node, const Datum& datum) {
    if (datum.is_container()) {
      waiting_.push_back({node, at, datum.type == BsonType::Array});
      return;
    }
    block_.put(at, datum);
    if (datum.type == BsonType::JavaScriptWithScope)
      waiting_.push_back({form_.scope(node), block_.scope_of(at), false});
  }

  void write_array(const Waiting& array) {
    children_.clear();
    Node child;
    for (auto elements = form_.elements(array.node); elements.next(child);)
      children_.push_back(child);
    put_children(block_.put_array(array.at, children_.size()));
  }

  void write_object(const Waiting& object) {
    children_.clear();
    Node child;
    std::string_view name;
    for (auto members = form_.members(object.node); members.next(name, child);) {
      block_.name_member(name);
      children_.push_back(child);
    }
    put_children(block_.put_object(object.at));
  }

  void put_children(std::size_t at) {
    for (const Node& child : children_) put(at++, child, form_.datum(child));
  }

  SlotBlock& block_;
  Form& form_;
  std::vector<Waiting> waiting_;
  std::vector<Node> children_;
};

}  // namespace tamis::predicate
