#include "compiler/json_schema/misfit.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <tamis/extended_json.h>

namespace tamis {
namespace {

std::string text_of(const Value& value) {
  return to_extended_json(value, ExtendedJson::Shell);
}

// Of a field or element, where it does not fit.
std::optional<Misfit> at(const std::string& name, const JsonSchema& schema, const Value& value) {
  if (fits(schema, value)) return std::nullopt;
  Misfit misfit = first_misfit(schema, value);
  misfit.path = misfit.path.empty() ? name : name + '.' + misfit.path;
  return misfit;
}

std::optional<Misfit> at_named(const SchemaRule& rule, const Value& object) {
  for (std::size_t i = 0; i < rule.names.size(); ++i)
    if (const Value* field = object.find(rule.names[i]))
      if (auto found = at(rule.names[i], rule.schemas[i], *field)) return found;
  return std::nullopt;
}

std::optional<Misfit> at_matched(const SchemaRule& rule, const Object& object) {
  for (const Member& field : object)
    for (std::size_t i = 0; i < rule.patterns.size(); ++i)
      if (rule.patterns[i].search(field.key))
        if (auto found = at(field.key, rule.schemas[i], field.value)) return found;
  return std::nullopt;
}

std::optional<Misfit> at_additional(const SchemaRule& rule, const Object& object) {
  for (const Member& field : object)
    if (is_additional(rule, field.key))
      if (auto found = at(field.key, rule.schemas.front(), field.value)) return found;
  return std::nullopt;
}

std::optional<Misfit> at_element(const SchemaRule& rule, const Array& array) {
  const bool is_list = rule.op == SchemaOp::ItemList;
  const std::size_t end = is_list ? std::min(array.size(), rule.schemas.size()) : array.size();
  for (auto i = static_cast<std::size_t>(rule.count); i < end; ++i)
    if (auto found = at(std::to_string(i), rule.schemas[is_list ? i : 0], array[i])) return found;
  return std::nullopt;
}

// Of a value inside, of a rule with a schema for it.
std::optional<Misfit> inside(const SchemaRule& rule, const Value& value) {
  switch (rule.op) {
    case SchemaOp::Properties:
      return at_named(rule, value);
    case SchemaOp::PatternProperties:
      return at_matched(rule, value.as<Object>());
    case SchemaOp::AdditionalProperties:
      return at_additional(rule, value.as<Object>());
    case SchemaOp::Items:
    case SchemaOp::ItemList:
    case SchemaOp::AdditionalItems:
      return at_element(rule, value.as<Array>());
    case SchemaOp::AllOf:
      for (const JsonSchema& schema : rule.schemas)
        if (!fits(schema, value)) return first_misfit(schema, value);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::string missing_of(const SchemaRule& rule, const Value& object) {
  const auto missing = std::ranges::find_if(
      rule.names, [&](const std::string& name) { return object.find(name) == nullptr; });
  return fmt::format("has no `{}`", *missing);
}

std::string alternatives_of(const SchemaRule& rule, const Value& value) {
  const auto fitting = std::ranges::count_if(
      rule.schemas, [&](const JsonSchema& schema) { return fits(schema, value); });
  return fmt::format("fits {} of the {} schemas of `oneOf`, not one", fitting, rule.schemas.size());
}

std::string values_of(const SchemaRule& rule) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(kShown, rule.values.size()); ++i)
    shown.push_back(text_of(rule.values[i]));
  if (rule.values.size() > kShown)
    shown.push_back(fmt::format("{} more", rule.values.size() - kShown));
  return fmt::format("is none of {}", fmt::join(shown, ", "));
}

std::string why_not(const SchemaRule& rule, const Value& value) {
  switch (rule.op) {
    case SchemaOp::Types:
      return fmt::format("is {}, not {}", TypeSet{value.type()}.describe(), rule.types.describe());
    case SchemaOp::Enum:
      return values_of(rule);
    case SchemaOp::Minimum:
      return fmt::format("is not {} {}", rule.exclusive ? "above" : "at least",
                         text_of(rule.number));
    case SchemaOp::Maximum:
      return fmt::format("is not {} {}", rule.exclusive ? "below" : "at most",
                         text_of(rule.number));
    case SchemaOp::MultipleOf:
      return fmt::format("is no multiple of {}", text_of(rule.number));
    case SchemaOp::MinLength:
      return fmt::format("is under the `minLength` of {}", rule.count);
    case SchemaOp::MaxLength:
      return fmt::format("is over the `maxLength` of {}", rule.count);
    case SchemaOp::Pattern:
      return "does not match the pattern";
    case SchemaOp::MinItems:
      return fmt::format("is under the `minItems` of {}", rule.count);
    case SchemaOp::MaxItems:
      return fmt::format("is over the `maxItems` of {}", rule.count);
    case SchemaOp::UniqueItems:
      return "has an element twice";
    case SchemaOp::MinProperties:
      return fmt::format("is under the `minProperties` of {}", rule.count);
    case SchemaOp::MaxProperties:
      return fmt::format("is over the `maxProperties` of {}", rule.count);
    case SchemaOp::Required:
      return missing_of(rule, value);
    case SchemaOp::Dependencies:
      return "has a field without what it needs beside it";
    case SchemaOp::AnyOf:
      return fmt::format("fits none of the {} schemas of `anyOf`", rule.schemas.size());
    case SchemaOp::OneOf:
      return alternatives_of(rule, value);
    case SchemaOp::Not:
      return rule.schemas.front().rules.empty() ? "is not allowed" : "fits the schema of `not`";
    default:
      return "does not fit";
  }
}

}  // namespace

Misfit first_misfit(const JsonSchema& schema, const Value& value) {
  const auto rule = std::ranges::find_if(
      schema.rules, [&](const SchemaRule& each) { return !meets(each, value); });
  if (rule == schema.rules.end()) return {"", &value, "fits"};
  if (auto deeper = inside(*rule, value)) return *std::move(deeper);
  return {"", &value, why_not(*rule, value)};
}

}  // namespace tamis
