// Which rules of a level hold at a place: its members are walked once, along the tree of paths,
// what stands at the fields sets marks and lanes, and these narrow down the rules that may hold.
#pragma once

#include <array>
#include <bit>
#include <span>
#include <string_view>
#include <utility>

#include "backends/predicate/evaluate.h"
#include "backends/predicate/set/collector.h"
#include "backends/predicate/set/level_scratch.h"

namespace tamis::predicate::set {

template <DocumentForm Form>
class LevelRun {
 public:
  LevelRun(const Level& level, LevelScratch& scratch, Form& form, const Context& context)
      : level_(level), scratch_(scratch), form_(form), context_(context) {}

  // The payloads of the rules that hold, in no particular order; until the scratch is used again.
  std::span<const std::uint64_t> run(const Place<Form>& place) {
    place_ = &place;
    collect();
    return judge();
  }

 private:
  struct FieldTaker {
    LevelRun& run;
    const Field& field;
    std::uint32_t number;

    void set_mark(std::uint32_t mark) { run.set_mark(mark); }
    double* lanes() { return run.lanes_of(number); }
    void set_marks_of(const Place<Form>& place) {
      field.each_mark_of(place.datum, [this](std::uint32_t mark) { set_mark(mark); });
    }
    void enter(const typename Form::Node& array) { run.enter(field, number, array); }
  };

  void collect() {
    fetch(place_->node, 1);
    scratch_.reset_atoms(level_);
    fetch(place_->node, 2);
    scratch_.reset_rules(level_);
    collect_at(PathTree::kRoot, *place_);
    if (place_->datum.type == BsonType::Object)
      collect_members(PathTree::kRoot, place_->node, 0);
    else if (place_->datum.type == BsonType::Array)
      level_.paths().each_field_below(PathTree::kRoot, [this](std::uint32_t field) {
        take(field, [this](auto& walk, const Key* keys) { walk.from(*place_, keys); });
      });
    collect_missing();
    if (level_.shared().count() > 0)
      narrow(scratch_.candidates, level_.shared().bits(), scratch_.shared_found);
  }

  // What stands at a path of which more is asked.
  struct Member {
    std::uint32_t path;
    typename Form::Node node;
  };
  using Members = std::array<Member, 16>;

  // `depth`: how many components lead to the object.
  void collect_members(std::uint32_t path, const typename Form::Node& object, std::size_t depth) {
    std::uint32_t left = level_.paths().child_count(path);
    if (left == 0) return;
    auto all = form_.members(object);
    Members members;
    for (std::size_t count = members.size(); count == members.size();) {
      count = take_members(path, all, left, members);
      collect_all(std::span(members).first(count), depth + 1);
    }
  }

  // Of repeated names the first counts.
  template <class All>
  std::size_t take_members(std::uint32_t path, All& all, std::uint32_t& left, Members& members) {
    std::size_t count = 0;
    std::string_view name;
    typename Form::Node node;
    while (count < members.size() && left > 0 && all.next(name, node)) {
      const std::uint32_t child = level_.paths().child(path, name);
      if (child == PathTree::kNone || bit(scratch_.paths_met, child)) continue;
      set_bit(scratch_.paths_met, child);
      --left;
      fetch(node, 1);
      members[count++] = {child, node};
    }
    return count;
  }

  void collect_all(std::span<const Member> members, std::size_t depth) {
    if constexpr (kFetches)
      collect_fetching(members, depth);
    else
      for (const Member& member : members) collect_from(member.path, member.node, depth);
  }

  // Those first that have nothing inside: meanwhile the others are waited for, a step each time.
  void collect_fetching(std::span<const Member> members, std::size_t depth) {
    constexpr unsigned kSteps = 5;
    unsigned steps = 1;
    for (const Member& member : members) {
      if (form_.has_inside(member.node)) continue;
      collect_from(member.path, member.node, depth);
      if (++steps > kSteps) continue;
      for (const Member& other : members)
        if (form_.has_inside(other.node)) form_.fetch(other.node, steps);
    }
    for (const Member& member : members)
      if (form_.has_inside(member.node)) collect_from(member.path, member.node, depth);
  }

  // Of a form whose values lie all over memory.
  static constexpr bool kFetches =
      requires(Form form, typename Form::Node node) { form.fetch(node, 1U); };
  void fetch(const typename Form::Node& node, unsigned steps) {
    if constexpr (kFetches) form_.fetch(node, steps);
  }

  void collect_from(std::uint32_t path, const typename Form::Node& node, std::size_t depth) {
    const Place<Form> place{node, form_.datum(node)};
    collect_at(path, place);
    if (place.datum.type == BsonType::Object) return collect_members(path, node, depth);
    if (place.datum.type != BsonType::Array) return;
    level_.paths().each_field_below(path, [&](std::uint32_t field) {
      take(field, [&](auto& walk, const Key* keys) { walk.in_array(node, keys + depth); });
    });
  }

  void collect_at(std::uint32_t path, const Place<Form>& place) {
    for (const std::uint32_t field : level_.paths().fields_at(path))
      if (field != PathTree::kNone)
        take(field, [&](auto& walk, const Key*) { walk.arrive(place); });
  }

  void collect_missing() {
    const Bits& asked = level_.always_asked();
    for (std::size_t i = 0; i < scratch_.fields_met.size(); ++i)
      table::for_each_bit(asked[i] & ~scratch_.fields_met[i], i * table::kWordBits,
                          [this](std::size_t field) {
                            take(static_cast<std::uint32_t>(field),
                                 [](auto& walk, const Key*) { walk.arrive({}); });
                          });
  }

  // What stands at all places of a field, to which `go` leads a walk.
  template <class Go>
  void take(std::uint32_t number, Go&& go) {
    const Field& field = level_.fields()[number];
    set_bit(scratch_.fields_met, number);
    if (field.bounds > 0) scratch_.lanes_used.push_back(number);
    scratch_.field_marks.clear();
    FieldTaker taker{*this, field, number};
    Collector<Form, FieldTaker> collector(taker, level_, field);
    const Key* keys = field.keys.data();
    Walk walk(form_, collector, keys + field.keys.size(), field.traverse == Traverse::Elements);
    go(walk, keys);
    collector.finish();
    narrow_by_marks(field);
    if (field.bounds > 0) narrow_by_lanes(field, lanes_of(number));
  }

  void set_mark(std::uint32_t mark) {
    if (bit(scratch_.marks, mark)) return;
    set_bit(scratch_.marks, mark);
    scratch_.field_marks.push_back(mark);
  }

  void narrow_by_marks(const Field& field) {
    const auto give = [this](Way way, auto& taker) {
      for (const std::uint32_t mark : scratch_.field_marks) level_.postings(mark, way).give(taker);
    };
    Removal against{scratch_.candidates};
    give(Way::Against, against);
    Gathering shared{scratch_.shared_found};
    give(Way::Shared, shared);
    if (field.marks.axis.count() == 0) return;
    give(Way::Own, scratch_.sieve);
    scratch_.sieve.narrow(scratch_.candidates, field.marks.axis.bits());
  }

  void narrow_by_lanes(const Field& field, const double* values) {
    for (std::uint32_t i = 0; i < kLanes; ++i) {
      const LaneRules* lane = field.lanes[i].get();
      if (lane == nullptr) continue;
      Removal refused{scratch_.candidates};
      lane->give(Way::Against, values[i], refused);
      lane->give(Way::Own, values[i], refused);
      Gathering shared{scratch_.shared_found};
      lane->give(Way::Shared, values[i], shared);
    }
  }

  double* lanes_of(std::uint32_t field) {
    return scratch_.lanes.data() + std::size_t{kLanes} * field;
  }

  // The rules that hold for an element set marks here.
  void enter(const Field& field, std::uint32_t number, const typename Form::Node& array) {
    LevelRun inner(*field.elements, scratch_.of_elements(number), form_, context_);
    auto elements = form_.elements(array);
    typename Form::Node element;
    while (elements.next(element)) {
      const Place<Form> place{element, form_.datum(element)};
      for (const std::uint64_t mark : inner.run(place)) set_mark(static_cast<std::uint32_t>(mark));
    }
  }

  std::span<const std::uint64_t> judge() {
    const auto claim_holds = [this](Claim claim) { return holds(claim); };
    const Bits& candidates = scratch_.candidates;
    std::uint64_t* const held = scratch_.held.data();
    std::uint64_t* end = pick_of_both(candidates, level_.exact(), level_.payloads(), held);
    for (std::size_t i = 0; i < candidates.size(); ++i)
      for (std::uint64_t word = candidates[i] & ~level_.exact()[i]; word != 0; word &= word - 1) {
        const auto number =
            static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(word));
        const std::uint32_t head = level_.head_of(number);
        if (bit(scratch_.matched, head)) continue;
        if (!bit(level_.decided(), number) &&
            !formula_holds(level_.formula(number), 0, claim_holds))
          continue;
        set_bit(scratch_.matched, head);
        *end++ = level_.payload(number);
      }
    return {held, end};
  }

  bool holds(Claim claim) {
    const std::uint32_t index = claim.atom().index();
    switch (claim.atom().kind()) {
      case AtomKind::Mark:
        return bit(scratch_.marks, index) != claim.negated();
      case AtomKind::Bound: {
        const Bound& bound = level_.bounds()[index];
        return (bound.bound < scratch_.lanes[bound.lane]) != claim.negated();
      }
      case AtomKind::Lazy:
        break;
    }
    return lazy_holds(index) != claim.negated();
  }

  bool lazy_holds(std::uint32_t lazy) {
    if (bit(scratch_.lazy_known, lazy)) return bit(scratch_.lazy_held, lazy);
    const LazyTest& test = *level_.lazies()[lazy].test;
    const Bindings& bindings = scratch_.moments.bind(lazy, test, context_);
    set_bit(scratch_.lazy_known, lazy);
    if (!Evaluator<Form>(test.code, bindings, form_).holds(test.code.instrs.front(), *place_))
      return false;
    set_bit(scratch_.lazy_held, lazy);
    return true;
  }

  const Level& level_;
  LevelScratch& scratch_;
  Form& form_;
  const Context& context_;
  const Place<Form>* place_ = nullptr;
};

}  // namespace tamis::predicate::set
