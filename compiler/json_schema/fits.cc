#include <algorithm>
#include <cmath>

#include "compiler/json_schema/json_schema.h"
#include "compiler/values/numbers.h"
#include "compiler/values/regex.h"

namespace tamis {
namespace {

bool holds(const SchemaRule& rule, const Value& value);

bool is_nan(const Value& number) {
  if (const auto* d = number.get_if<double>()) return std::isnan(*d);
  const auto* decimal = number.get_if<Decimal128>();
  return decimal != nullptr && values::is_nan(*decimal);
}

bool number_holds(const SchemaRule& rule, const Value& number) {
  if (rule.op == SchemaOp::MultipleOf) return is_multiple_of(number, rule.number);
  if (is_nan(number) || is_nan(rule.number))
    return !rule.exclusive && is_nan(number) && is_nan(rule.number);
  const int order = compare_numbers(number, rule.number);
  const int beyond = rule.op == SchemaOp::Minimum ? order : -order;
  return rule.exclusive ? beyond > 0 : beyond >= 0;
}

bool text_holds(const SchemaRule& rule, const std::string& text) {
  switch (rule.op) {
    case SchemaOp::MinLength:
      return length_of(text) >= rule.count;
    case SchemaOp::MaxLength:
      return length_of(text) <= rule.count;
    default:
      return rule.patterns.front().search(text);
  }
}

bool is_one_of(const std::vector<Value>& values, const Value& value) {
  const Value ordered = in_field_order(value);
  return std::ranges::any_of(values, [&](const Value& v) { return compare(v, ordered) == 0; });
}

bool are_unique(const Array& array) {
  Array ordered;
  for (const Value& element : array) ordered.push_back(in_field_order(element));
  const auto less = [](const Value& a, const Value& b) { return compare(a, b) < 0; };
  const auto equal = [](const Value& a, const Value& b) { return compare(a, b) == 0; };
  std::ranges::sort(ordered, less);
  return std::ranges::adjacent_find(ordered, equal) == ordered.end();
}

bool array_holds(const SchemaRule& rule, const Array& array) {
  const auto size = static_cast<std::int64_t>(array.size());
  switch (rule.op) {
    case SchemaOp::MinItems:
      return size >= rule.count;
    case SchemaOp::MaxItems:
      return size <= rule.count;
    case SchemaOp::UniqueItems:
      return are_unique(array);
    case SchemaOp::ItemList:
      for (std::size_t i = 0; i < std::min(array.size(), rule.schemas.size()); ++i)
        if (!fits(rule.schemas[i], array[i])) return false;
      return true;
    default:  // Items, and AdditionalItems
      return std::all_of(array.begin() + std::min(size, rule.count), array.end(),
                         [&](const Value& each) { return fits(rule.schemas.front(), each); });
  }
}

bool is_additional(const SchemaRule& rule, const std::string& name) {
  return std::ranges::find(rule.names, name) == rule.names.end() &&
         std::ranges::none_of(rule.patterns,
                              [&](const RegexProgram& pattern) { return pattern.search(name); });
}

bool field_holds(const SchemaRule& rule, const Member& field) {
  if (rule.op == SchemaOp::AdditionalProperties)
    return !is_additional(rule, field.key) || fits(rule.schemas.front(), field.value);
  for (std::size_t i = 0; i < rule.patterns.size(); ++i)
    if (rule.patterns[i].search(field.key) && !fits(rule.schemas[i], field.value)) return false;
  return true;
}

bool object_holds(const SchemaRule& rule, const Value& object) {
  const auto has = [&](const std::string& name) { return object.find(name) != nullptr; };
  const auto size = static_cast<std::int64_t>(object.as<Object>().size());
  switch (rule.op) {
    case SchemaOp::MinProperties:
      return size >= rule.count;
    case SchemaOp::MaxProperties:
      return size <= rule.count;
    case SchemaOp::Required:
      return std::ranges::all_of(rule.names, has);
    case SchemaOp::Properties:
      for (std::size_t i = 0; i < rule.names.size(); ++i)
        if (has(rule.names[i]) && !fits(rule.schemas[i], *object.find(rule.names[i]))) return false;
      return true;
    case SchemaOp::Dependencies:
      for (std::size_t i = 0; i < rule.names.size(); ++i)
        if (has(rule.names[i]) && !fits(rule.schemas[i], object)) return false;
      return true;
    default:  // PatternProperties and AdditionalProperties
      return std::ranges::all_of(object.as<Object>(),
                                 [&](const Member& field) { return field_holds(rule, field); });
  }
}

bool combination_holds(const SchemaRule& rule, const Value& value) {
  const auto count = std::ranges::count_if(
      rule.schemas, [&](const JsonSchema& schema) { return fits(schema, value); });
  switch (rule.op) {
    case SchemaOp::AllOf:
      return static_cast<std::size_t>(count) == rule.schemas.size();
    case SchemaOp::AnyOf:
      return count > 0;
    case SchemaOp::OneOf:
      return count == 1;
    default:
      return count == 0;
  }
}

bool holds(const SchemaRule& rule, const Value& value) {
  switch (rule.op) {
    case SchemaOp::Remark:
      return true;
    case SchemaOp::Types:
      return rule.types.contains(value.type());
    case SchemaOp::Enum:
      return is_one_of(rule.values, value);
    case SchemaOp::Minimum:
    case SchemaOp::Maximum:
    case SchemaOp::MultipleOf:
      return !value.is_number() || number_holds(rule, value);
    case SchemaOp::MinLength:
    case SchemaOp::MaxLength:
    case SchemaOp::Pattern:
      return !value.is(BsonType::String) || text_holds(rule, value.as<std::string>());
    case SchemaOp::MinItems:
    case SchemaOp::MaxItems:
    case SchemaOp::UniqueItems:
    case SchemaOp::Items:
    case SchemaOp::ItemList:
    case SchemaOp::AdditionalItems:
      return !value.is(BsonType::Array) || array_holds(rule, value.as<Array>());
    case SchemaOp::MinProperties:
    case SchemaOp::MaxProperties:
    case SchemaOp::Required:
    case SchemaOp::Properties:
    case SchemaOp::PatternProperties:
    case SchemaOp::AdditionalProperties:
    case SchemaOp::Dependencies:
      return !value.is(BsonType::Object) || object_holds(rule, value);
    case SchemaOp::AllOf:
    case SchemaOp::AnyOf:
    case SchemaOp::OneOf:
    case SchemaOp::Not:
      return combination_holds(rule, value);
  }
  return false;
}

}  // namespace

bool fits(const JsonSchema& schema, const Value& value) {
  return std::ranges::all_of(schema.rules,
                             [&](const SchemaRule& rule) { return holds(rule, value); });
}

}  // namespace tamis
