// What is remembered of many places together while the rules of a level are judged.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "backends/predicate/set/flat_formula.h"
#include "backends/predicate/set/moments.h"
#include "backends/predicate/table/table_form.h"

namespace tamis::predicate::set {

using table::TableForm;
using table::Word;

// Places to ask about: those of `nodes`, or where there are none the slots of `chunk`, by number.
struct Places {
  const table::Chunk* chunk = nullptr;
  std::vector<TableForm::Node> nodes;
  std::uint32_t count = 0;
  table::Bits asked;  // which of them there are

  bool are_slots() const { return nodes.empty(); }
  std::size_t words() const { return asked.size(); }
  TableForm::Node node(std::size_t place) const {
    return are_slots() ? TableForm::at(*chunk, static_cast<std::uint32_t>(place)) : nodes[place];
  }
};

// A bit for each place, of each of many atoms.
class AtomBits {
 public:
  void resize(std::size_t atoms, std::size_t words) {
    words_ = words;
    bits_.resize(atoms * words);
  }
  void clear() { std::fill(bits_.begin(), bits_.end(), 0); }
  const Word* data() const { return bits_.data(); }
  std::size_t words() const { return words_; }
  std::span<Word> operator[](std::size_t atom) { return {bits_.data() + atom * words_, words_}; }

 private:
  std::size_t words_ = 0;
  std::vector<Word> bits_;
};

// What a place has in a lane.
struct LanePlace {
  double value;
  std::uint32_t place;
};

// The bounds of one lane, the greatest first, with their atoms.
using LaneBounds = std::vector<std::pair<double, std::uint32_t>>;

// The marks that the strings of a column set, found when a string first comes.
class MarksOfCodes {
 public:
  explicit MarksOfCodes(const table::Column& column)
      : column_(&column), ranges_(column.texts().size()) {}

  const table::Column* column() const { return column_; }
  // Of a text of the column.
  std::span<const std::uint32_t> marks_of(const table::Chunk& chunk, std::uint32_t slot,
                                          const Field& field) {
    Range& range = ranges_[static_cast<std::size_t>(chunk.texts[slot])];
    if (range.begin == kUnknown) {
      range.begin = static_cast<std::uint32_t>(marks_.size());
      field.each_mark_of(chunk.datum(slot, table::Kind::Text),
                         [&](std::uint32_t mark) { marks_.push_back(mark); });
      range.end = static_cast<std::uint32_t>(marks_.size());
    }
    return std::span(marks_).subspan(range.begin, range.end - range.begin);
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xffffffff;
  struct Range {
    std::uint32_t begin = kUnknown;
    std::uint32_t end = kUnknown;
  };

  const table::Column* column_;
  std::vector<Range> ranges_;  // by code
  std::vector<std::uint32_t> marks_;
};

// The elements of arrays, and the places that have the arrays.
struct BatchElements;

// For a level that does not change meanwhile.
class BatchScratch {
 public:
  explicit BatchScratch(const Level& level);
  ~BatchScratch();

  void reset(const Level& level, const Places& places);
  BatchElements& elements_of(std::uint32_t field, const Level& level);
  MarksOfCodes& marks_of(std::uint32_t field, const table::Column& column);

  AtomWords atom_words() const { return {marks.data(), bounds.data(), marks.words()}; }

  AtomBits marks, bounds;
  AtomBits lazy_known, lazy_held;
  std::vector<LaneBounds> lane_bounds;  // by lane
  std::vector<double> lanes;            // of the field at hand, by place
  std::vector<LanePlace> by_value, by_lane;
  std::deque<table::Bits> spare;  // by depth in a formula
  Moments moments;

 private:
  std::vector<std::unique_ptr<BatchElements>> elements_;  // by field
  std::vector<std::deque<MarksOfCodes>> of_codes_;        // by field
};

struct BatchElements {
  explicit BatchElements(const Level& level) : scratch(level) {}

  Places places;
  std::vector<std::uint32_t> owners;
  BatchScratch scratch;
};

}  // namespace tamis::predicate::set
