#include "backends/predicate/set/value_table.h"

#include "backends/predicate/hash_bytes.h"
#include "compiler/values/numbers.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate::set {
namespace {

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

std::uint64_t ValueTable::hash(const Datum& datum) const {
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
  return hash;
}

std::uint32_t ValueTable::find(const Datum& asked) const {
  static const Datum kNull = make_datum(BsonType::Null);
  const Datum& datum = asked.missing() ? kNull : asked;
  if (empty() || !can_hold(datum.type)) return kNone;
  return find(datum, hash(datum));
}

std::uint32_t ValueTable::find(const Datum& datum, std::uint64_t hash) const {
  return slots_.find(hash,
                     [&](std::uint32_t entry) { return is_value(datum, entries_[entry].value); });
}

std::uint32_t ValueTable::insert(const Value& value, std::uint64_t hash) {
  if (const std::uint32_t found = find(datum_of(value), hash); found != kNone) return found;
  slots_.make_room();
  const std::uint32_t number = entries_.take({value, kNoMark, 0, {}});
  slots_.insert(hash, number);
  return number;
}

std::uint32_t ValueTable::insert_for(const Value& value, std::uint32_t mark) {
  const std::uint32_t number = insert(value, hash(datum_of(value)));
  try {
    entries_[number].marks.push_back(mark);
  } catch (...) {
    erase_unused(number);
    throw;
  }
  return number;
}

void ValueTable::erase_unused(std::uint32_t number) noexcept {
  if (entries_[number].mark != kNoMark || !entries_[number].marks.empty()) return;
  slots_.erase(hash(datum_of(entries_[number].value)), number);
  entries_.give_back(number);
}

}  // namespace tamis::predicate::set
