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

bool fits_rule(const SchemaRule& rule, const Value& value) {
  return fits(JsonSchema{{rule}}, value);
}

Misfit below(const std::string& name, Misfit inner) {
  return {inner.path.empty() ? name : name + '.' + inner.path, inner.value, std::move(inner.why)};
}

// Of a value inside, of a rule with a schema for it.
std::optional<Misfit> inside(const SchemaRule& rule, const Value& value) {
  const auto* object = value.get_if<Object>();
  const auto* array = value.get_if<Array>();
  if (rule.op == SchemaOp::Properties && object != nullptr) {
    for (std::size_t i = 0; i < rule.names.size(); ++i)
      if (const Value* field = value.find(rule.names[i]);
          field != nullptr && !fits(rule.schemas[i], *field))
        return below(rule.names[i], first_misfit(rule.schemas[i], *field));
  } else if ((rule.op == SchemaOp::Items || rule.op == SchemaOp::ItemList) && array != nullptr) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      const JsonSchema& schema = rule.schemas[rule.op == SchemaOp::Items ? 0 : i];
      if (!fits(schema, (*array)[i]))
        return below(std::to_string(i), first_misfit(schema, (*array)[i]));
    }
  } else if (rule.op == SchemaOp::AllOf) {
    for (const JsonSchema& schema : rule.schemas)
      if (!fits(schema, value)) return first_misfit(schema, value);
  }
  return std::nullopt;
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
      return fmt::format("has less than {} characters", rule.count);
    case SchemaOp::MaxLength:
      return fmt::format("has more than {} characters", rule.count);
    case SchemaOp::Pattern:
      return "does not match the pattern";
    case SchemaOp::MinItems:
      return fmt::format("has less than {} elements", rule.count);
    case SchemaOp::MaxItems:
      return fmt::format("has more than {} elements", rule.count);
    case SchemaOp::UniqueItems:
      return "has an element twice";
    case SchemaOp::MinProperties:
      return fmt::format("has less than {} fields", rule.count);
    case SchemaOp::MaxProperties:
      return fmt::format("has more than {} fields", rule.count);
    case SchemaOp::Required:
      return missing_of(rule, value);
    case SchemaOp::PatternProperties:
      return "has a field that does not fit the schema for its name";
    case SchemaOp::AdditionalProperties:
      return "has a field that `properties` does not name and that does not fit";
    case SchemaOp::AdditionalItems:
      return fmt::format("has an element behind the first {} that does not fit", rule.count);
    case SchemaOp::Dependencies:
      return "has a field without what it needs beside it";
    case SchemaOp::AnyOf:
      return fmt::format("fits none of the {} schemas of `anyOf`", rule.schemas.size());
    case SchemaOp::OneOf:
      return alternatives_of(rule, value);
    case SchemaOp::Not:
      return "fits the schema of `not`";
    default:
      return "does not fit";
  }
}

}  // namespace

Misfit first_misfit(const JsonSchema& schema, const Value& value) {
  const auto rule = std::ranges::find_if(
      schema.rules, [&](const SchemaRule& each) { return !fits_rule(each, value); });
  if (rule == schema.rules.end()) return {"", &value, "fits"};
  if (auto deeper = inside(*rule, value)) return *std::move(deeper);
  return {"", &value, why_not(*rule, value)};
}

}  // namespace tamis
