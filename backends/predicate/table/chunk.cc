#include "backends/predicate/table/chunk.h"

#include <cmath>
#include <span>

#include "backends/predicate/table/kernels.h"

namespace tamis::predicate::table {

std::size_t memory_of(const Value& value) {
  std::size_t bytes = sizeof(Value);
  if (const auto* text = value.get_if<std::string>()) bytes += text->capacity();
  if (const auto* array = value.get_if<Array>())
    for (const Value& element : *array) bytes += memory_of(element);
  if (const auto* object = value.get_if<Object>())
    for (const Member& member : *object) bytes += sizeof(std::string) + memory_of(member.value);
  return bytes;
}

Datum Chunk::datum(std::uint32_t slot, Kind kind) const {
  switch (kind) {
    case Kind::Null:
      return make_datum(BsonType::Null);
    case Kind::Bool:
      return make_integer(BsonType::Bool, test_bit(trues.data(), slot) ? 1 : 0);
    case Kind::Int32:
    case Kind::Int64: {
      const BsonType type = kind == Kind::Int32 ? BsonType::Int32 : BsonType::Int64;
      if (numbers.doubles.empty()) return make_integer(type, numbers.ints[slot] / numbers.scale);
      return make_integer(type, static_cast<std::int64_t>(numbers.doubles[slot]));
    }
    case Kind::Double:
      return make_double(numbers.doubles.empty() ? numbers.value(numbers.ints[slot])
                                                 : numbers.doubles[slot]);
    case Kind::Text:
      return make_text(BsonType::String,
                       column->texts()[static_cast<Dictionary::Code>(texts[slot])]);
    case Kind::Date:
      return make_integer(BsonType::Date, dates[slot]);
    case Kind::Object:
      return make_datum(BsonType::Object);
    case Kind::Array:
      return make_datum(BsonType::Array);
    case Kind::Missing:
    case Kind::Other:
      break;
  }
  return {};
}

std::size_t Chunk::memory() const {
  std::size_t bytes = sizeof(Chunk) + kinds.capacity() * sizeof(KindSlots) + trues.memory() +
                      numbers.ints.memory() + numbers.doubles.memory() + dates.memory() +
                      texts.memory() + array_begins.memory() + array_ends.memory() +
                      members.capacity() * sizeof(members.front()) + shapes.memory();
  for (const KindSlots& each : kinds) bytes += each.bits.memory();
  if (elements != nullptr) bytes += elements->memory();
  for (const auto& each : members)
    if (each != nullptr) bytes += each->memory();
  for (const auto& each : others) bytes += sizeof(each.first) + memory_of(each.second);
  return bytes;
}

// ── what was read ────────────────────────────────────────────────────────────────────────────────

bool Chunk::is_sound() const {
  return are_kinds_sound() && are_arrays_sound() &&
         std::ranges::all_of(shapes, [&](auto code) { return code <= column->shape_count(); });
}

// Each slot has one kind at most, and what kinds need is there.
bool Chunk::are_kinds_sound() const {
  Bits seen(words_for(size));
  for (const KindSlots& each : kinds) {
    if (each.kind == Kind::Missing || static_cast<std::size_t>(each.kind) >= kKinds ||
        slots_of(each.kind) != &each)
      return false;
    Bits all;
    if (each.bits.empty()) all = all_bits(size);
    const std::span<const Word> bits = each.bits.empty() ? all : std::span<const Word>(each.bits);
    if (!are_bits_of(bits, size) || count_of_bits(bits) != each.count || each.count == 0)
      return false;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if ((seen[i] & bits[i]) != 0) return false;
      seen[i] |= bits[i];
    }
    if (!are_contents_sound(each)) return false;
  }
  return slots_of(Kind::Other) != nullptr || others.empty();
}

bool Chunk::are_contents_sound(const KindSlots& slots) const {
  switch (slots.kind) {
    case Kind::Bool:
      return trues.size() == words_for(size);
    case Kind::Int32:
    case Kind::Int64:
      if (!numbers.doubles.empty()) return are_whole_doubles(slots);
      [[fallthrough]];
    case Kind::Double:
      return numbers.doubles.empty() ? numbers.ints.are(size) && numbers.scale > 0
                                     : numbers.doubles.size() == padded(size);
    case Kind::Text:
      return texts.are(size) && texts.are_within(0, std::int64_t{column->texts().size()} - 1);
    case Kind::Date:
      return dates.are(size);
    case Kind::Object:
      return shapes.empty() || shapes.size() == size;
    case Kind::Array:
      return array_begins.are(padded(size) + 1) && array_begins.are_within(0, UINT32_MAX);
    case Kind::Other:
      return are_others_sound(slots);
    case Kind::Missing:
    case Kind::Null:
      break;
  }
  return true;
}

bool Chunk::are_whole_doubles(const KindSlots& slots) const {
  if (numbers.doubles.size() != padded(size)) return false;
  for (std::uint32_t slot = 0; slot < size; ++slot)
    if ((slots.bits.empty() || test_bit(slots.bits.data(), slot)) &&
        !(std::abs(numbers.doubles[slot]) <= static_cast<double>(kExactInDouble)))
      return false;
  return true;
}

bool Chunk::are_arrays_sound() const {
  if (slots_of(Kind::Array) == nullptr) return true;
  std::vector<std::int64_t> begins(padded(size) + 1);
  for (std::size_t i = 0; i < begins.size(); ++i) begins[i] = array_begins[i];
  return begins.front() == 0 && std::ranges::is_sorted(begins) && begins[size] == begins.back() &&
         array_ends.are_of(std::span(begins).first(size + 1));
}

bool Chunk::are_others_sound(const KindSlots& slots) const {
  if (others.size() != slots.count) return false;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::uint32_t slot = others[i].first;
    const bool rises = i == 0 || others[i - 1].first < slot;
    if (slot >= size || !rises || (!slots.bits.empty() && !test_bit(slots.bits.data(), slot)))
      return false;
  }
  return true;
}

std::unique_ptr<Chunk> Chunk::make_elements() const {
  const Column* element = column->element();
  Reader::require(element != nullptr && slots_of(Kind::Array) != nullptr);
  return std::make_unique<Chunk>(*element, static_cast<std::uint32_t>(array_begins[size]));
}

std::unique_ptr<Chunk> Chunk::make_last_member() const {
  Reader::require(members.size() <= column->member_count());
  return std::make_unique<Chunk>(column->member(static_cast<Column::Number>(members.size() - 1)),
                                 size);
}

}  // namespace tamis::predicate::table
