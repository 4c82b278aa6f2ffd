// Level: the rules that are asked of one kind of place, indexed by the atoms they are made of. The
// root of the document is one; the elements of each array that an `$elemMatch` looks into are
// another, whose rules set marks of the level above.
//
// Rules are found by narrowing: all are candidates until an axis refuses them. An axis is what they
// ask of one path: its marks, or one of its lanes. A rule that is on an axis names atoms of which
// one holds whenever the rule does. Paths that few rules ask of have one axis together, where a
// rule is by the atoms that hold least often. A rule of which axes do not say all is then judged by
// its formula over the atoms, so a verdict is that of the plan.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "backends/predicate/set/access.h"
#include "backends/predicate/set/atoms.h"
#include "backends/predicate/set/formula.h"
#include "backends/predicate/set/hash_slots.h"
#include "backends/predicate/set/path_tree.h"

namespace tamis::predicate::set {

struct KeyHash {
  std::uint64_t seed = 0;
  std::size_t operator()(std::string_view key) const { return hash_bytes(seed, key); }
};

constexpr std::uint32_t kNoRule = 0xffffffff;

struct Rule {
  Formula formula;
  bool is_flat = false;          // as flat_formula.h says
  std::uint32_t next = kNoRule;  // of the rules that are alternatives, with this one
};

class Level {
 public:
  // `seed` is for the hashes.
  explicit Level(std::uint64_t seed);
  ~Level();

  // A rule that holds at the places that `node` is true of, or several with one payload that do
  // together; the number is of the first. `zone` is for relative dates.
  std::uint32_t add(const PlanNode& node, std::uint64_t payload, const std::string& zone);
  void remove(std::uint32_t rule);
  // To be called once for each addition: chooses again how some rule is found.
  void review();
  // Before a rule is removed, some other work ahead: what that needs is waited for together.
  void fetch(std::uint32_t rule) const;

  std::size_t rules_taken() const { return rules_.size() - free_rules_.size(); }

  const PathTree& paths() const { return paths_; }
  const std::vector<Field>& fields() const { return fields_; }
  // The fields of which it matters that a place does not have them.
  const Bits& always_asked() const { return always_asked_; }
  const std::vector<Bound>& bounds() const { return bounds_; }
  const std::vector<Lazy>& lazies() const { return lazies_; }
  const std::vector<Mark>& marks() const { return marks_; }
  const Rule& rule(std::size_t number) const { return rules_[number]; }
  // For those who ask one rule after another.
  void prefetch_behind(std::size_t rule) const {
    constexpr std::size_t kFormula = 8;
    constexpr std::size_t kRule = 32;
    if (rule + kRule >= rules_.size()) return;
    __builtin_prefetch(&rules_[rule + kRule]);
    __builtin_prefetch(rules_[rule + kFormula].formula.data());
  }
  std::uint64_t payload(std::size_t rule) const { return payloads_[rule]; }

  const Bits& taken() const { return taken_; }
  // Those that are the first of their alternatives.
  const Bits& heads() const { return heads_; }
  // Those of which axes say all, and of them those without alternatives.
  const Bits& decided() const { return decided_; }
  const Bits& exact() const { return exact_; }
  // The first of a rule's alternatives.
  std::uint32_t head_of(std::size_t rule) const { return head_of_[rule]; }
  const Axis& shared() const { return shared_; }
  const Postings& postings(std::uint32_t mark, Way way) const {
    return mark_postings_[mark][static_cast<std::size_t>(way)];
  }

 private:
  friend class AtomMaker;
  friend class AccessChooser;
  static constexpr std::uint32_t kNoField = 0xffffffff;

  // The number of an item that is not in use, as new.
  template <class T>
  static std::uint32_t take(std::vector<T>& items, std::vector<std::uint32_t>& free) {
    if (free.empty()) {
      items.emplace_back();
      return static_cast<std::uint32_t>(items.size()) - 1;
    }
    const std::uint32_t number = free.back();
    free.pop_back();
    items[number] = T();
    return number;
  }

  void fetch_postings(std::uint32_t mark) const {
    for (const Postings& each : mark_postings_[mark]) __builtin_prefetch(&each);
  }
  std::uint32_t new_mark();
  std::uint64_t hash_of_bound(double bound, std::uint32_t lane) const;
  void use_values(const Mark& mark, std::int32_t by);
  std::uint32_t field_of(const FieldPath& path, Traverse traverse);
  void release(AtomRef atom);
  void forget_mark(std::uint32_t mark);
  void release_field(std::uint32_t field);
  void note_always_asked(std::uint32_t field);

  std::uint32_t add_alternative(Formula formula, std::uint64_t payload);
  void remove_alternative(std::uint32_t rule);
  std::uint32_t add_alternatives(const Formula& formula, std::uint64_t payload);
  bool has_alternatives(const Formula& formula) const;
  // Of a mark or bound.
  const Source& source_of(AtomRef atom) const {
    const Field& field = fields_[field_of(atom)];
    if (atom.kind() == AtomKind::Mark) return field.marks;
    return field.lanes[bounds_[atom.index()].lane % kLanes]->source;
  }
  Source& source_of(AtomRef atom) {
    return const_cast<Source&>(std::as_const(*this).source_of(atom));
  }
  std::uint32_t field_of(AtomRef atom) const {
    return atom.kind() == AtomKind::Mark ? marks_[atom.index()].field
                                         : bounds_[atom.index()].lane / kLanes;
  }
  LaneRules& lane_of(const Bound& bound) {
    return *fields_[bound.lane / kLanes].lanes[bound.lane % kLanes];
  }
  void put_on_axis(std::uint32_t rule, AtomRef atom, Way way);
  void take_off_axis(std::uint32_t rule, AtomRef atom, Way way);
  void post(std::uint32_t rule, bool is_exact);
  void unpost(std::uint32_t rule);

  std::uint64_t seed_;
  std::uint64_t last_serial_ = 0;
  PathTree paths_;
  std::vector<Field> fields_;
  Bits always_asked_;  // by field
  std::vector<Mark> marks_;
  std::vector<Bound> bounds_;
  std::vector<Lazy> lazies_;
  std::vector<Rule> rules_;
  std::vector<std::uint64_t> payloads_;   // by rule
  std::vector<std::uint32_t> head_of_;    // by rule
  Bits taken_, heads_, decided_, exact_;  // by rule
  std::vector<std::uint32_t> free_fields_, free_marks_, free_bounds_, free_lazies_, free_rules_;
  std::vector<ByWay<Postings>> mark_postings_;
  Axis shared_;
  // Of all atoms but bounds and single values, and of bounds by their lane.
  std::unordered_map<std::string, AtomRef, KeyHash> known_;
  HashSlots known_bounds_;
  std::string key_;  // of what is sought in known_
  Formula made_;     // of what is being added, or chosen again
  AccessChooser chooser_{*this};
  std::uint64_t additions_ = 0;
  std::uint32_t next_review_ = 0;  // the rule whose accesses are chosen again next
};

}  // namespace tamis::predicate::set
