#include <algorithm>

#include "compiler/json_schema/json_schema.h"
#include "compiler/values/numbers.h"
#include "compiler/values/regex.h"

namespace tamis {
namespace {

bool number_holds(const SchemaRule& rule, const Value& number) {
  if (rule.op == SchemaOp::MultipleOf) return is_multiple_of(number, rule.number);
  if (values::is_nan(number) || values::is_nan(rule.number))
    return !rule.exclusive && values::is_nan(number) && values::is_nan(rule.number);
  const int order = compare_numbers(number, rule.number);
  const int beyond = rule.op == SchemaOp::Minimum ? order : -order;
  return rule.exclusive ? beyond > 0 : beyond >= 0;
}

bool is_one_of(const std::vector<Value>& values, const Value& value) {
  const Value ordered = in_field_order(value);
  return std::ranges::any_of(values, [&](const Value& v) { return compare(v, ordered) == 0; });
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

bool any_holds(const SchemaRule& rule, const Value& value) {
  if (rule.op == SchemaOp::Remark) return true;
  if (rule.op == SchemaOp::Types) return rule.types.contains(value.type());
  if (rule.op == SchemaOp::Enum) return is_one_of(rule.values, value);
  return combination_holds(rule, value);
}

}  // namespace

bool meets(const SchemaRule& rule, const Value& value) {
  const SchemaSubject subject = subject_of(rule.op);
  if (!speaks_of(subject, value.type())) return true;
  switch (subject) {
    case SchemaSubject::Any:
      break;
    case SchemaSubject::Numbers:
      return number_holds(rule, value);
    case SchemaSubject::Texts:
      return text_holds(rule, value.as<std::string>());
    case SchemaSubject::Arrays:
      return array_holds(rule, value.as<Array>());
    case SchemaSubject::Objects:
      return object_holds(rule, value);
  }
  return any_holds(rule, value);
}

bool fits(const JsonSchema& schema, const Value& value) {
  return std::ranges::all_of(schema.rules,
                             [&](const SchemaRule& rule) { return meets(rule, value); });
}

}  // namespace tamis
