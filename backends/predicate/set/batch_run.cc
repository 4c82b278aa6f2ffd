#include "backends/predicate/set/batch_run.h"

#include <algorithm>

#include "backends/predicate/set/bits.h"
#include "backends/predicate/set/collector.h"
#include "backends/predicate/table/plain_way.h"

namespace tamis::predicate::set {

using table::Bits;
using table::Kind;

namespace {

bool is_lazy(std::uint32_t word) {
  return !is_group(word) && Claim(word).atom().kind() == AtomKind::Lazy;
}

// A claim that bits say of an atom which holds.
bool is_wanted(std::uint32_t word) {
  return !is_group(word) && !is_lazy(word) && !Claim(word).negated();
}

bool is_above(const LanePlace& a, const LanePlace& b) {
  return a.value > b.value;
}

}  // namespace

// Of one field and one place.
struct BatchRun::FieldTaker {
  BatchRun& run;
  const Field& field;
  std::uint32_t number;
  std::uint32_t place;

  void set_mark(std::uint32_t mark) { table::set_bit(run.scratch_.marks[mark].data(), place); }
  double* lanes() { return run.scratch_.lanes.data() + std::size_t{kLanes} * place; }
  void set_marks_of(const Place<TableForm>& at) {
    if (at.node.kind == Kind::Text)
      set_marks(run.scratch_.marks_of(number, *at.node.chunk->column).marks_of(at.node, field));
    else
      field.each_mark_of(at.datum, [this](std::uint32_t mark) { set_mark(mark); });
  }
  void set_marks(std::span<const std::uint32_t> marks) {
    for (const std::uint32_t mark : marks) set_mark(mark);
  }
  void enter(const TableForm::Node& array) {
    BatchElements& elements = run.scratch_.elements_of(number, *field.elements);
    if (array.kind == Kind::Array && elements.places.chunk == nullptr)
      elements.places.chunk = array.chunk->elements.get();
    auto each = run.form_.elements(array);
    TableForm::Node element;
    while (each.next(element)) {
      elements.places.nodes.push_back(element);
      elements.owners.push_back(place);
    }
  }
};

// ── atoms ────────────────────────────────────────────────────────────────────────────────────────

void BatchRun::collect() {
  scratch_.reset(level_, *places_);
  for (std::uint32_t number = 0; number < level_.fields().size(); ++number) {
    const Field& field = level_.fields()[number];
    if (field.refs == 0) continue;
    if (field.bounds > 0) scratch_.lanes.assign(places_->nodes.size() * kLanes, kNoLane);
    walk(number, field);
    if (field.elements) ask_elements(field, scratch_.elements_of(number, *field.elements));
    if (field.bounds == 0) continue;
    set_bounds(number * kLanes);
    set_bounds(number * kLanes + kDateLanes);
  }
}

void BatchRun::walk(std::uint32_t number, const Field& field) {
  const Key* keys = field.keys.data();
  const Key* end = keys + field.keys.size();
  std::optional<const table::Chunk*> last;
  const auto member_of = [](const table::Chunk& chunk, const Key& key) {
    return chunk.member(chunk.column->find(key.name));
  };
  if (places_->chunk != nullptr)
    last = table::end_of_plain_way(*places_->chunk, keys, end, member_of);
  MarksOfCodes* of_codes = nullptr;
  if (last && *last != nullptr && (!field.values.empty() || field.texts))
    of_codes = &scratch_.marks_of(number, *(*last)->column);
  for (std::uint32_t i = 0; i < places_->nodes.size(); ++i) {
    if (!table::test_bit(places_->asked.data(), i)) continue;
    const TableForm::Node& node = places_->nodes[i];
    FieldTaker taker{*this, field, number, i};
    Collector<TableForm, FieldTaker> collector(taker, level_, field);
    Walk walk(form_, collector, end, field.traverse == Traverse::Elements);
    const bool is_plain = last && node.chunk == places_->chunk;
    TableForm::Node at;
    if (is_plain && *last != nullptr) at = TableForm::at(**last, node.slot);
    if (!is_plain)
      walk.from({node, form_.root_datum(node)}, keys);
    else if (at.kind == Kind::Missing)
      collector.place({});
    else if (at.kind == Kind::Text) {
      if (of_codes != nullptr) taker.set_marks(of_codes->marks_of(at, field));
      collector.text();
    } else
      walk.from({at, form_.datum(at)}, end);
    collector.finish();
  }
}

// The rules that hold for an element set marks of the place that has its array.
void BatchRun::ask_elements(const Field& field, BatchElements& elements) {
  elements.places.asked = table::all_bits(elements.owners.size());
  if (!elements.owners.empty())
    BatchRun(*field.elements, elements.scratch, context_)
        .run(elements.places, [&](std::uint64_t mark, const Bits& held) {
          Word* bits = scratch_.marks[mark].data();
          for (std::size_t i = 0; i < held.size(); ++i)
            table::for_each_bit(held[i], i * table::kWordBits, [&](std::size_t element) {
              table::set_bit(bits, elements.owners[element]);
            });
        });
  elements.places = {};
  elements.owners.clear();
}

// Of numbers or of dates. An infinity is in two of the four lanes alone.
void BatchRun::set_bounds(std::uint32_t first_lane) {
  const auto* bounds = &scratch_.lane_bounds[first_lane];
  if (std::all_of(bounds, bounds + kDateLanes, [](const auto& each) { return each.empty(); }))
    return;
  const std::uint32_t of_field = first_lane % kLanes;
  scratch_.by_value.clear();
  for (std::uint32_t i = 0; i < places_->nodes.size(); ++i)
    if (lane_of(i, of_field + kGt) != kNoLane || lane_of(i, of_field + kLt) != kNoLane)
      scratch_.by_value.push_back({lane_of(i, of_field + kGt), i});
  std::sort(scratch_.by_value.begin(), scratch_.by_value.end(), is_above);
  for (std::uint32_t lane = 0; lane < kDateLanes; ++lane)
    if (!bounds[lane].empty()) set_bounds(bounds[lane], of_field + lane);
}

// From the greatest bound down, ever more places are above it. In all lanes of single values these
// have one order, or it reversed.
void BatchRun::set_bounds(const LaneBounds& bounds, std::uint32_t lane) {
  std::vector<LanePlace>& places = scratch_.by_lane;
  places = scratch_.by_value;
  if (lane % kDateLanes >= kLt) std::reverse(places.begin(), places.end());
  for (LanePlace& each : places) each.value = lane_of(each.place, lane);
  if (!std::is_sorted(places.begin(), places.end(), is_above))
    std::sort(places.begin(), places.end(), is_above);
  Bits& above = spare(0);
  above.assign(places_->words(), 0);
  auto next = places.begin();
  for (const auto& [bound, atom] : bounds) {
    for (; next != places.end() && bound < next->value; ++next)
      table::set_bit(above.data(), next->place);
    std::copy(above.begin(), above.end(), scratch_.bounds[atom].begin());
  }
}

// ── formulas ─────────────────────────────────────────────────────────────────────────────────────

Bits& BatchRun::spare(std::size_t depth) {
  if (scratch_.spare.size() < depth + 1) scratch_.spare.resize(depth + 1);
  return scratch_.spare[depth];
}

bool BatchRun::keep_rule(std::size_t number) {
  rows_ = places_->asked;
  const Rule& head = level_.rule(number);
  bool any = keep(head.formula, 0, 0, rows_);
  for (std::uint32_t next = head.next; next != kNoRule; next = level_.rule(next).next) {
    alternative_ = places_->asked;
    table::take_out(alternative_, rows_);
    if (!keep(level_.rule(next).formula, 0, 0, alternative_)) continue;
    table::put_in(rows_, alternative_);
    any = true;
  }
  return any;
}

bool BatchRun::keep(const Formula& formula, std::uint32_t at, std::size_t depth, Bits& rows) {
  const std::uint32_t word = formula[at];
  if (!is_group(word)) return keep_claim(Claim(word), rows);
  return is_or(word) ? keep_any_of(formula, at, depth, rows)
                     : keep_all_of(formula, at, depth, rows);
}

// What is costly last.
bool BatchRun::keep_all_of(const Formula& formula, std::uint32_t at, std::size_t depth,
                           Bits& rows) {
  const std::uint32_t end = formula[at] & kEndMask;
  wanted_.clear();
  for (std::uint32_t part = at + 1; part < end; part = part_end(formula, part))
    if (is_wanted(formula[part])) wanted_.push_back(bits_of(Claim(formula[part]).atom()).data());
  if (!keep_with(rows.data(), wanted_, rows.size())) return false;
  for (const bool lazy : {false, true})
    for (std::uint32_t part = at + 1; part < end; part = part_end(formula, part))
      if (!is_wanted(formula[part]) && is_lazy(formula[part]) == lazy &&
          !keep(formula, part, depth, rows))
        return false;
  return true;
}

bool BatchRun::keep_any_of(const Formula& formula, std::uint32_t at, std::size_t depth,
                           Bits& rows) {
  const std::uint32_t end = formula[at] & kEndMask;
  Bits& held = spare(2 * depth);
  Bits& asked = spare(2 * depth + 1);
  held.assign(rows.size(), 0);
  for (++at; at < end; at = part_end(formula, at)) {
    if (is_wanted(formula[at])) {
      table::put_in(held, bits_of(Claim(formula[at]).atom()));
      continue;
    }
    asked = rows;
    table::take_out(asked, held);
    if (keep(formula, at, depth + 1, asked)) table::put_in(held, asked);
  }
  return keep_with(rows.data(), held.data(), rows.size());
}

bool BatchRun::keep_claim(Claim claim, Bits& rows) {
  if (claim.atom().kind() == AtomKind::Lazy) return keep_lazy(claim, rows);
  const std::span<const Word> bits = bits_of(claim.atom());
  return claim.negated() ? keep_without(rows.data(), bits.data(), rows.size())
                         : keep_with(rows.data(), bits.data(), rows.size());
}

bool BatchRun::keep_lazy(Claim claim, Bits& rows) {
  const std::uint32_t lazy = claim.atom().index();
  for (std::size_t i = 0; i < rows.size(); ++i)
    table::for_each_bit(rows[i], i * table::kWordBits, [&](std::size_t place) {
      if (lazy_holds(lazy, place) == claim.negated()) table::clear_bit(rows.data(), place);
    });
  return !table::none(rows);
}

bool BatchRun::lazy_holds(std::uint32_t lazy, std::size_t place) {
  Word* known = scratch_.lazy_known[lazy].data();
  Word* held = scratch_.lazy_held[lazy].data();
  if (table::test_bit(known, place)) return table::test_bit(held, place);
  table::set_bit(known, place);
  const LazyTest& test = *level_.lazies()[lazy].test;
  const Bindings& bindings = scratch_.moments.bind(lazy, test, context_);
  const TableForm::Node& node = places_->nodes[place];
  Evaluator<TableForm> evaluator(test.code, bindings, form_);
  if (!evaluator.holds(test.code.instrs.front(), {node, form_.datum(node)})) return false;
  table::set_bit(held, place);
  return true;
}

}  // namespace tamis::predicate::set
