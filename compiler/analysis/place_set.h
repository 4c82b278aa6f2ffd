// PlaceSet: a set of places that a test may be asked of: values, and nothing there (missing).
//
// Exact: intersection and complement lose nothing. Values are told apart as compare() does and by
// type, so {x: 5} and {x: 5.0} are one stretch of two types.
#pragma once

#include <tamis/type_set.h>

#include "compiler/analysis/ranges.h"

namespace tamis::analysis {

inline constexpr TypeSet kTextTypes{BsonType::String, BsonType::Symbol};

// BsonType's families as type_family() has them, each as the set of its types.
TypeSet family_types(BsonType type);

class PlaceSet {
 public:
  // Empty.
  PlaceSet() = default;
  static PlaceSet all();
  static PlaceSet missing();
  static PlaceSet of_types(TypeSet types);
  // Of `types`, which are of one family, the values within `ranges`.
  static PlaceSet of_ranges(TypeSet types, const Ranges& ranges);
  // Equal to one of them, in ascending order, as `$in` has it: null is missing, too.
  static PlaceSet equal_to(const std::vector<Value>& sorted);

  bool empty() const { return !missing_ && whole_.empty() && parts_.empty(); }
  bool has_missing() const { return missing_; }
  bool contains(const Value* place) const;  // null: missing
  TypeSet types() const;                    // of the values in it

  void add_missing() { missing_ = true; }
  void erase_missing() { missing_ = false; }
  void erase_types(TypeSet types);

  friend PlaceSet intersection(const PlaceSet& a, const PlaceSet& b);
  friend PlaceSet complement(const PlaceSet& set);
  friend PlaceSet united(const PlaceSet& a, const PlaceSet& b);

  // A value for each that is in the set, none for missing; nullopt if they are not to be listed or
  // more than `most`. Equal numbers of several types are one value; objects and arrays are not
  // listed, as equal ones may hold values of other types.
  std::optional<std::vector<Value>> values(std::size_t most) const;

  struct Part {
    TypeSet types;  // of one family
    Ranges ranges;
  };
  TypeSet whole() const { return whole_; }  // types of which all values are in it
  const std::vector<Part>& parts() const { return parts_; }

 private:
  void add(TypeSet types, Ranges ranges);

  bool missing_ = false;
  TypeSet whole_;
  std::vector<Part> parts_;  // types apart from each other and from whole_
};

// `value` as one of `types`, equal for compare(); nullopt if no such value is found.
std::optional<Value> as_one_of(const Value& value, TypeSet types);

}  // namespace tamis::analysis
