// Which rules of a level hold at a place: every path is walked once, what stands there sets marks
// and lanes, and the rules that these find are judged.
#pragma once

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
      if (field.bounds > 0) run.take_bounds(number, datum);
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
      Collector collector{*this, field, number};
      const Key* keys = field.keys.data();
      Walk<Form, Collector>(form_, collector, keys + field.keys.size(),
                            field.traverse == Traverse::Elements)
          .from(*place_, keys);
      if (collector.types.empty()) continue;
      if (field.presence != kAlways) set_bit(scratch_.marks, field.presence);
      for (const std::uint32_t mark : field.types)
        if (level_.marks()[mark].types.intersects(collector.types)) set_bit(scratch_.marks, mark);
    }
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
    for (const std::uint32_t mark : field.values[entry].marks) set_bit(scratch_.marks, mark);
  }

  void take_bounds(std::uint32_t field, const Datum& datum) {
    double* lanes = scratch_.lanes.data() + std::size_t{kLanes} * field;
    if (datum.type == BsonType::Date)
      take_value(lanes + kDateLanes, neighbours(datum));
    else if (TypeSet::numbers().contains(datum.type) && !is_nan(datum))
      take_value(lanes, neighbours(datum));
  }

  // The rules that hold for an element set marks here.
  void enter(const Field& field, std::uint32_t number, const typename Form::Node& array) {
    LevelRun inner(*field.elements, scratch_.of_elements(number), form_, context_);
    auto elements = form_.elements(array);
    typename Form::Node element;
    while (elements.next(element)) {
      const Place<Form> place{element, form_.datum(element)};
      inner.run(place, [&](std::uint64_t mark) {
        set_bit(scratch_.marks, static_cast<std::uint32_t>(mark));
      });
    }
  }

  template <class Matched>
  void judge(Matched& matched) {
    const Bits& posted = level_.posted_marks();
    for (std::uint32_t word = 0; word < posted.size(); ++word)
      for (std::uint64_t bits = scratch_.marks[word] & posted[word]; bits != 0; bits &= bits - 1)
        judge(level_.mark_postings(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits))),
              matched);
    const std::vector<BoundList>& lists = level_.bound_lists();
    for (std::size_t lane = 0; lane < lists.size(); ++lane)
      if (!lists[lane].empty())
        lists[lane].below(scratch_.lanes[lane], [&](std::uint32_t bound) {
          judge(level_.bound_postings(bound), matched);
        });
  }

  template <class Matched>
  void judge(const std::vector<Posting>& postings, Matched& matched) {
    for (const Posting& posting : postings)
      if (holds(posting)) matched(level_.rules()[posting.rule].payload);
  }

  bool holds(const Posting& posting) {
    for (const std::uint32_t word : posting.claims) {
      if (word == Posting::kEnd) return true;
      if (word == Posting::kFormula) return formula_holds(posting.rule);
      if (!holds(Claim(word))) return false;
    }
    return true;
  }

  // A rule that several atoms find is judged once.
  bool formula_holds(std::uint32_t number) {
    const Rule& rule = level_.rules()[number];
    if (rule.access.size() > 1) {
      if (bit(scratch_.seen, number)) return false;
      set_bit(scratch_.seen, number);
      scratch_.seen_rules.push_back(number);
    }
    const auto claim_holds = [this](Claim claim) { return holds(claim); };
    return set::formula_holds(rule.formula, 0, claim_holds);
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
