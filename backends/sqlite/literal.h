// Literals of a condition as the values that SQLite compares with.
#pragma once

#include <optional>
#include <vector>

#include "backends/sqlite/scalar.h"

namespace tamis::sqlite {

// Values that SQLite keeps in one form and compares with each other.
enum class Kind : std::uint8_t { Number, Text, Bool, Date, ObjectId };
inline constexpr Kind kKinds[] = {Kind::Number, Kind::Text, Kind::Bool, Kind::Date, Kind::ObjectId};

TypeSet types_of(Kind kind);
std::optional<Kind> kind_of(BsonType type);

// What is left of an order or equality test once its literal is a value of SQLite's.
struct Bound {
  enum class Verdict : std::uint8_t { Compare, Never, Always } verdict = Verdict::Compare;
  std::string_view op = "=";
  SqlParam param = Value();
};

// `op`: Eq, Lt, Lte, Gt or Gte. Never and Always speak of all values of the literal's kind.
Bound bound(TestOp op, const Operand& operand, Kind kind, const Scalar& scalar);

}  // namespace tamis::sqlite
