// The list of a `$in`: what to look where for, by the type of the value met.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "backends/predicate/compare.h"
#include "backends/predicate/literal.h"
#include "backends/predicate/probed_set.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate {

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
    const int family = family_of(datum.type);
    const Literal* begin = begin_of(family);
    const Literal* end = begin_of(family + 1);
    if (begin == end) return false;
    if (family == family_of(BsonType::String)) {
      if (end - begin < kFew) return is_text_of({begin, end}, datum.text);
      if (!texts_.empty()) return has_text(datum.text);
    }
    if (!integers_.empty() && (datum.type == BsonType::Int32 || datum.type == BsonType::Int64))
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
  // So few are as quickly asked one by one as looked up.
  static constexpr std::ptrdiff_t kFew = 3;

  const Literal* begin_of(int family) const {
    return literals_.data() + family_begin_[static_cast<std::size_t>(family)];
  }
  std::span<const Literal> family_as(BsonType type) const {
    return {begin_of(family_of(type)), begin_of(family_of(type) + 1)};
  }
  static bool is_text_of(std::span<const Literal> literals, std::string_view text) {
    for (const Literal& literal : literals)
      if (same_text(literal.datum.text, text)) return true;
    return false;
  }
  bool has_text(std::string_view text) const;

  std::vector<Literal> literals_;
  std::array<std::uint32_t, kFamilies + 1> family_begin_{};  // into literals_, by family
  // Of few, and of some that collide, there are no sets: those are sought by their order.
  ProbedSet<std::string_view> texts_;
  std::uint64_t text_sizes_ = 0;      // bit n: a text of n bytes, or of 63 and more, is there
  ProbedSet<std::int64_t> integers_;  // the numbers that are int64s, of whatever type
};

}  // namespace tamis::predicate
