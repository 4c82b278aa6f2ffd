#include "backends/predicate/set/value_table.h"

#include "backends/predicate/hash_bytes.h"
#include "compiler/values/numbers.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate::set {
namespace {

constexpr std::size_t kFirstSlots = 8;

std::uint64_t hash_of_number(const Datum& number) {
  switch (number.type) {
    case BsonType::Double:
      return values::hash_number(number.number);
    case BsonType::Decimal128:
      return values::hash_number(number.decimal);
    default:
      return values::hash_number(number.integer);
  }
}

bool is_value(const Datum& datum, const Value& value) {
  if (const auto* text = value.get_if<std::string>(); text && datum.type == BsonType::String)
    return same_text(*text, datum.text);
  const Datum other = datum_of(value);
  return family_of(datum.type) == family_of(other.type) && compare_scalars(datum, other) == 0;
}

}  // namespace

bool ValueTable::can_hold(BsonType type) {
  switch (type) {
    case BsonType::Null:
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::ObjectId:
    case BsonType::Bool:
    case BsonType::Date:
    case BsonType::Regex:
      return true;
    default:
      return false;
  }
}

std::uint32_t ValueTable::hash(const Datum& datum) const {
  const auto family = static_cast<std::uint64_t>(family_of(datum.type));
  std::uint64_t hash = mix_hash(seed_, family);
  switch (datum.type) {
    case BsonType::Null:
      break;
    case BsonType::String:
    case BsonType::Symbol:
      hash = hash_bytes(hash, datum.text);
      break;
    case BsonType::Regex:
      hash = hash_bytes(hash_bytes(hash, datum.text), datum.second);
      break;
    case BsonType::ObjectId: {
      const auto& bytes = datum.object_id.bytes;
      hash = hash_bytes(hash, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      break;
    }
    case BsonType::Bool:
    case BsonType::Date:
      hash = mix_hash(hash, static_cast<std::uint64_t>(datum.integer));
      break;
    default:
      hash = mix_hash(hash, hash_of_number(datum));
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 29U));
}

std::uint32_t ValueTable::find(const Datum& asked) const {
  static const Datum kNull = make_datum(BsonType::Null);
  const Datum& datum = asked.missing() ? kNull : asked;
  if (slots_.empty() || !can_hold(datum.type)) return kNone;
  const std::uint32_t hash = this->hash(datum);
  for (std::size_t at = home(hash); slots_[at].entry != kNone; at = home(at + 1))
    if (slots_[at].hash == hash && is_value(datum, entries_[slots_[at].entry].value))
      return slots_[at].entry;
  return kNone;
}

std::uint32_t ValueTable::insert(const Value& value) {
  const Datum datum = datum_of(value);
  if (const std::uint32_t found = find(datum); found != kNone) return found;
  if (2 * (size() + std::size_t{1}) > slots_.size()) grow();
  std::uint32_t number = static_cast<std::uint32_t>(entries_.size());
  if (free_.empty()) {
    entries_.push_back({value, {}, kNoMark, 0});
  } else {
    number = free_.back();
    free_.pop_back();
    entries_[number].value = value;
  }
  place({hash(datum), number});
  return number;
}

// What stood behind the hole moves into it, unless it stands where it belongs.
void ValueTable::erase(std::uint32_t number) {
  std::size_t hole = home(hash(datum_of(entries_[number].value)));
  while (slots_[hole].entry != number) hole = home(hole + 1);
  for (std::size_t at = home(hole + 1); slots_[at].entry != kNone; at = home(at + 1)) {
    const std::size_t from_home = home(at - home(slots_[at].hash));
    if (from_home < home(at - hole)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = {};
  entries_[number] = {};
  free_.push_back(number);
}

void ValueTable::grow() {
  std::vector<Slot> before = std::move(slots_);
  slots_.assign(before.empty() ? kFirstSlots : 2 * before.size(), {});
  for (const Slot& slot : before)
    if (slot.entry != kNone) place(slot);
}

void ValueTable::place(Slot slot) {
  std::size_t at = home(slot.hash);
  while (slots_[at].entry != kNone) at = home(at + 1);
  slots_[at] = slot;
}

}  // namespace tamis::predicate::set
