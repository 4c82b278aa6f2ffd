// The atoms of a level, by kind, and the paths that they are of.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backends/predicate/code.h"
#include "backends/predicate/hash_bytes.h"
#include "backends/predicate/set/bound_list.h"
#include "backends/predicate/set/formula.h"
#include "backends/predicate/set/lanes.h"
#include "backends/predicate/set/postings.h"
#include "backends/predicate/set/text_table.h"
#include "backends/predicate/set/value_table.h"

namespace tamis::predicate::set {

class Level;

constexpr std::uint32_t kNoRule = 0xffffffff;

// The rules that are on an axis.
using Axis = CountedBits;

// What has an axis of its own, when many rules ask of it.
struct Source {
  Axis axis;
  std::uint32_t claims = 0;  // that rules make of it
};

template <class T>
using ByWay = std::array<T, kWays>;

// The rules that are posted at the bounds of one lane. A rule has one bound on the lane's own axis,
// where lists are of those that the lane refuses: the bounds that are not below it are, with their
// signs turned, below what comes after it with its sign turned.
class LaneRules {
 public:
  Source source;

  void insert(Way way, double bound, std::uint32_t rule, std::size_t all) {
    list(way).insert(turned(way, bound), rule, all);
  }
  void erase(Way way, double bound, std::uint32_t rule) noexcept {
    list(way).erase(turned(way, bound), rule);
  }
  void erase_all(const Bits& rules) noexcept {
    for (BoundList& each : lists_) each.erase_all(rules);
    source.axis.erase_all(rules);
  }
  void fetch(Way way, double bound, std::uint32_t rule) const {
    list(way).fetch(turned(way, bound), rule);
  }
  // Those of a way that a lane of this value finds, or refuses.
  template <class Taker>
  void give(Way way, double value, Taker& taker) const {
    list(way).give_below(way == Way::Own ? after(-value) : value, taker);
  }

 private:
  static double turned(Way way, double bound) { return way == Way::Own ? -bound : bound; }
  const BoundList& list(Way way) const { return lists_[static_cast<std::size_t>(way)]; }
  BoundList& list(Way way) { return lists_[static_cast<std::size_t>(way)]; }

  ByWay<BoundList> lists_;
};

// One path, walked once for a place.
struct Field {
  Field();
  Field(const FieldPath& path, Traverse traverse, std::uint64_t seed);
  ~Field();
  Field(Field&&) noexcept;
  Field& operator=(Field&&) noexcept;

  // Whether the walk must see every place; if not, the first value settles it.
  bool sees_all() const {
    return !values.empty() || texts || bounds > 0 || !types.empty() || elements;
  }
  // Calls use(mark), perhaps several times, for each mark that a value sets as what it is.
  template <class Use>
  void each_mark_of(const Datum& value, Use&& use) const {
    if (!values.empty())
      if (const std::uint32_t entry = values.find(value); entry != ValueTable::kNone)
        values[entry].each_mark(use);
    if (texts && (value.type == BsonType::String || value.type == BsonType::Symbol))
      texts->find(value.text, use);
  }

  FieldPath path;
  std::vector<Key> keys;  // into `path`
  Traverse traverse = Traverse::Elements;
  std::uint32_t end = 0;  // in the tree of paths
  ValueTable values;
  std::unique_ptr<TextTable> texts;  // if there are any
  Source marks;
  std::array<std::unique_ptr<LaneRules>, kLanes> lanes;  // those that have bounds
  std::uint32_t bounds = 0;                              // atoms
  std::vector<std::uint32_t> types;
  std::uint32_t presence = kNoMark;
  std::unique_ptr<Level> elements;
  std::uint32_t refs = 0;        // atoms, and who is making one; none: not in use
  std::uint32_t value_uses = 0;  // how often conditions name a value
};

// What makes a document set a mark.
enum class MarkSource : std::uint8_t { Value, Values, Texts, Presence, Types, Element };

// Of one that is known by a key: the entries of it in the tables of a field.
struct KeyedMark {
  std::string key;
  std::vector<std::uint32_t> values;
  std::vector<std::uint32_t> texts;
};

struct Mark {
  MarkSource source = MarkSource::Presence;
  TypeSet types;  // Types
  std::uint32_t field = 0;
  std::uint32_t refs = 0;            // claims
  std::uint32_t number = kNoRule;    // Value: the entry; Element: the rule of the field's level
  std::unique_ptr<KeyedMark> keyed;  // all but Value

  // Of a Value or Values.
  std::span<const std::uint32_t> values() const {
    return source == MarkSource::Value ? std::span(&number, 1) : std::span(keyed->values);
  }
};

// Order comparisons all become `bound < lane`, see lanes.h.
struct Bound {
  double bound = 0;
  std::uint32_t lane = 0;
  std::uint32_t refs = 0;
};

// A test run by the evaluator. The code points into the plan, so neither ever moves.
struct LazyTest {
  Plan plan;
  Code code;
  std::string key;
  std::string zone;          // for relative dates
  std::uint64_t serial = 0;  // no other of the level has or had it
};

struct Lazy {
  std::unique_ptr<const LazyTest> test;
  std::uint32_t refs = 0;
};

}  // namespace tamis::predicate::set
