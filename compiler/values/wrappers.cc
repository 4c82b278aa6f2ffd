#include "compiler/values/wrappers.h"

#include <algorithm>
#include <cassert>
#include <variant>

#include "compiler/values/iso8601.h"
#include "compiler/values/text_codecs.h"

namespace tamis::values {
namespace {

constexpr LeadingKey kLeadingKeys[] = {
    {"$oid", Wrapper::ObjectId, ""},
    {"$date", Wrapper::Date, ""},
    {"$numberInt", Wrapper::Int32, ""},
    {"$numberLong", Wrapper::Int64, ""},
    {"$numberDouble", Wrapper::Double, ""},
    {"$numberDecimal", Wrapper::Decimal128, ""},
    {"$binary", Wrapper::Binary, ""},
    {"$uuid", Wrapper::Uuid, ""},
    {"$timestamp", Wrapper::Timestamp, ""},
    {"$regularExpression", Wrapper::Regex, ""},
    {"$code", Wrapper::JavaScript, ""},
    {"$symbol", Wrapper::Symbol, ""},
    {"$minKey", Wrapper::MinKey, ""},
    {"$maxKey", Wrapper::MaxKey, ""},
    {"$undefined", Wrapper::Undefined, ""},
    {"$dbPointer", Wrapper::DbPointer, ""},
    {"$scope", Wrapper::JavaScript, "$code"},
    {"$type", Wrapper::Binary, "$binary"},
    {"$regex", Wrapper::LegacyRegex, "$options"},
    {"$options", Wrapper::LegacyRegex, "$regex"},
};

// The letters that follow their `$`: bit 0 for `a`.
constexpr std::uint32_t kLeadingLetters = [] {
  std::uint32_t letters = 0;
  for (const LeadingKey& row : kLeadingKeys) letters |= 1U << (row.key[1] - 'a');
  return letters;
}();

bool may_lead(std::string_view key) {
  const auto letter = static_cast<unsigned char>(key[1] - 'a');
  return letter < 26 && (kLeadingLetters >> letter & 1U) != 0;
}

struct Taken {
  std::string_view key, takes;
};

constexpr Taken kTaken[] = {
    {"$oid", "a string of 24 hexadecimal digits"},
    {"$date", "an ISO 8601 string, or `{\"$numberLong\": \"…\"}` with milliseconds"},
    {"$numberInt", "a string with a whole number from -2147483648 to 2147483647"},
    {"$numberLong", "a string with a whole number of at most 64 bits"},
    {"$numberDouble", "a string with a number, `NaN`, `Infinity` or `-Infinity`"},
    {"$numberDecimal", "a string with a number of at most 34 digits"},
    {"$binary", "an object with `base64` and `subType`"},
    {"base64", "a string in padded Base64"},
    {"subType", "a string of one or two hexadecimal digits"},
    {"$type", "a string of one or two hexadecimal digits"},
    {"$uuid", "a string such as \"3d37923d-ab8e-4931-9e46-93df5fd3599e\""},
    {"$timestamp", "an object with `t` and `i`"},
    {"t", "a whole number from 0 to 4294967295"},
    {"i", "a whole number from 0 to 4294967295"},
    {"$regularExpression", "an object with `pattern` and `options`"},
    {"pattern", "a string without NUL"},
    {"options", "a string without NUL"},
    {"$regex", "a string without NUL"},
    {"$options", "a string without NUL"},
    {"$code", "a string"},
    {"$scope", "an object"},
    {"$symbol", "a string"},
    {"$minKey", "the number 1"},
    {"$maxKey", "the number 1"},
    {"$undefined", "`true`"},
    {"$dbPointer", "an object with `$ref` and `$id`"},
    {"$ref", "a string"},
    {"$id", "an object `{\"$oid\": \"…\"}`"},
};

bool read_number(Wrapper wrapper, std::string_view text, ScalarView& value) {
  if (wrapper == Wrapper::Double) {
    const auto number = parse_double(text);
    value.type = BsonType::Double;
    value.real = number.value_or(0.0);
    return number.has_value();
  }
  if (wrapper == Wrapper::Decimal128) {
    const auto number = Decimal128::parse(text);
    value.type = BsonType::Decimal128;
    value.decimal = number.value_or(Decimal128{});
    return number.has_value();
  }
  const auto number = wrapper == Wrapper::Int32 ? std::optional<std::int64_t>(parse_int32(text))
                                                : parse_int64(text);
  value.type = wrapper == Wrapper::Int32 ? BsonType::Int32 : BsonType::Int64;
  value.integer = number.value_or(0);
  return number.has_value();
}

bool read_iso_date(std::string_view text, ScalarView& value, std::string_view& detail) {
  const auto parsed = parse_iso8601(text);
  value.type = BsonType::Date;
  if (const auto* date = std::get_if<IsoDate>(&parsed)) {
    value.integer = date->ms;
    return true;
  }
  detail = std::get<IsoError>(parsed).message;
  return false;
}

}  // namespace

const LeadingKey* find_leading_key(std::string_view key) {
  if (key.size() < 4 || key.front() != '$' || !may_lead(key)) return nullptr;
  for (const LeadingKey& row : kLeadingKeys)
    if (row.key == key) return &row;
  return nullptr;
}

std::string_view name_of(Wrapper wrapper) {
  for (const LeadingKey& row : kLeadingKeys)
    if (row.wrapper == wrapper) return row.key;
  return "";
}

std::string_view takes_of(std::string_view key) {
  for (const Taken& row : kTaken)
    if (row.key == key) return row.takes;
  return "";
}

std::optional<std::uint8_t> parse_subtype(std::string_view text) {
  std::string bytes;
  if (text.size() != 1 && text.size() != 2) return std::nullopt;
  const char padded[] = {text.size() == 2 ? text[0] : '0', text.back()};
  if (!decode_hex({padded, 2}, bytes)) return std::nullopt;
  return static_cast<std::uint8_t>(bytes.front());
}

std::string_view sorted_options(std::string_view options, std::string& scratch) {
  if (std::ranges::is_sorted(options)) return options;
  scratch.assign(options);
  std::ranges::sort(scratch);
  return scratch;
}

bool read_text_content(Wrapper wrapper, std::string_view text, ScalarView& value,
                       std::string& scratch, std::string_view& detail) {
  switch (wrapper) {
    case Wrapper::ObjectId: {
      const auto id = parse_object_id(text);
      value.type = BsonType::ObjectId;
      value.id = id.value_or(ObjectId{});
      return id.has_value();
    }
    case Wrapper::Date:
      return read_iso_date(text, value, detail);
    case Wrapper::Symbol:
      value.type = BsonType::Symbol;
      value.text = text;
      return true;
    case Wrapper::Binary:
    case Wrapper::Uuid:
      value.type = BsonType::Binary;
      value.subtype = wrapper == Wrapper::Uuid ? 4 : 0;
      if (!(wrapper == Wrapper::Uuid ? decode_uuid(text, scratch) : decode_base64(text, scratch)))
        return false;
      value.text = scratch;
      return true;
    default:
      return read_number(wrapper, text, value);
  }
}

Value to_value(const ScalarView& scalar) {
  switch (scalar.type) {
    case BsonType::MinKey:
      return MinKey{};
    case BsonType::MaxKey:
      return MaxKey{};
    case BsonType::Undefined:
      return Undefined{};
    case BsonType::Bool:
      return scalar.boolean;
    case BsonType::Int32:
      return static_cast<std::int32_t>(scalar.integer);
    case BsonType::Int64:
      return scalar.integer;
    case BsonType::Double:
      return scalar.real;
    case BsonType::Decimal128:
      return scalar.decimal;
    case BsonType::Date:
      return Date{scalar.integer};
    case BsonType::Timestamp:
      return scalar.timestamp;
    case BsonType::ObjectId:
      return scalar.id;
    case BsonType::String:
      return scalar.text;
    case BsonType::Symbol:
      return Symbol{std::string(scalar.text)};
    case BsonType::JavaScript:
      return JavaScript{std::string(scalar.text)};
    case BsonType::Binary:
      return Binary{std::string(scalar.text), scalar.subtype};
    case BsonType::Regex:
      return Regex{std::string(scalar.text), std::string(scalar.options)};
    case BsonType::DbPointer:
      return DbPointer{std::string(scalar.text), scalar.id};
    case BsonType::Null:
      return Null{};
    case BsonType::Object:
    case BsonType::Array:
    case BsonType::JavaScriptWithScope:
      break;
  }
  assert(false);
  return Null{};
}

}  // namespace tamis::values
