// Which rules of a level hold at a place: every path is walked once, what stands there sets marks
// and lanes, and these narrow down the rules that may hold.
#pragma once

#include <array>
#include <bit>
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

  // Calls matched(payload) once for each rule that holds, in no particular order.
  template <class Matched>
  void run(const Place<Form>& place, Matched&& matched) {
    place_ = &place;
    collect();
    judge(matched);
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
    scratch_.reset(level_);
    for (std::uint32_t number = 0; number < level_.fields().size(); ++number) {
      const Field& field = level_.fields()[number];
      if (field.refs == 0) continue;
      scratch_.field_marks.clear();
      walk(field, number);
      narrow_by_marks(field);
      if (field.bounds > 0) narrow_by_lanes(field, lanes_of(number));
    }
    if (level_.shared().count > 0)
      narrow(scratch_.candidates, level_.shared().rules, scratch_.shared_found);
  }

  void walk(const Field& field, std::uint32_t number) {
    FieldTaker taker{*this, field, number};
    Collector<Form, FieldTaker> collector(taker, level_, field);
    const Key* keys = field.keys.data();
    Walk(form_, collector, keys + field.keys.size(), field.traverse == Traverse::Elements)
        .from(*place_, keys);
    collector.finish();
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

  void narrow_by_lanes(const Field& field, const double* values) {
    for (std::uint32_t i = 0; i < kLanes; ++i) {
      const LaneRules* lane = field.lanes[i].get();
      if (lane == nullptr) continue;
      narrow_by(lane->source.axis, [&](Way way, auto& taker) {
        lane->bounds[static_cast<std::size_t>(way)].give_below(values[i], taker);
      });
    }
  }

  // `give` gives the rules that atoms which hold find one way.
  template <class Give>
  void narrow_by(const Axis& own, Give give) {
    Removal against{scratch_.candidates};
    give(Way::Against, against);
    Gathering shared{scratch_.shared_found};
    give(Way::Shared, shared);
    if (own.count == 0) return;
    give(Way::Own, scratch_.sieve);
    scratch_.sieve.narrow(scratch_.candidates, own.rules);
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
        const auto number =
            static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(word));
        const std::uint32_t head = level_.head_of(number);
        if (bit(scratch_.matched, head)) continue;
        if (!bit(level_.decided(), number) &&
            !formula_holds(level_.rule(number).formula, 0, claim_holds))
          continue;
        set_bit(scratch_.matched, head);
        matched(level_.payload(number));
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
