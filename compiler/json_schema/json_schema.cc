#include "compiler/json_schema/json_schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "compiler/values/numbers.h"

namespace tamis {
namespace {

// With fifteen digits, as MongoDB reads a double here.
std::optional<Decimal128> short_decimal(double number) {
  if (!std::isfinite(number)) return Decimal128::parse(std::isnan(number) ? "NaN" : "Infinity");
  constexpr int kDigits = 15;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 std::chars_format::scientific, kDigits - 1);
  return Decimal128::parse({text.data(), end.ptr});
}

Decimal128 decimal_of(const Value& number) {
  if (const auto* n = number.get_if<std::int32_t>()) return values::to_decimal(*n);
  if (const auto* n = number.get_if<std::int64_t>()) return values::to_decimal(*n);
  if (const auto* n = number.get_if<Decimal128>()) return *n;
  return short_decimal(number.as<double>()).value();
}

// In code points, of valid UTF-8.
std::int64_t length_of(std::string_view text) {
  return std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace

Value in_field_order(Value value) {
  if (auto* array = value.get_if<Array>())
    for (Value& element : *array) element = in_field_order(std::move(element));
  if (auto* object = value.get_if<Object>()) {
    for (Member& member : *object) member.value = in_field_order(std::move(member.value));
    std::ranges::stable_sort(*object, {}, &Member::key);
  }
  return value;
}

SchemaSubject subject_of(SchemaOp op) {
  switch (op) {
    case SchemaOp::Minimum:
    case SchemaOp::Maximum:
    case SchemaOp::MultipleOf:
      return SchemaSubject::Numbers;
    case SchemaOp::MinLength:
    case SchemaOp::MaxLength:
    case SchemaOp::Pattern:
      return SchemaSubject::Texts;
    case SchemaOp::MinItems:
    case SchemaOp::MaxItems:
    case SchemaOp::UniqueItems:
    case SchemaOp::Items:
    case SchemaOp::ItemList:
    case SchemaOp::AdditionalItems:
      return SchemaSubject::Arrays;
    case SchemaOp::MinProperties:
    case SchemaOp::MaxProperties:
    case SchemaOp::Required:
    case SchemaOp::Properties:
    case SchemaOp::PatternProperties:
    case SchemaOp::AdditionalProperties:
    case SchemaOp::Dependencies:
      return SchemaSubject::Objects;
    case SchemaOp::Remark:
    case SchemaOp::Types:
    case SchemaOp::Enum:
    case SchemaOp::AllOf:
    case SchemaOp::AnyOf:
    case SchemaOp::OneOf:
    case SchemaOp::Not:
      break;
  }
  return SchemaSubject::Any;
}

bool speaks_of(SchemaSubject subject, BsonType type) {
  switch (subject) {
    case SchemaSubject::Numbers:
      return TypeSet::numbers().contains(type);
    case SchemaSubject::Texts:
      return type == BsonType::String;
    case SchemaSubject::Arrays:
      return type == BsonType::Array;
    case SchemaSubject::Objects:
      return type == BsonType::Object;
    case SchemaSubject::Any:
      break;
  }
  return true;
}

bool text_holds(const SchemaRule& rule, std::string_view text) {
  if (rule.op == SchemaOp::Pattern) return rule.patterns.front().search(text);
  const std::int64_t length = length_of(text);
  return rule.op == SchemaOp::MinLength ? length >= rule.count : length <= rule.count;
}

bool are_unique(Array array) {
  for (Value& element : array) element = in_field_order(std::move(element));
  std::ranges::sort(array, [](const Value& a, const Value& b) { return compare(a, b) < 0; });
  const auto equal = [](const Value& a, const Value& b) { return compare(a, b) == 0; };
  return std::ranges::adjacent_find(array, equal) == array.end();
}

bool is_additional(const SchemaRule& rule, std::string_view name) {
  if (std::ranges::binary_search(rule.names, name, std::less<>())) return false;
  return std::ranges::none_of(rule.patterns,
                              [&](const RegexProgram& pattern) { return pattern.search(name); });
}

bool is_multiple_of(const Value& number, const Value& of) {
  return values::is_multiple(decimal_of(number), decimal_of(of));
}

void collect_fields(const JsonSchema& schema, const std::string& prefix,
                    std::vector<std::string>& out) {
  for (const SchemaRule& rule : schema.rules) {
    if (rule.op == SchemaOp::PatternProperties || rule.op == SchemaOp::AdditionalProperties)
      continue;  // of fields that no one names
    for (const std::string& name : rule.names) out.push_back(prefix + name);
    for (std::size_t i = 0; i < rule.schemas.size(); ++i)
      collect_fields(rule.schemas[i],
                     rule.op == SchemaOp::Properties ? prefix + rule.names[i] + '.' : prefix, out);
  }
}

}  // namespace tamis
