#include "backends/predicate/table/filter.h"

#include "backends/predicate/table/plain_way.h"

namespace tamis::predicate::table {
namespace {

bool is_bound(TestOp op) {
  return op == TestOp::Lt || op == TestOp::Lte || op == TestOp::Gt || op == TestOp::Gte;
}

// Moves the slots of a kind out of `slots`.
Bits take_kind(const Chunk& chunk, Kind kind, Bits& slots) {
  const KindSlots* found = chunk.slots_of(kind);
  if (found == nullptr) return Bits(slots.size());
  if (found->bits.empty()) return std::exchange(slots, Bits(slots.size()));
  Bits taken = slots;
  keep_only(taken, found->bits);
  take_out(slots, found->bits);
  return taken;
}

// The elements of the arrays in these slots, and where these are many perhaps others.
Bits elements_of(Machine machine, const Chunk& chunk, const Bits& slots) {
  constexpr std::size_t kMany = 4;
  return count_of_bits(machine, slots) * kMany > chunk.size
             ? all_bits(chunk.elements->size)
             : chunk.array_ends.elements_of(machine, slots);
}

// Of the slots those whose arrays have one of these elements.
Bits slots_with(Machine machine, const Chunk& chunk, const Bits& elements, const Bits& slots) {
  if (none(elements)) return Bits(slots.size());
  Bits found = chunk.array_ends.slots_with(machine, elements);
  keep_only(found, slots);
  return found;
}

}  // namespace

// Null where no slot has it.
const Chunk* Filter::member(const Chunk& chunk, const Key& key) {
  auto& [of, number] = members_[static_cast<std::size_t>(&key - code_.keys.data())];
  if (of != chunk.column) {
    of = chunk.column;
    number = of->find(key.name);
  }
  return chunk.member(number);
}

std::optional<const Chunk*> Filter::end_of_plain_way(const Chunk& chunk, const Key* key,
                                                     const Key* end) {
  return table::end_of_plain_way(
      chunk, key, end, [&](const Chunk& at, const Key& name) { return member(at, name); });
}

void Filter::keep(const Instr& instr, const Chunk* chunk, Bits& slots) {
  const Instr* child = code_.instrs.data() + instr.first;
  switch (instr.op) {
    case PlanOp::True:
      return;
    case PlanOp::False:
      return clear(slots);
    case PlanOp::And:
      return keep_all_of(instr, chunk, slots);
    case PlanOp::Or:
      return keep_any_of(instr, chunk, slots);
    case PlanOp::Not: {
      Bits held = slots;
      keep(*child, chunk, held);
      return take_out(slots, held);
    }
    case PlanOp::Any:
      return keep_walks(instr, chunk, slots);
    case PlanOp::Element:
      return keep_elements(instr, chunk, slots);
    case PlanOp::Test:
      if (chunk != nullptr) return keep_test(code_.tests[instr.test], *chunk, slots);
      if (!code_.tests[instr.test].missing) clear(slots);
      return;
  }
}

void Filter::keep_all_of(const Instr& instr, const Chunk* chunk, Bits& slots) {
  const Instr* child = code_.instrs.data() + instr.first;
  const Instr* const end = child + instr.child_count;
  while (child != end && !none(slots)) {
    if (child + 1 != end && keep_range(child[0], child[1], chunk, slots))
      child += 2;
    else
      keep(*child++, chunk, slots);
  }
}

void Filter::keep_any_of(const Instr& instr, const Chunk* chunk, Bits& slots) {
  Bits held(slots.size());
  for (std::uint32_t i = 0; i < instr.child_count && !none(slots); ++i) {
    Bits asked = slots;
    keep(code_.instrs[instr.first + i], chunk, asked);
    take_out(slots, asked);
    put_in(held, asked);
  }
  slots = std::move(held);
}

void Filter::keep_elements(const Instr& element, const Chunk* chunk, Bits& slots) {
  if (chunk == nullptr) return clear(slots);
  Bits others = take_kind(*chunk, Kind::Other, slots);
  Bits arrays = take_kind(*chunk, Kind::Array, slots);
  if (!none(others)) keep_one_by_one(element, *chunk, others);
  slots = std::move(others);
  if (none(arrays)) return;
  Bits elements = elements_of(machine_, *chunk, arrays);
  keep(code_.instrs[element.first], chunk->elements.get(), elements);
  put_in(slots, slots_with(machine_, *chunk, elements, arrays));
}

void Filter::keep_one_by_one(const Instr& instr, const Chunk& chunk, Bits& slots) {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Word held = 0;
    for_each_bit(slots[i], 0, [&](std::size_t bit) {
      const auto slot = static_cast<std::uint32_t>(i * kWordBits + bit);
      const TableForm::Node node = TableForm::at(chunk, slot);
      if (evaluator_.holds(instr, Place{node, form_.datum(node)})) held |= Word{1} << bit;
    });
    slots[i] = held;
  }
}

// ── ranges ───────────────────────────────────────────────────────────────────────────────────────

// A comparison, of a slot or of where a way ends; else null.
const TestCode* Filter::bound_of(const Instr& instr) const {
  const Instr& question = instr.op == PlanOp::Any ? code_.instrs[instr.first] : instr;
  if (question.op != PlanOp::Test) return nullptr;
  const TestCode& test = code_.tests[question.test];
  return is_bound(test.op) ? &test : nullptr;
}

// Where the way of a comparison ends, if it asks one value of each slot; else null.
const Chunk* Filter::plain_end(const Instr& instr, const Chunk& chunk) {
  if (instr.op != PlanOp::Any) return &chunk;
  const Key* key = code_.keys.data() + instr.key;
  const auto last = end_of_plain_way(chunk, key, key + instr.key_count);
  return !last || *last == nullptr || (instr.enter_arrays && keeps_arrays(**last)) ? nullptr
                                                                                   : *last;
}

// Two comparisons of one value are asked at once. False, and nothing is done, where they are not
// that.
bool Filter::keep_range(const Instr& a, const Instr& b, const Chunk* chunk, Bits& slots) {
  const TestCode* from = bound_of(a);
  const TestCode* to = bound_of(b);
  if (from == nullptr || to == nullptr || chunk == nullptr) return false;
  const Chunk* of_from = plain_end(a, *chunk);
  if (of_from == nullptr || of_from != plain_end(b, *chunk)) return false;
  return keep_between(*from, *to, *of_from, slots);
}

// ── walks ────────────────────────────────────────────────────────────────────────────────────────

void Filter::keep_walks(const Instr& any, const Chunk* chunk, Bits& slots) {
  const Way way{any, code_.instrs[any.first], code_.keys.data() + any.key + any.key_count};
  const Key* key = code_.keys.data() + any.key;
  if (chunk == nullptr) {
    if (!verdict_on_missing(any)) clear(slots);
    return;
  }
  Found found;
  if (const std::optional<const Chunk*> last = end_of_plain_way(*chunk, key, way.end)) {
    const bool is_entered = any.enter_arrays && *last != nullptr && keeps_arrays(**last);
    if (!is_entered) return keep(way.question, *last, slots);
    found = arrive(way, **last, std::move(slots));
  } else {
    Bits objects = take_kind(*chunk, Kind::Object, slots);
    Bits undecided = take_kind(*chunk, Kind::Other, slots);
    if (key->index >= 0) put_in(undecided, take_kind(*chunk, Kind::Array, slots));
    found = in_objects(way, *chunk, key, std::move(objects));
    put_in(found.undecided, undecided);
    if (!none(slots) && verdict_on_missing(way.question)) put_in(found.slots, slots);
  }
  slots = std::move(found.slots);
  take_out(found.undecided, slots);
  if (none(found.undecided)) return;
  keep_one_by_one(any, *chunk, found.undecided);
  put_in(slots, found.undecided);
}

Filter::Found Filter::in_objects(const Way& way, const Chunk& chunk, const Key* key, Bits slots) {
  const Chunk* member = this->member(chunk, *key);
  if (member == nullptr) {
    if (!verdict_on_missing(way.question)) clear(slots);
    return {std::move(slots), Bits(words_for(chunk.size))};
  }
  if (++key == way.end) return arrive(way, *member, std::move(slots));
  Bits objects = take_kind(*member, Kind::Object, slots);
  Bits arrays = take_kind(*member, Kind::Array, slots);
  Bits others = take_kind(*member, Kind::Other, slots);
  Found found{Bits(slots.size()), std::move(others)};
  if (!none(objects)) {
    const Found inner = in_objects(way, *member, key, std::move(objects));
    put_in(found.slots, inner.slots);
    put_in(found.undecided, inner.undecided);
  }
  if (!none(arrays)) {
    const Found inner = in_arrays(way, *member, key, std::move(arrays));
    put_in(found.slots, inner.slots);
    put_in(found.undecided, inner.undecided);
  }
  if (!none(slots) && verdict_on_missing(way.question)) put_in(found.slots, slots);
  return found;
}

Filter::Found Filter::in_arrays(const Way& way, const Chunk& chunk, const Key* key, Bits slots) {
  if (key + 1 == way.end && key->name.empty()) return arrive(way, chunk, std::move(slots));
  if (key->index >= 0) return {Bits(slots.size()), std::move(slots)};
  const Chunk& elements = *chunk.elements;
  Bits all = elements_of(machine_, chunk, slots);
  Bits objects = take_kind(elements, Kind::Object, all);
  Bits others = take_kind(elements, Kind::Other, all);
  Found inner{Bits(objects.size()), Bits(objects.size())};
  if (!none(objects)) inner = in_objects(way, elements, key, std::move(objects));
  put_in(inner.undecided, others);
  return {slots_with(machine_, chunk, inner.slots, slots),
          slots_with(machine_, chunk, inner.undecided, slots)};
}

Filter::Found Filter::arrive(const Way& way, const Chunk& chunk, Bits slots) {
  Found found{Bits(slots.size()), Bits(slots.size())};
  if (way.any.enter_arrays) {
    Bits beside = slots;
    Bits arrays = take_kind(chunk, Kind::Array, beside);
    found.undecided = take_kind(chunk, Kind::Other, beside);
    take_out(slots, found.undecided);
    if (!none(arrays)) {
      Bits elements = elements_of(machine_, chunk, arrays);
      keep(way.question, chunk.elements.get(), elements);
      found.slots = slots_with(machine_, chunk, elements, arrays);
      take_out(slots, found.slots);
    }
  }
  keep(way.question, &chunk, slots);
  put_in(found.slots, slots);
  return found;
}

}  // namespace tamis::predicate::table
