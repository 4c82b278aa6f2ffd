#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "backends/predicate/set/batch_run.h"
#include "backends/predicate/set/collector.h"
#include "backends/predicate/table/plain_way.h"

namespace tamis::predicate::set {

using table::Bits;
using table::Kind;

namespace {

bool is_above(const LanePlace& a, const LanePlace& b) {
  return a.value > b.value;
}

// Less for what is greater.
std::uint64_t key_of(double value) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? bits : ~bits ^ kSign;
}

// The greatest first, by one byte after another.
void sort_down(std::vector<LanePlace>& places, std::vector<LanePlace>& spare) {
  constexpr std::size_t kBytes = 8;
  std::array<std::array<std::uint32_t, 256>, kBytes> counts{};
  for (const LanePlace& each : places)
    for (std::size_t byte = 0; byte < kBytes; ++byte)
      ++counts[byte][(key_of(each.value) >> (8 * byte)) & 0xffU];
  spare.resize(places.size());
  for (std::size_t byte = 0; byte < kBytes; ++byte) {
    std::array<std::uint32_t, 256>& of_byte = counts[byte];
    if (std::ranges::find(of_byte, places.size()) != of_byte.end()) continue;
    std::exclusive_scan(of_byte.begin(), of_byte.end(), of_byte.begin(), 0U);
    for (const LanePlace& each : places)
      spare[of_byte[(key_of(each.value) >> (8 * byte)) & 0xffU]++] = each;
    places.swap(spare);
  }
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
      for (const std::uint32_t mark : run.scratch_.marks_of(number, *at.node.chunk->column)
                                          .marks_of(*at.node.chunk, at.node.slot, field))
        set_mark(mark);
    else
      field.each_mark_of(at.datum, [this](std::uint32_t mark) { set_mark(mark); });
  }
  void enter(const TableForm::Node& array) {
    BatchElements& elements = run.scratch_.elements_of(number, *field.elements);
    auto each = run.form_.elements(array);
    TableForm::Node element;
    while (each.next(element)) {
      elements.places.nodes.push_back(element);
      elements.owners.push_back(place);
    }
  }
};

// Of one field whose values are a column: those of places are in the slots of their numbers.
class BatchRun::ColumnTaker {
 public:
  // `column` is null where no place has a value.
  ColumnTaker(BatchRun& run, std::uint32_t number, const Field& field, const table::Chunk* column)
      : run_(run), number_(number), field_(field), column_(column) {}

  void take() {
    Bits rest = run_.places_->asked;
    if (column_ != nullptr)
      for (const table::KindSlots& slots : column_->kinds) {
        Bits here = rest;
        if (!slots.bits.empty()) keep_with(here.data(), slots.bits.data(), here.size());
        table::take_out(rest, here);
        if (!table::none(here)) take(slots.kind, here);
      }
    set_marks_of({}, rest);
  }

 private:
  void take(Kind kind, const Bits& here) {
    const bool is_whole = field_.traverse == Traverse::Whole;
    if (kind == Kind::Other || (kind == Kind::Array && !is_whole)) return walk_each(here);
    note_type(column_->datum(first_of(here), kind).type, here);
    switch (kind) {
      case Kind::Text:
        return take_texts(here);
      case Kind::Array:
        return take_arrays(here);
      case Kind::Null:
        return set_marks_of(make_datum(BsonType::Null), here);
      case Kind::Bool:
        return take_bools(here);
      case Kind::Object:
        return;
      default:
        return take_ordered(kind, here);
    }
  }

  template <class Use>
  static void for_each(const Bits& slots, Use&& use) {
    for (std::size_t i = 0; i < slots.size(); ++i)
      table::for_each_bit(slots[i], i * table::kWordBits,
                          [&](std::size_t slot) { use(static_cast<std::uint32_t>(slot)); });
  }
  static std::uint32_t first_of(const Bits& slots) {
    std::size_t word = 0;
    while (slots[word] == 0) ++word;
    return static_cast<std::uint32_t>(word * table::kWordBits) +
           static_cast<std::uint32_t>(std::countr_zero(slots[word]));
  }

  void set_mark(std::uint32_t mark, const Bits& here) {
    const std::span<table::Word> bits = run_.scratch_.marks[mark];
    for (std::size_t i = 0; i < here.size(); ++i) bits[i] |= here[i];
  }
  void set_marks_of(const Datum& value, const Bits& here) {
    field_.each_mark_of(value, [&](std::uint32_t mark) { set_mark(mark, here); });
  }
  void note_type(BsonType type, const Bits& here) {
    if (field_.presence != kNoMark) set_mark(field_.presence, here);
    for (const std::uint32_t mark : field_.types)
      if (run_.level_.marks()[mark].types.contains(type)) set_mark(mark, here);
  }

  void take_bools(const Bits& here) {
    Bits trues = here;
    keep_with(trues.data(), column_->trues.data(), trues.size());
    Bits others = here;
    table::take_out(others, trues);
    set_marks_of(make_integer(BsonType::Bool, 1), trues);
    set_marks_of(make_integer(BsonType::Bool, 0), others);
  }

  void take_texts(const Bits& here) {
    if (field_.values.empty() && !field_.texts) return;
    MarksOfCodes& of_codes = run_.scratch_.marks_of(number_, *column_->column);
    for_each(here, [&](std::uint32_t slot) {
      for (const std::uint32_t mark : of_codes.marks_of(*column_, slot, field_))
        table::set_bit(run_.scratch_.marks[mark].data(), slot);
    });
  }

  // Numbers or dates.
  void take_ordered(Kind kind, const Bits& here) {
    if (field_.values.empty() && field_.bounds == 0) return;
    for_each(here, [&](std::uint32_t slot) {
      const Datum datum = column_->datum(slot, kind);
      FieldTaker taker{run_, field_, number_, slot};
      if (field_.bounds > 0) take_datum(taker.lanes(), datum);
      field_.each_mark_of(datum, [&](std::uint32_t mark) { taker.set_mark(mark); });
    });
  }

  // Their elements are a column, too, unless there are others.
  void take_arrays(const Bits& here) {
    if (!field_.elements) return;
    if (column_->slots_of(Kind::Other) != nullptr)
      return for_each(here, [&](std::uint32_t slot) {
        FieldTaker{run_, field_, number_, slot}.enter(TableForm::at(*column_, slot));
      });
    BatchElements& elements = run_.scratch_.elements_of(number_, *field_.elements);
    const table::Chunk& chunk = *column_->elements;
    elements.places = {&chunk, {}, chunk.size, Bits(table::words_for(chunk.size))};
    elements.owners.resize(chunk.size);
    for_each(here, [&](std::uint32_t slot) {
      const auto end = static_cast<std::uint32_t>(column_->array_begins[slot + 1]);
      for (auto each = static_cast<std::uint32_t>(column_->array_begins[slot]); each < end;
           ++each) {
        elements.owners[each] = slot;
        table::set_bit(elements.places.asked.data(), each);
      }
    });
  }

  void walk_each(const Bits& here) {
    for_each(here, [&](std::uint32_t slot) {
      run_.walk_from(number_, field_, slot, TableForm::at(*column_, slot),
                     field_.keys.data() + field_.keys.size());
    });
  }

  BatchRun& run_;
  std::uint32_t number_;
  const Field& field_;
  const table::Chunk* column_;
};

void BatchRun::collect() {
  scratch_.reset(level_, *places_);
  for (std::uint32_t number = 0; number < level_.fields().size(); ++number) {
    const Field& field = level_.fields()[number];
    if (field.refs == 0) continue;
    if (field.bounds > 0) scratch_.lanes.assign(places_->count * kLanes, kNoLane);
    walk(number, field);
    if (field.elements) ask_elements(field, scratch_.elements_of(number, *field.elements));
    if (field.bounds == 0) continue;
    set_bounds(number * kLanes);
    set_bounds(number * kLanes + kDateLanes);
  }
}

void BatchRun::walk(std::uint32_t number, const Field& field) {
  const Key* keys = field.keys.data();
  if (places_->are_slots()) {
    const auto member_of = [](const table::Chunk& chunk, const Key& key) {
      return chunk.member(chunk.column->find(key.name));
    };
    const auto column =
        table::end_of_plain_way(*places_->chunk, keys, keys + field.keys.size(), member_of);
    if (column) return ColumnTaker(*this, number, field, *column).take();
  }
  for (std::uint32_t place = 0; place < places_->count; ++place)
    if (table::test_bit(places_->asked.data(), place))
      walk_from(number, field, place, places_->node(place), keys);
}

void BatchRun::walk_from(std::uint32_t number, const Field& field, std::uint32_t place,
                         const TableForm::Node& node, const Key* key) {
  FieldTaker taker{*this, field, number, place};
  Collector<TableForm, FieldTaker> collector(taker, level_, field);
  const Key* end = field.keys.data() + field.keys.size();
  Walk(form_, collector, end, field.traverse == Traverse::Elements)
      .from({node, form_.root_datum(node)}, key);
  collector.finish();
}

// The rules that hold for an element set marks of the place that has its array.
void BatchRun::ask_elements(const Field& field, BatchElements& elements) {
  if (!elements.places.are_slots()) {
    elements.places.count = static_cast<std::uint32_t>(elements.owners.size());
    elements.places.asked = table::all_bits(elements.owners.size());
  }
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
  for (std::uint32_t i = 0; i < places_->count; ++i)
    if (lane_of(i, of_field + kGt) != kNoLane || lane_of(i, of_field + kLt) != kNoLane)
      scratch_.by_value.push_back({lane_of(i, of_field + kGt), i});
  sort_down(scratch_.by_value, scratch_.by_lane);
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

}  // namespace tamis::predicate::set
