// The list of a `$in`: what to look where for, by the type of the value met.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/compare.h"
#include "backends/predicate/literal.h"

namespace tamis::predicate {

// Texts by hash. A list that was made to collide is left to a search of the sorted literals.
class TextSet {
 public:
  // `literals` are texts and must outlive the set.
  explicit TextSet(const Literal* begin, const Literal* end);
  TextSet() = default;

  bool usable() const { return !slots_.empty(); }
  bool contains(std::string_view text) const;

 private:
  static constexpr std::size_t kLongestProbe = 32;

  std::vector<const Literal*> slots_;  // a power of two of them; null: free
  std::uint64_t sizes_ = 0;            // bit n: a text of n bytes, or of 63 and more, is there
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
    const Literal* begin = literals_.data() + family_begin_[family];
    const Literal* end = literals_.data() + family_begin_[family + 1];
    if (begin == end) return false;
    if (family == kTextFamily && texts_.usable()) return texts_.contains(datum.text);
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
  static constexpr std::size_t kTextFamily = 4;

  std::vector<Literal> literals_;
  std::array<std::uint32_t, kFamilies + 1> family_begin_{};  // into literals_, by family
  TextSet texts_;
};

}  // namespace tamis::predicate
