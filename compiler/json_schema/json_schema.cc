#include "compiler/json_schema/json_schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
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

std::int64_t length_of(std::string_view text) {
  return std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
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
