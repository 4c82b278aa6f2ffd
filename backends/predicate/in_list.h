// The list of a `$in`: what to look where for, by the type of the value met.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/compare.h"
#include "backends/predicate/literal.h"
#include "backends/predicate/probed_set.h"

namespace tamis::predicate {

// Texts by hash. Of none, of few, and of some that collide there is no set.
class TextSet {
 public:
  TextSet() = default;
  // The texts of the literals must outlive the set.
  TextSet(const Literal* begin, const Literal* end);

  bool usable() const { return !texts_.empty(); }
  bool contains(std::string_view text) const;

 private:
  ProbedSet<std::string_view> texts_;
  std::uint64_t sizes_ = 0;  // bit n: a text of n bytes, or of 63 and more, is there
};

// The numbers that are int64s, of whatever type, by hash.
class IntegerSet {
 public:
  IntegerSet() = default;
  IntegerSet(const Literal* begin, const Literal* end);

  bool usable() const { return !integers_.empty(); }
  bool contains(std::int64_t integer) const;

 private:
  ProbedSet<std::int64_t> integers_;
};

class InList {
 public:
  InList() = default;
  // `sorted` by compare(), without repeats.
  explicit InList(std::vector<Literal> sorted);
  // To be moved only: texts_ points into what literals_ holds.
  InList(InList&&) = default;
  InList& operator=(InList&&) = default;

  const std::vector<Literal>& literals() const { return literals_; }

  template <DocumentForm Form>
  bool contains(Comparer<Form>& comparer, const typename Form::Node& node,
                const Datum& datum) const {
    const auto family = static_cast<std::size_t>(family_of(datum.type));
    const Literal* begin = begin_of(family);
    const Literal* end = begin_of(family + 1);
    if (begin == end) return false;
    if (family == kTextFamily && texts_.usable()) return texts_.contains(datum.text);
    if (integers_.usable() && (datum.type == BsonType::Int32 || datum.type == BsonType::Int64))
      return integers_.contains(datum.integer);
    while (begin != end) {
      const Literal* middle = begin + (end - begin) / 2;
      const int order = comparer.compare_same_family(node, datum, middle->datum, middle->value);
      if (order == 0) return true;
      if (order > 0)
        begin = middle + 1;
      else
        end = middle;
    }
    return false;
  }

 private:
  static constexpr std::size_t kNumberFamily = 3;
  static constexpr std::size_t kTextFamily = 4;

  const Literal* begin_of(std::size_t family) const {
    return literals_.data() + family_begin_[family];
  }

  std::vector<Literal> literals_;
  std::array<std::uint32_t, kFamilies + 1> family_begin_{};  // into literals_, by family
  TextSet texts_;
  IntegerSet integers_;
};

}  // namespace tamis::predicate
