// A document that is a row of a table.
#pragma once

#include <cassert>

#include "backends/predicate/forms/form.h"
#include "backends/predicate/forms/value_form.h"
#include "backends/predicate/table/chunk.h"

namespace tamis::predicate::table {

class TableForm {
 public:
  // A slot, or a value that is kept as it is, or a part of one.
  struct Node {
    const Chunk* chunk = nullptr;
    std::uint32_t slot = 0;
    Kind kind = Kind::Missing;  // Other: `other` it is
    ValueForm::Node other;
  };

  static Node at(const Chunk& chunk, std::uint32_t slot) {
    Node node{&chunk, slot, chunk.kind(slot), {}};
    if (node.kind == Kind::Other) node.other = {&chunk.other(slot), nullptr};
    return node;
  }
  static Node of(const Value& value) { return of(ValueForm::Node{&value, nullptr}); }

  class Elements {
   public:
    explicit Elements(ValueForm::Elements others) : others_(others) {}
    Elements(const Chunk& elements, std::int64_t begin, std::int64_t end)
        : chunk_(&elements),
          next_(static_cast<std::uint32_t>(begin)),
          end_(static_cast<std::uint32_t>(end)) {}
    bool next(Node& out) {
      if (chunk_ == nullptr) {
        out.kind = Kind::Other;
        return others_.next(out.other);
      }
      if (next_ == end_) return false;
      out = at(*chunk_, next_++);
      return true;
    }

   private:
    const Chunk* chunk_ = nullptr;
    std::uint32_t next_ = 0;
    std::uint32_t end_ = 0;
    ValueForm::Elements others_{kNoElements};
  };

  class Members {
   public:
    explicit Members(ValueForm::Members others) : others_(others) {}
    explicit Members(const Node& object) : chunk_(object.chunk), slot_(object.slot) {
      const std::uint32_t code = chunk_->shapes.empty() ? 0 : chunk_->shapes[slot_];
      const Column& column = *chunk_->column;
      const std::vector<Column::Number>& order = code == 0 ? column.order() : column.shape(code);
      next_ = order.data();
      end_ = next_ + order.size();
    }
    bool next(std::string_view& name, Node& out) {
      if (chunk_ == nullptr) {
        out.kind = Kind::Other;
        return others_.next(name, out.other);
      }
      while (next_ != end_) {
        const Chunk* member = chunk_->member(*next_++);
        if (member == nullptr) continue;
        out = at(*member, slot_);
        if (out.kind == Kind::Missing) continue;
        name = member->column->name();
        return true;
      }
      return false;
    }

   private:
    const Chunk* chunk_ = nullptr;
    std::uint32_t slot_ = 0;
    const Column::Number* next_ = nullptr;
    const Column::Number* end_ = nullptr;
    ValueForm::Members others_{kNoMembers};
  };

  Datum root_datum(const Node& node) const { return datum(node); }
  Datum datum(const Node& node) const {
    return node.kind == Kind::Other ? others_.datum(node.other)
                                    : node.chunk->datum(node.slot, node.kind);
  }
  BsonType type(const Node& node) const { return datum(node).type; }

  bool member(const Node& node, std::string_view name, Node& out) const {
    if (node.kind == Kind::Other) return other(others_.member(node.other, name, out.other), out);
    const Chunk* found = node.chunk->member(node.chunk->column->find(name));
    if (found == nullptr) return false;
    out = at(*found, node.slot);
    return out.kind != Kind::Missing;
  }
  bool element(const Node& node, std::size_t index, Node& out) const {
    if (node.kind == Kind::Other) return other(others_.element(node.other, index, out.other), out);
    const auto begin = static_cast<std::size_t>(node.chunk->array_begins[node.slot]);
    if (index >= static_cast<std::size_t>(node.chunk->array_begins[node.slot + 1]) - begin)
      return false;
    out = at(*node.chunk->elements, static_cast<std::uint32_t>(begin + index));
    return true;
  }
  Elements elements(const Node& node) const {
    if (node.kind == Kind::Other) return Elements(others_.elements(node.other));
    return Elements(*node.chunk->elements, node.chunk->array_begins[node.slot],
                    node.chunk->array_begins[node.slot + 1]);
  }
  Members members(const Node& node) const {
    return node.kind == Kind::Other ? Members(others_.members(node.other)) : Members(node);
  }
  Node scope(const Node& node) const {
    assert(node.other.value != nullptr);  // columns have no code
    return of(others_.scope(node.other));
  }

 private:
  inline static const Array kNoElements;
  inline static const Object kNoMembers;

  static Node of(ValueForm::Node value) { return {nullptr, 0, Kind::Other, value}; }
  static bool other(bool found, Node& out) {
    out.kind = Kind::Other;
    return found;
  }

  ValueForm others_;
};

static_assert(DocumentForm<TableForm>);

}  // namespace tamis::predicate::table
