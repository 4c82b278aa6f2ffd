// The names of a document's fields, and the lists of them that objects have.
#pragma once

#include <tamis/document.h>

#include <cstring>
#include <string>

#include "backends/predicate/document/numbering.h"

namespace tamis::predicate {

using NameId = Numbering<std::string>::Number;
// Of a name that has no number: its text stands in the document.
constexpr NameId kSpelled = Numbering<std::string>::kNone;
// Of no name at all.
constexpr NameId kNoName = kSpelled - 1;

// The names of an object's members, in their order, then kNoName: so that objects that are alike
// have but a number in the document.
struct Shape {
  static constexpr std::size_t kMost = 16;

  std::array<NameId, kMost> names;

  Shape() { names.fill(kNoName); }
  explicit Shape(std::string_view bytes) { std::memcpy(names.data(), bytes.data(), sizeof names); }
  explicit operator std::string_view() const {
    return {reinterpret_cast<const char*>(names.data()), sizeof names};
  }
};

using ShapeId = Document::ShapeId;
// Of an object that lists its names in the document.
constexpr ShapeId kNoShape = Numbering<Shape>::kNone;

struct FieldNames::Data : std::enable_shared_from_this<Data> {
  explicit Data(std::size_t most) : names(most) {}

  // kSpelled of those that are too long, too.
  NameId number(std::string_view name) {
    return name.size() > kLongest ? kSpelled : names.number(name);
  }

  Numbering<std::string> names;
  Numbering<Shape> shapes{kMost};
};

static_assert(FieldNames::kMost < kNoName);

}  // namespace tamis::predicate
