// A column: what all row groups of a table share of one place in its documents. Columns form a
// tree: of an object's members, and of the elements of arrays.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "backends/predicate/table/archive.h"
#include "backends/predicate/table/dictionary.h"

namespace tamis::predicate::table {

// How many columns documents may still make, and what seeds their dictionaries.
struct ColumnBudget {
  std::uint32_t left = 0;
  std::uint64_t seed = 0;
};

class Column {
 public:
  using Number = std::uint32_t;  // of a member, in the order in which the columns were made
  static constexpr Number kNone = 0xffffffff;
  // Containers below are kept as they are.
  static constexpr std::uint32_t kDeepest = 16;

  explicit Column(std::string name, std::uint32_t depth, std::uint64_t seed)
      : name_(std::move(name)), depth_(depth), texts_(seed) {}

  const std::string& name() const { return name_; }
  bool is_deepest() const { return depth_ == kDeepest; }

  // Members. One that is made is put behind `before`, kNone is the front, in the order that most
  // documents have them in.
  Number find(std::string_view member) const;
  Number find_or_make(std::string_view member, Number before, ColumnBudget& budget);  // or kNone
  Column& member(Number number) { return *members_[number]; }
  const Column& member(Number number) const { return *members_[number]; }
  Number member_count() const { return static_cast<Number>(members_.size()); }
  const std::vector<Number>& order() const { return order_; }
  std::uint32_t rank(Number number) const { return rank_[number]; }

  // Other orders of members. Shape 0 is order().
  using Shape = std::vector<Number>;
  std::uint32_t shape_code(const Shape& shape);
  const Shape& shape(std::uint32_t code) const { return *shapes_[code - 1]; }

  // Of arrays; made when first asked for.
  Column& element(const ColumnBudget& budget);
  const Column* element() const { return element_.get(); }

  Dictionary& texts() { return texts_; }
  const Dictionary& texts() const { return texts_; }

  std::uint32_t shape_count() const { return static_cast<std::uint32_t>(shapes_.size()); }

  std::size_t memory() const;

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    const auto make = [&] {
      Reader::require(!self.is_deepest());
      return std::make_unique<Column>(std::string(), self.depth_ + 1, 0);
    };
    archive(self.name_);
    archive.list(self.members_, make, [&](auto& each) { archive(*each); });
    archive.optional(self.element_, make, archive);
    archive(self.order_, self.texts_);
    if constexpr (Archive::kReads) {
      Archive::require(self.index_members());
      std::vector<Shape> shapes;
      archive.list(shapes, [] { return Shape(); }, archive);
      for (const Shape& each : shapes) Archive::require(self.is_new_shape(each));
    } else {
      archive.list(self.shapes_, [] {}, [&](const Shape* each) { archive(*each); });
    }
  }

 private:
  // After reading. False where what was read cannot be.
  bool index_members();
  bool is_new_shape(const Shape& shape);

  std::string name_;
  std::uint32_t depth_;
  Dictionary texts_;
  std::vector<std::unique_ptr<Column>> members_;
  std::unordered_map<std::string_view, Number> by_name_;
  std::vector<Number> order_;
  std::vector<std::uint32_t> rank_;  // in order_, by number
  std::map<Shape, std::uint32_t> shape_codes_;
  std::vector<const Shape*> shapes_;
  std::unique_ptr<Column> element_;
};

}  // namespace tamis::predicate::table
