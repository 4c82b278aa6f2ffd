// Which rules of a level hold at a place: every path is walked once, what stands there sets marks
// and lanes, and these narrow down the rules that may hold.
#pragma once

#include <array>
#include <bit>
#include <utility>

#include "backends/predicate/evaluate.h"
#include "backends/predicate/set/lanes.h"
#include "backends/predicate/set/level_scratch.h"

namespace tamis::predicate::set {

template <DocumentForm Form>
class LevelRun {
 public:
  LevelRun(const Level& level, LevelScratch& scratch, Form& form, const Context& context)
      : level_(level), scratch_(scratch), form_(form), context_(context) {}

  // Calls matched(payload) once for each rule that holds, in no particular order.
  template <class Matched>
  void run(const Place<Form>& place, Matched&& matched) {
    place_ = &place;
    collect();
    judge(matched);
  }

 private:
  // Takes in what stands at the end of one path.
  struct Collector {
    LevelRun& run;
    const Field& field;
    std::uint32_t number;
    TypeSet types = {};

    bool place(const Place<Form>& place) {
      const Datum& datum = place.datum;
      if (!datum.missing()) types.insert(datum.type);
      if (!field.sees_all()) return !datum.missing();
      if (!field.values.empty()) run.mark_value(field, datum);
      if (field.lanes) run.take_bounds(number, datum);
      if (field.elements && datum.type == BsonType::Array) run.enter(field, number, place.node);
      return false;
    }
    void enter(const Key&) {}
    void enter(std::size_t) {}
    void leave() {}
  };

  void collect() {
    scratch_.reset(level_);
    for (std::uint32_t number = 0; number < level_.fields().size(); ++number) {
      const Field& field = level_.fields()[number];
      if (field.refs == 0) continue;
      scratch_.field_marks.clear();
      walk(field, number);
      narrow_by_marks(field);
      if (field.lanes) narrow_by_lanes(*field.lanes, lanes_of(number));
    }
    narrow(scratch_.candidates, level_.shared().rules, scratch_.shared_found);
  }

  void walk(const Field& field, std::uint32_t number) {
    Collector collector{*this, field, number};
    const Key* keys = field.keys.data();
    Walk<Form, Collector>(form_, collector, keys + field.keys.size(),
                          field.traverse == Traverse::Elements)
        .from(*place_, keys);
    if (collector.types.empty()) return;
    if (field.presence != kNoMark) set_mark(field.presence);
    for (const std::uint32_t mark : field.types)
      if (level_.marks()[mark].types.intersects(collector.types)) set_mark(mark);
  }

  void set_mark(std::uint32_t mark) {
    if (bit(scratch_.marks, mark)) return;
    set_bit(scratch_.marks, mark);
    scratch_.field_marks.push_back(mark);
  }

  void narrow_by_marks(const Field& field) {
    narrow_by(field.marks.axis, [&](Way way, auto& taker) {
      for (const std::uint32_t mark : scratch_.field_marks) level_.postings(mark, way).give(taker);
    });
  }

  void narrow_by_lanes(const std::array<LaneRules, kLanes>& lanes, const double* values) {
    for (std::uint32_t i = 0; i < kLanes; ++i)
      narrow_by(lanes[i].source.axis, [&](Way way, auto& taker) {
        lanes[i].bounds[static_cast<std::size_t>(way)].give_below(values[i], taker);
      });
  }

  // `give` gives the rules that atoms which hold find one way.
  template <class Give>
  void narrow_by(const Axis& own, Give give) {
    Gathering shared{scratch_.shared_found};
    give(Way::Shared, shared);
    if (own.count == 0) return;
    give(Way::Own, scratch_.sieve);
    scratch_.sieve.narrow(scratch_.candidates, own.rules);
  }

  void mark_value(const Field& field, const Datum& datum) {
    static constexpr Datum kNull = [] {
      Datum null;
      null.type = BsonType::Null;
      return null;
    }();
    if (!datum.missing() && !ValueTable::can_hold(datum.type)) return;
    const std::uint32_t entry = field.values.find(datum.missing() ? kNull : datum);
    if (entry == ValueTable::kNone) return;
    for (const std::uint32_t mark : field.values[entry].marks) set_mark(mark);
  }

  void take_bounds(std::uint32_t field, const Datum& datum) {
    double* lanes = lanes_of(field);
    if (datum.type == BsonType::Date)
      take_value(lanes + kDateLanes, neighbours(datum));
    else if (TypeSet::numbers().contains(datum.type) && !is_nan(datum))
      take_value(lanes, neighbours(datum));
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
      inner.run(place, [&](std::uint64_t mark) { set_mark(static_cast<std::uint32_t>(mark)); });
    }
  }

  template <class Matched>
  void judge(Matched& matched) {
    const auto claim_holds = [this](Claim claim) { return holds(claim); };
    const Bits& candidates = scratch_.candidates;
    BitNumbers numbers;
    for (std::size_t word = 0; word < candidates.size(); word += BitNumbers::kWords)
      for (const std::uint32_t rule : numbers.of_both(candidates, level_.exact(), word))
        matched(level_.payload(rule));
    for (std::size_t i = 0; i < candidates.size(); ++i)
      for (std::uint64_t word = candidates[i] & ~level_.exact()[i]; word != 0; word &= word - 1) {
        const std::size_t rule = i * 64 + static_cast<std::size_t>(std::countr_zero(word));
        if (formula_holds(level_.formula(rule), 0, claim_holds)) matched(level_.payload(rule));
      }
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
    const Bindings& bindings = scratch_.bind(lazy, test, context_);
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
