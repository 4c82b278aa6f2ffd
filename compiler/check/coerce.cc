#include "compiler/check/coerce.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compiler/values/date_math.h"
#include "compiler/values/iso8601.h"
#include "compiler/values/whole_numbers.h"

namespace tamis {
namespace {

constexpr TypeSet kText = {BsonType::String, BsonType::Symbol};
constexpr TypeSet kAnywhere = {BsonType::Null, BsonType::MinKey, BsonType::MaxKey};

struct Coercion {
  SourceSpan span;
  std::string_view zone;
  Reporter& report;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<ObjectId> object_id(std::string_view text) {
  if (text.size() != 24) return std::nullopt;
  ObjectId id;
  for (std::size_t i = 0; i < 12; ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return id;
}

// The number in the only number type there may be, if that is exact. A double is the decimal that
// it was written as: no decimal that anybody keeps equals what binary digits make of 0.1.
std::optional<Value> as_number_type(const Value& value, TypeSet types) {
  const TypeSet numbers = types & TypeSet::numbers();
  if (numbers.contains(value.type())) return std::nullopt;
  const auto whole = exact_int64(value);
  if (numbers == TypeSet{BsonType::Int32} && whole && *whole >= INT32_MIN && *whole <= INT32_MAX)
    return Value(static_cast<std::int32_t>(*whole));
  if (numbers == TypeSet{BsonType::Int64} && whole) return Value(*whole);
  if (numbers == TypeSet{BsonType::Double} && whole && *whole >= -(1LL << 53) &&
      *whole <= (1LL << 53))
    return Value(static_cast<double>(*whole));
  if (numbers == TypeSet{BsonType::Decimal128} && value.is(BsonType::Double))
    return as_decimal(value.as<double>());
  return std::nullopt;
}

constexpr std::string_view kDateHelp =
    "write a date such as \"2026-01-31\", or date math such as \"now-1d\"";

bool coerce_date(Value& value, std::shared_ptr<const DateMath>* math, const Coercion& context) {
  const std::string& text = value.as<std::string>();
  if (text.starts_with("now")) {
    auto parsed = parse_date_math(text);
    if (const auto* error = std::get_if<DateMathError>(&parsed)) {
      context.report
          .error("T005", context.span, fmt::format("bad date math: {}", error->message),
                 fmt::format("at character {}", error->offset + 1))
          .help("the units are y, M, w, d, h, m and s; `/d` rounds down: \"now-1M/M\"");
      return false;
    }
    if (math == nullptr) {
      context.report.error("T005", context.span, "date math cannot stand inside an array or object",
                           "relative here");
      return false;
    }
    *math = std::make_shared<const DateMath>(std::move(std::get<DateMath>(parsed)));
    return true;
  }
  const auto parsed = parse_iso8601(text);
  if (const auto* date = std::get_if<IsoDate>(&parsed)) {
    value = Date{date->has_zone ? date->ms : local_to_utc(date->ms, context.zone)};
    return true;
  }
  const IsoError& error = std::get<IsoError>(parsed);
  if (error.offset == 0) return true;  // no date at all: a string where a date belongs
  context.report
      .error("T005", context.span, fmt::format("bad date: {}", error.message),
             fmt::format("at character {}", error.offset + 1))
      .help(std::string(kDateHelp));
  return false;
}

bool coerce_value(Value& value, const Expected& expected, std::shared_ptr<const DateMath>* math,
                  const Coercion& context);

bool coerce_members(Object& object, const FieldSchema& field, const Coercion& context) {
  bool ok = true;
  for (Member& member : object) {
    const FieldSchema* property = field.property(member.key);
    if (property == nullptr) continue;
    const Expected inner{property->types, {}, property};
    ok = coerce_value(member.value, inner, nullptr, context) && ok;
  }
  return ok;
}

bool coerce_value(Value& value, const Expected& expected, std::shared_ptr<const DateMath>* math,
                  const Coercion& context) {
  const TypeSet types = expected.leaf_types();
  if (value.is(BsonType::String) && !types.intersects(kText)) {
    if (types.contains(BsonType::Date)) return coerce_date(value, math, context);
    if (types.contains(BsonType::ObjectId))
      if (const auto id = object_id(value.as<std::string>())) value = *id;
    return true;
  }
  if (value.is_number()) {
    if (auto number = as_number_type(value, types)) value = std::move(*number);
    return true;
  }
  if (expected.field == nullptr) return true;
  bool ok = true;
  if (value.is(BsonType::Array) && expected.field->items) {
    const Expected inner{expected.field->items->types, {}, expected.field->items.get()};
    for (Value& element : value.as<Array>())
      ok = coerce_value(element, inner, nullptr, context) && ok;
  } else if (value.is(BsonType::Object)) {
    const FieldSchema* field = expected.field;
    if (field->properties.empty() && field->items) field = field->items.get();
    ok = coerce_members(value.as<Object>(), *field, context);
  }
  return ok;
}

}  // namespace

std::optional<Decimal128> as_decimal(double number) {
  return std::isfinite(number) ? Decimal128::parse(fmt::format("{}", number)) : std::nullopt;
}

bool reads_as_number(std::string_view text) {
  const std::string_view digits = text.starts_with("-") ? text.substr(1) : text;
  if (digits.empty() || digits.size() > 15 || digits.front() == '.' || digits.back() == '.')
    return false;
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return false;
  return digits.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(digits.begin(), digits.end(), '.') <= 1;
}

bool comparable(BsonType type, TypeSet types) {
  if ((kAnywhere | types).contains(type)) return true;
  for (int code = 1; code <= 19; ++code) {
    const auto other = static_cast<BsonType>(code);
    if (types.contains(other) && type_family(other) == type_family(type)) return true;
  }
  return false;
}

bool coerce(Operand& operand, const Expected& expected, std::string_view zone, Reporter& report) {
  return coerce_value(operand.value, expected, &operand.date_math,
                      Coercion{operand.span, zone, report});
}

}  // namespace tamis
