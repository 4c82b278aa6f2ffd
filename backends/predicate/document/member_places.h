// MemberPlaces: where objects have the members that a Code asks for, looked up once for each shape.
#pragma once

#include <cstdint>
#include <forward_list>
#include <vector>

#include "backends/predicate/document/slot.h"

namespace tamis::predicate {

class MemberPlaces {
 public:
  using Number = std::uint16_t;     // of a name that is asked for
  using Row = const std::uint8_t*;  // by number: a place in the shape, or Shape::kMost

  MemberPlaces() = default;
  // `ids` are those asked for, and may be repeated; `names` outlive it.
  MemberPlaces(const FieldNames::Data& names, std::vector<NameId> ids);

  Number number(NameId id) const;

  // Null: it is not known.
  Row row(ShapeId shape) const { return shape < shapes_ ? rows_ + shape * width_ : nullptr; }
  // The same, but a few more shapes are known each time, until they are too many. Rows that were
  // given before stay good.
  Row learn(ShapeId shape) { return shape < shapes_ ? row(shape) : learn_more(shape); }

 private:
  Row learn_more(ShapeId shape);
  void make_room();

  const FieldNames::Data* names_ = nullptr;
  std::vector<NameId> ids_;  // in order
  std::size_t width_ = 0;    // of a row
  std::size_t shapes_ = 0;   // that are known
  const std::uint8_t* rows_ = nullptr;
  // Rows by shape; behind the first are those that it took the place of.
  std::forward_list<std::vector<std::uint8_t>> kept_;
};

}  // namespace tamis::predicate
