#include "backends/sqlite/literal.h"

#include <cmath>
#include <limits>

#include "compiler/values/iso8601.h"
#include "compiler/values/numbers.h"

namespace tamis::sqlite {
namespace {

using Verdict = Bound::Verdict;

std::string_view spelt(TestOp op) {
  switch (op) {
    case TestOp::Lt:
      return "<";
    case TestOp::Lte:
      return "<=";
    case TestOp::Gt:
      return ">";
    case TestOp::Gte:
      return ">=";
    default:
      return "=";
  }
}

bool is_lower_bound(TestOp op) {
  return op == TestOp::Gt || op == TestOp::Gte;
}

// NaN is never kept in SQLite; it compares with nothing but itself.
Bound double_bound(TestOp op, double number) {
  if (std::isnan(number)) return {.verdict = Verdict::Never};
  return {.op = spelt(op), .param = Value(number)};
}

// A decimal that is no number of SQLite's lies between two neighbours that are: whole numbers where
// all doubles are whole, else doubles.
Bound decimal_bound(TestOp op, const Decimal128& decimal) {
  if (const auto whole = values::to_int64_exact(decimal))
    return {.op = spelt(op), .param = Value(*whole)};
  const double nearest = values::to_double(decimal);
  if (std::isnan(nearest)) return {.verdict = Verdict::Never};
  const int order = values::compare_number(nearest, decimal);
  if (order == 0) return {.op = spelt(op), .param = Value(nearest)};
  if (op == TestOp::Eq) return {.verdict = Verdict::Never};
  constexpr double kAllWhole = 0x1p53;
  const auto truncated = values::to_int64_truncated(decimal);
  if (truncated && std::abs(nearest) >= kAllWhole) {
    // Truncation is toward zero, so it lies below a positive decimal and above a negative one.
    const bool below = nearest > 0;
    const std::string_view of_lower = below ? ">" : ">=";
    const std::string_view of_upper = below ? "<=" : "<";
    return {.op = is_lower_bound(op) ? of_lower : of_upper, .param = Value(*truncated)};
  }
  const std::string_view of_lower = order < 0 ? ">" : ">=";
  const std::string_view of_upper = order < 0 ? "<=" : "<";
  return {.op = is_lower_bound(op) ? of_lower : of_upper, .param = Value(nearest)};
}

Bound number_bound(TestOp op, const Value& value) {
  if (const auto* decimal = value.get_if<Decimal128>()) return decimal_bound(op, *decimal);
  if (const auto* number = value.get_if<double>()) return double_bound(op, *number);
  if (const auto* whole = value.get_if<std::int32_t>())
    return {.op = spelt(op), .param = Value(std::int64_t{*whole})};
  return {.op = spelt(op), .param = value};
}

Bound bool_bound(TestOp op, bool value, const Scalar& scalar) {
  if (scalar.json || scalar.boolean == BoolEncoding::Integer)
    return {.op = spelt(op), .param = Value(std::int64_t{value ? 1 : 0})};
  // "false" comes before "true".
  return {.op = spelt(op), .param = Value(value ? "true" : "false")};
}

constexpr std::int64_t kFirstIso = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr std::int64_t kLastIso = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

Bound date_bound(TestOp op, std::int64_t ms, DateEncoding encoding) {
  if (encoding == DateEncoding::EpochMs) return {.op = spelt(op), .param = Value(ms)};
  if (encoding == DateEncoding::Iso8601) {
    if (ms >= kFirstIso && ms <= kLastIso)
      return {.op = spelt(op), .param = Value(format_iso8601(ms))};
    if (op == TestOp::Eq) return {.verdict = Verdict::Never};
    return {.verdict = is_lower_bound(op) == (ms < kFirstIso) ? Verdict::Always : Verdict::Never};
  }
  if (ms % 1000 == 0) return {.op = spelt(op), .param = Value(ms / 1000)};
  if (op == TestOp::Eq) return {.verdict = Verdict::Never};
  const std::int64_t below = ms / 1000 - (ms < 0 ? 1 : 0);
  return {.op = is_lower_bound(op) ? ">" : "<=", .param = Value(below)};
}

Value object_id(const ObjectId& id, const Scalar& scalar) {
  const auto* bytes = reinterpret_cast<const char*>(id.bytes.data());
  if (!scalar.json && scalar.object_id == ObjectIdEncoding::Blob)
    return Binary{std::string(bytes, id.bytes.size()), 0};
  std::string text;
  for (const auto byte : id.bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[static_cast<unsigned>(byte) >> 4U];
    text += kDigits[static_cast<unsigned>(byte) & 15U];
  }
  return text;
}

}  // namespace

TypeSet types_of(Kind kind) {
  switch (kind) {
    case Kind::Number:
      return TypeSet::numbers();
    case Kind::Text:
      return {BsonType::String};
    case Kind::Bool:
      return {BsonType::Bool};
    case Kind::Date:
      return {BsonType::Date};
    case Kind::ObjectId:
      return {BsonType::ObjectId};
  }
  return {};
}

std::optional<Kind> kind_of(BsonType type) {
  if (type == BsonType::Symbol) return Kind::Text;  // compares as a string
  for (const Kind kind : kKinds)
    if (types_of(kind).contains(type)) return kind;
  return std::nullopt;
}

Bound bound(TestOp op, const Operand& operand, Kind kind, const Scalar& scalar) {
  if (operand.date_math)
    return {.op = spelt(op),
            .param = RelativeDate{operand.date_math, scalar.date, scalar.time_zone}};
  const Value& value = operand.value;
  switch (kind) {
    case Kind::Number:
      return number_bound(op, value);
    case Kind::Text: {
      const auto* symbol = value.get_if<Symbol>();
      return {.op = spelt(op), .param = symbol != nullptr ? Value(symbol->text) : value};
    }
    case Kind::Bool:
      return bool_bound(op, value.as<bool>(), scalar);
    case Kind::Date:
      return date_bound(op, value.as<Date>().ms, scalar.date);
    case Kind::ObjectId:
      return {.op = spelt(op), .param = object_id(value.as<ObjectId>(), scalar)};
  }
  return {.verdict = Verdict::Never};
}

}  // namespace tamis::sqlite
