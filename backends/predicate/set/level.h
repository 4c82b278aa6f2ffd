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
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backends/predicate/set/access.h"
#include "backends/predicate/set/atoms.h"
#include "backends/predicate/set/formula.h"
#include "backends/predicate/set/formula_store.h"
#include "backends/predicate/set/hash_slots.h"
#include "backends/predicate/set/path_tree.h"
#include "backends/predicate/set/pool.h"
#include "backends/predicate/set/sought.h"

namespace tamis::predicate::set {

struct Rule {
  FormulaStore::Place formula;
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
  std::uint32_t add(const PlanNode& node, std::uint64_t payload, const std::string& zone) {
    make(node, zone);
    return add_made(payload);
  }
  // In two steps: what `node` is made of, then the rule, or nothing.
  void make(const PlanNode& node, const std::string& zone);
  std::uint32_t add_made(std::uint64_t payload);
  void forget_made() noexcept { release_all(made_); }
  void remove(std::uint32_t rule) noexcept;
  // To be called once for each addition: chooses again how some rule is found.
  void review();
  // Before a rule is looked at.
  void fetch(std::uint32_t rule) const {
    __builtin_prefetch(&rules_[rule]);
    __builtin_prefetch(&payloads_[rule]);
  }

  // With those that were removed and are there yet; and whether there are others.
  std::size_t rules_taken() const { return rules_.taken(); }
  bool has_rules() const { return rules_.taken() > removed_.count(); }

  const PathTree& paths() const { return paths_; }
  const Pool<Field>& fields() const { return fields_; }
  // The fields of which it matters that a place does not have them.
  const Bits& always_asked() const { return always_asked_; }
  const Pool<Bound>& bounds() const { return bounds_; }
  const Pool<Lazy>& lazies() const { return lazies_; }
  const Pool<Mark>& marks() const { return marks_; }
  const Rule& rule(std::size_t number) const { return rules_[number]; }
  FormulaView formula(std::size_t rule) const { return formulas_[rules_[rule].formula]; }
  // For those who ask one rule after another.
  void prefetch_behind(std::size_t rule) const {
    constexpr std::size_t kFormula = 8;
    constexpr std::size_t kRule = 32;
    if (rule + kRule >= rules_.size()) return;
    __builtin_prefetch(&rules_[rule + kRule]);
    __builtin_prefetch(formula(rule + kFormula).data());
  }
  std::uint64_t payload(std::size_t rule) const { return payloads_[rule]; }
  std::span<const std::uint64_t> payloads() const { return payloads_; }

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
  class FieldUse;
  friend class AtomMaker;
  friend class AccessChooser;
  static constexpr std::uint32_t kNoField = 0xffffffff;

  void fetch_postings(std::uint32_t mark) const {
    for (const Postings& each : mark_postings_[mark]) __builtin_prefetch(&each);
  }
  void make_room_for_mark();
  std::uint64_t hash_of_bound(double bound, std::uint32_t lane) const;
  std::uint64_t hash_of_key(std::string_view key) const { return hash_bytes(seed_, key); }
  void use_values(const Mark& mark, std::int32_t by);
  std::uint32_t field_of(const FieldPath& path, Traverse traverse);
  void release(AtomRef atom) noexcept;
  void release_all(FormulaView formula) noexcept;
  void forget_mark(std::uint32_t mark) noexcept;
  void release_field(std::uint32_t field) noexcept;
  void note_always_asked(std::uint32_t field);

  void add_rules(FormulaView formula, std::uint64_t payload, std::uint32_t& head);
  void add_rule(FormulaView formula, std::uint64_t payload, std::uint32_t& head);
  void drop_rule(std::uint32_t rule) noexcept;
  void drop_removed() noexcept;
  void unpost_removed() noexcept;
  void give_back(std::span<const std::uint32_t> rules) noexcept;
  void fetch_atoms(std::uint32_t rule) const;
  void fetch_values(std::uint32_t rule) const;
  void fetch_finders(std::uint32_t rule) const;
  bool has_alternatives(FormulaView formula) const;
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
  LaneRules& lane_of(const Bound& bound) const {
    return *fields_[bound.lane / kLanes].lanes[bound.lane % kLanes];
  }
  const Axis& axis_of(AtomRef atom, Way way) const {
    return way == Way::Own ? source_of(atom).axis : shared_;
  }
  Axis& axis_of(AtomRef atom, Way way) {
    return const_cast<Axis&>(std::as_const(*this).axis_of(atom, way));
  }
  void put_on_axis(std::uint32_t rule, AtomRef atom, Way way);
  void take_off_axis(std::uint32_t rule, AtomRef atom, Way way) noexcept;
  bool choose(std::uint32_t rule);
  void post(std::uint32_t rule, bool is_exact);
  void post_at(std::uint32_t rule, AtomRef atom, Way way);
  void unpost(std::uint32_t rule) noexcept;

  std::uint64_t seed_;
  std::uint64_t last_serial_ = 0;
  PathTree paths_;
  Pool<Field> fields_;
  Bits always_asked_;  // by field
  Pool<Mark> marks_;
  Pool<Bound> bounds_;
  Pool<Lazy> lazies_;
  Pool<Rule> rules_;
  FormulaStore formulas_;
  std::vector<std::uint64_t> payloads_;   // by rule, for all bits of taken_
  std::vector<std::uint32_t> head_of_;    // by rule
  Bits taken_, heads_, decided_, exact_;  // by rule
  // By rule: was removed, and is still posted. No axis tells it from others, but taken_ does.
  CountedBits removed_;
  std::vector<ByWay<Postings>> mark_postings_;
  Axis shared_;
  // By their keys, or bound and lane. Marks of single values are known to the fields.
  HashSlots known_marks_, known_lazies_, known_bounds_;
  std::vector<Sought> sought_;
  std::string keys_;  // of what is sought
  Formula made_;      // of what is being added
  Formula chosen_;    // of a rule, with its accesses
  AccessChooser chooser_{*this};
  std::uint64_t additions_ = 0;
  std::uint32_t next_review_ = 0;  // the rule whose accesses are chosen again next
};

}  // namespace tamis::predicate::set
