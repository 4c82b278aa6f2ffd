#include "backends/predicate/table/chunk.h"

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
  std::size_t bytes =
      sizeof(Chunk) + kinds.capacity() * sizeof(KindSlots) + trues.capacity() * sizeof(Word) +
      numbers.ints.memory() + numbers.doubles.capacity() * sizeof(double) + dates.memory() +
      texts.memory() + array_begins.memory() + array_ends.memory() +
      members.capacity() * sizeof(members.front()) + shapes.capacity() * sizeof(std::uint32_t);
  for (const KindSlots& each : kinds) bytes += each.bits.capacity() * sizeof(Word);
  if (elements != nullptr) bytes += elements->memory();
  for (const auto& each : members)
    if (each != nullptr) bytes += each->memory();
  for (const auto& each : others) bytes += sizeof(each.first) + memory_of(each.second);
  return bytes;
}

}  // namespace tamis::predicate::table
