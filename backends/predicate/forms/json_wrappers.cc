#include "backends/predicate/forms/json_wrappers.h"

namespace tamis::predicate {

Datum datum_of(const values::ScalarView& scalar) {
  switch (scalar.type) {
    case BsonType::Bool:
      return make_integer(scalar.type, scalar.boolean ? 1 : 0);
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Date:
      return make_integer(scalar.type, scalar.integer);
    case BsonType::Double:
      return make_double(scalar.real);
    case BsonType::Decimal128:
      return make_decimal(scalar.decimal);
    case BsonType::Timestamp:
      return make_timestamp(scalar.timestamp.t, scalar.timestamp.i);
    case BsonType::ObjectId:
      return make_object_id(scalar.id);
    case BsonType::Binary:
      return make_binary(scalar.text, scalar.subtype);
    case BsonType::Regex:
      return make_regex(scalar.text, scalar.options);
    case BsonType::DbPointer:
      return make_db_pointer(scalar.text, scalar.id);
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
    case BsonType::JavaScriptWithScope:
      return make_text(scalar.type, scalar.text);
    default:
      return make_datum(scalar.type);
  }
}

}  // namespace tamis::predicate
