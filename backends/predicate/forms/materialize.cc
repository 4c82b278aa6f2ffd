#include "backends/predicate/forms/materialize.h"

namespace tamis::predicate {

Value value_of(const Datum& datum) {
  switch (datum.type) {
    case BsonType::Double:
      return datum.number;
    case BsonType::String:
      return datum.text;
    case BsonType::Binary:
      return Binary{std::string(datum.text), datum.subtype};
    case BsonType::Undefined:
      return Undefined{};
    case BsonType::ObjectId:
      return datum.object_id;
    case BsonType::Bool:
      return datum.integer != 0;
    case BsonType::Date:
      return Date{datum.integer};
    case BsonType::Regex:
      return Regex{std::string(datum.text), std::string(datum.second)};
    case BsonType::DbPointer:
      return DbPointer{std::string(datum.second), datum.object_id};
    case BsonType::JavaScript:
      return JavaScript{std::string(datum.text)};
    case BsonType::Symbol:
      return Symbol{std::string(datum.text)};
    case BsonType::Int32:
      return static_cast<std::int32_t>(datum.integer);
    case BsonType::Timestamp:
      return Timestamp{static_cast<std::uint32_t>(datum.timestamp >> 32U),
                       static_cast<std::uint32_t>(datum.timestamp)};
    case BsonType::Int64:
      return datum.integer;
    case BsonType::Decimal128:
      return datum.decimal;
    case BsonType::MinKey:
      return MinKey{};
    case BsonType::MaxKey:
      return MaxKey{};
    default:
      return Null{};
  }
}

}  // namespace tamis::predicate
