// Datum: a value inside a document, seen from outside: its type and, of a scalar, its content.
//
// A view: text and bytes belong to the document, the condition, or the reader's scratch memory.
// Objects and arrays are told by type alone; a Form (form.h) reaches what is in them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <tamis/type_set.h>
#include <tamis/value.h>

namespace tamis::predicate {

// BSON's code for "end of object": no value is there.
constexpr BsonType kMissing{0};

// As type_family(), from a table: types are looked at for every value met.
constexpr std::size_t kFamilies = 17;
constexpr int kNoFamily = -1;
int family_of(BsonType type);

struct Datum {
  BsonType type = kMissing;
  std::uint8_t subtype = 0;  // Binary
  union {
    std::int64_t integer;     // Bool, Int32, Int64, Date
    std::uint64_t timestamp;  // Timestamp: seconds in the upper half
    double number;            // Double
    Decimal128 decimal;       // Decimal128
    ObjectId object_id;       // ObjectId, DbPointer
    std::string_view text;    // String, Symbol, JavaScript (with scope or not), Binary, Regex
  };
  std::string_view second;  // Regex: options; DbPointer: collection

  constexpr Datum() : integer(0) {}

  bool missing() const { return type == kMissing; }
  bool is_container() const { return type == BsonType::Object || type == BsonType::Array; }
};

inline Datum make_datum(BsonType type) {
  Datum datum;
  datum.type = type;
  return datum;
}

inline Datum make_integer(BsonType type, std::int64_t integer) {
  Datum datum;
  datum.type = type;
  datum.integer = integer;
  return datum;
}

// A whole number as a text has it: int32 where it fits, else int64.
inline Datum make_whole(std::int64_t integer) {
  const bool narrow = integer >= INT32_MIN && integer <= INT32_MAX;
  return make_integer(narrow ? BsonType::Int32 : BsonType::Int64, integer);
}

inline Datum make_double(double number) {
  Datum datum;
  datum.type = BsonType::Double;
  datum.number = number;
  return datum;
}

inline Datum make_text(BsonType type, std::string_view text) {
  Datum datum;
  datum.type = type;
  datum.text = text;
  return datum;
}

inline Datum make_timestamp(std::uint32_t t, std::uint32_t i) {
  Datum datum;
  datum.type = BsonType::Timestamp;
  datum.timestamp = (std::uint64_t{t} << 32U) | i;
  return datum;
}

inline Datum make_decimal(const Decimal128& decimal) {
  Datum datum;
  datum.type = BsonType::Decimal128;
  datum.decimal = decimal;
  return datum;
}

inline Datum make_object_id(const ObjectId& id) {
  Datum datum;
  datum.type = BsonType::ObjectId;
  datum.object_id = id;
  return datum;
}

inline Datum make_binary(std::string_view bytes, std::uint8_t subtype) {
  Datum datum = make_text(BsonType::Binary, bytes);
  datum.subtype = subtype;
  return datum;
}

inline Datum make_regex(std::string_view pattern, std::string_view options) {
  Datum datum = make_text(BsonType::Regex, pattern);
  datum.second = options;
  return datum;
}

inline Datum make_db_pointer(std::string_view collection, const ObjectId& id) {
  Datum datum;
  datum.type = BsonType::DbPointer;
  datum.object_id = id;
  datum.second = collection;
  return datum;
}

// A view of `value`; of a container, its type.
Datum datum_of(const Value& value);

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// As compare(Value, Value), of scalars of one family. Of code with scope, the code alone.
int compare_scalars(const Datum& a, const Datum& b);

bool is_nan(const Datum& datum);

// A number that an int64 can be; of anything else nothing.
std::optional<std::int64_t> whole_number(const Datum& datum);

inline int family_of(BsonType type) {
  static constexpr auto kTable = [] {
    constexpr std::array<std::pair<BsonType, std::int8_t>, 21> kOf{{
        {BsonType::MinKey, 0},      {BsonType::Undefined, 1},
        {BsonType::Null, 2},        {BsonType::Int32, 3},
        {BsonType::Int64, 3},       {BsonType::Double, 3},
        {BsonType::Decimal128, 3},  {BsonType::String, 4},
        {BsonType::Symbol, 4},      {BsonType::Object, 5},
        {BsonType::Array, 6},       {BsonType::Binary, 7},
        {BsonType::ObjectId, 8},    {BsonType::Bool, 9},
        {BsonType::Date, 10},       {BsonType::Timestamp, 11},
        {BsonType::Regex, 12},      {BsonType::DbPointer, 13},
        {BsonType::JavaScript, 14}, {BsonType::JavaScriptWithScope, 15},
        {BsonType::MaxKey, 16},
    }};
    std::array<std::int8_t, 256> table{};
    table.fill(kNoFamily);
    for (const auto& [each, family] : kOf) table[static_cast<std::uint8_t>(each)] = family;
    return table;
  }();
  return kTable[static_cast<std::uint8_t>(type)];
}

}  // namespace tamis::predicate
