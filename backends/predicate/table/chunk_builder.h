// From documents of any form to chunks.
#pragma once

#include <bit>
#include <stdexcept>

#include "backends/predicate/forms/materialize.h"
#include "backends/predicate/table/chunk.h"

namespace tamis::predicate::table {

class ChunkBuilder {
 public:
  // Both must outlive the builder. The column is given what it is short of.
  explicit ChunkBuilder(Column& column, ColumnBudget& budget) : column_(column), budget_(budget) {}

  // Slots are given in ascending order; those between are missing.
  template <DocumentForm Form>
  void add(std::uint32_t slot, Form& form, const typename Form::Node& node, const Datum& datum) {
    switch (datum.type) {
      case BsonType::Null:
        return note(slot, Kind::Null, 0);
      case BsonType::Bool:
        return note(slot, Kind::Bool, datum.integer);
      case BsonType::Int32:
        return note(slot, Kind::Int32, datum.integer);
      case BsonType::Int64:
        return note(slot, Kind::Int64, datum.integer);
      case BsonType::Double:
        return note(slot, Kind::Double, std::bit_cast<std::int64_t>(datum.number));
      case BsonType::Date:
        return note(slot, Kind::Date, datum.integer);
      case BsonType::String:
        if (datum.text.size() > Dictionary::kLongestText) break;
        return note(slot, Kind::Text, column_.texts().intern(datum.text));
      case BsonType::Array:
        if (column_.is_deepest()) break;
        return add_array(slot, form, node);
      case BsonType::Object:
        if (column_.is_deepest() || !find_members(slot, form, node)) break;
        return add_object(slot, form, node);
      default:
        break;
    }
    note(slot, Kind::Other, 0);
    others_.emplace_back(slot, materialize(form, node, datum, kAllLevels));
  }

  // Of `slots` slots, at least those that were given. The builder is done then.
  std::unique_ptr<Chunk> finish(std::uint32_t slots);

 private:
  struct MemberBuilder {
    std::unique_ptr<ChunkBuilder> builder;
    std::uint32_t next_slot = 0;  // behind the last that has the member
  };

  void note(std::uint32_t slot, Kind kind, std::int64_t content) {
    kinds_.resize(slot, Kind::Missing);
    contents_.resize(slot, 0);
    kinds_.push_back(kind);
    contents_.push_back(content);
  }

  template <DocumentForm Form>
  void add_array(std::uint32_t slot, Form& form, const typename Form::Node& array) {
    if (elements_ == nullptr)
      elements_ = std::make_unique<ChunkBuilder>(column_.element(budget_), budget_);
    typename Form::Node element;
    for (auto elements = form.elements(array); elements.next(element);) {
      if (element_count_ == UINT32_MAX) throw std::length_error("too many elements in a row group");
      elements_->add(element_count_++, form, element, form.datum(element));
    }
    note(slot, Kind::Array, element_count_);
  }

  // Fills found_ with the object's members. False where they cannot all have columns of their own.
  template <DocumentForm Form>
  bool find_members(std::uint32_t slot, Form& form, const typename Form::Node& object) {
    found_.clear();
    std::string_view name;
    typename Form::Node member;
    for (auto members = form.members(object); members.next(name, member);) {
      const Column::Number before = found_.empty() ? Column::kNone : found_.back();
      const Column::Number number = column_.find_or_make(name, before, budget_);
      if (number == Column::kNone || !mark(slot, number)) return false;
      found_.push_back(number);
    }
    return true;
  }

  template <DocumentForm Form>
  void add_object(std::uint32_t slot, Form& form, const typename Form::Node& object) {
    note(slot, Kind::Object, shape_of_found());
    std::string_view name;
    typename Form::Node member;
    auto number = found_.begin();
    for (auto members = form.members(object); members.next(name, member);)
      members_[*number++].builder->add(slot, form, member, form.datum(member));
  }

  // False: the slot has the member already.
  bool mark(std::uint32_t slot, Column::Number number);
  std::uint32_t shape_of_found();

  void finish_numbers(Chunk& chunk);
  void finish_kinds(Chunk& chunk);
  void finish_arrays(Chunk& chunk);
  PackedInts packed(Kind kind) const;
  template <class Use>
  void each(Kind kind, Use&& use) const {
    for (std::uint32_t slot = 0; slot < kinds_.size(); ++slot)
      if (kinds_[slot] == kind) use(slot);
  }

  Column& column_;
  ColumnBudget& budget_;
  std::vector<Kind> kinds_;
  std::vector<std::int64_t> contents_;  // of a scalar; the end of an array; the shape of an object
  std::vector<std::pair<std::uint32_t, Value>> others_;
  std::unique_ptr<ChunkBuilder> elements_;
  std::uint32_t element_count_ = 0;
  std::vector<MemberBuilder> members_;  // by number
  Column::Shape found_;                 // the members of the object at hand
};

}  // namespace tamis::predicate::table
