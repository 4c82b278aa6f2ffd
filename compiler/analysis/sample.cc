#include "compiler/analysis/sample.h"

#include <algorithm>
#include <variant>

#include "compiler/values/regex_pcre.h"
#include "compiler/values/regex_syntax.h"

namespace tamis::analysis {
namespace {

// A text longer than this is no example for people.
constexpr std::uint32_t kMostRepeats = 64;
constexpr std::int64_t kMostSampled = 64;
constexpr std::int64_t kMostCharacters = 4096;

char32_t plain_character(const CharSet& set) {
  CharSet copy = set;
  const std::vector<CodeRange>& ranges = copy.ranges();
  for (const char32_t wanted : {U'a', U'0', U'A', U'x', U' '})
    for (const CodeRange& range : ranges)
      if (range.first <= wanted && wanted <= range.last) return wanted;
  for (const CodeRange& range : ranges)
    if (range.last >= U'!') return std::max(range.first, U'!');
  return ranges.empty() ? U'a' : ranges.front().first;
}

void append_sample(const RegexNode& node, std::string& text) {
  switch (node.op) {
    case RegexOp::Char:
      append_utf8(text, node.c);
      break;
    case RegexOp::Set:
      append_utf8(text, plain_character(node.set));
      break;
    case RegexOp::Concat:
      for (const RegexNode& child : node.children) append_sample(child, text);
      break;
    case RegexOp::Alternate:
      if (!node.children.empty()) append_sample(node.children.front(), text);
      break;
    case RegexOp::Repeat:
      for (std::uint32_t i = 0; i < std::min(node.min, kMostRepeats); ++i)
        append_sample(node.children.front(), text);
      break;
    default:
      break;  // assertions take no text
  }
}

std::optional<Value> sample_number(const FieldSchema& field) {
  const auto of_type = [&](std::int64_t n) {
    if (field.types.contains(BsonType::Int32) && n >= INT32_MIN && n <= INT32_MAX)
      return Value(static_cast<std::int32_t>(n));
    return field.types.contains(BsonType::Int64) ? Value(n) : Value(static_cast<double>(n));
  };
  if (!field.minimum && (!field.maximum || compare_numbers(Value(0), *field.maximum) < 0))
    return of_type(0);
  const Value& end = field.minimum ? *field.minimum : *field.maximum;
  const std::int64_t step = field.minimum ? 1 : -1;
  const bool open = field.minimum ? field.exclusive_minimum : field.exclusive_maximum;
  if (const auto* narrow = end.get_if<std::int32_t>())
    return of_type(std::int64_t{*narrow} + (open ? step : 0));
  if (const auto* real = end.get_if<double>(); real && field.types.contains(BsonType::Double))
    return Value(*real + (open ? static_cast<double>(step) : 0));
  return end;
}

std::string sample_string(const FieldSchema& field) {
  std::string text = field.pattern.empty() ? "" : sample_text({field.pattern, ""});
  const auto least = std::min(field.min_length.value_or(0), kMostCharacters);
  if (field.pattern.empty() && field.max_length.value_or(1) > 0) text = "a";
  while (static_cast<std::int64_t>(text.size()) < least) text += 'a';
  return text;
}

std::optional<Value> sample_array(const FieldSchema& field) {
  Array array;
  for (std::int64_t i = 0; i < std::min(field.min_items.value_or(0), kMostSampled); ++i) {
    auto item = field.items ? sample_value(*field.items) : Value(static_cast<std::int32_t>(i));
    if (!item) return std::nullopt;
    array.push_back(std::move(*item));
  }
  return array;
}

std::optional<Value> sample_object(const FieldSchema& field) {
  Object object;
  for (const std::string& name : field.required) {
    const FieldSchema* property = field.property(name);
    auto value = property != nullptr ? sample_value(*property) : Value(0);
    if (!value) return std::nullopt;
    object.push_back({name, std::move(*value)});
  }
  return object;
}

}  // namespace

std::string sample_text(const Regex& regex) {
  const auto has = [&](char option) { return regex.options.find(option) != std::string::npos; };
  const RegexFlags flags{has('i'), has('m'), has('s'), has('x')};
  const auto tree = parse_linear(regex.pattern, flags);
  std::string text;
  if (const auto* node = std::get_if<RegexNode>(&tree)) append_sample(*node, text);
  return text;
}

std::optional<Value> sample_value(const FieldSchema& field) {
  if (!field.enum_values.empty()) {
    for (const Value& value : field.enum_values)
      if (field.types.contains(value.type()) && !value.is(BsonType::Null)) return value;
    return field.enum_values.front();
  }
  if (field.types.contains(BsonType::Null) && field.any_type) return Value(0);
  if (field.types.intersects({BsonType::String})) return Value(sample_string(field));
  if (field.types.intersects(TypeSet::numbers())) return sample_number(field);
  if (field.types.contains(BsonType::Bool)) return Value(true);
  if (field.types.contains(BsonType::Date)) return Value(Date{0});
  if (field.types.contains(BsonType::Object)) return sample_object(field);
  if (field.types.contains(BsonType::Array)) return sample_array(field);
  if (field.types.contains(BsonType::ObjectId)) return Value(ObjectId{});
  if (field.types.contains(BsonType::Null)) return Value();
  if (field.types.contains(BsonType::Binary)) return Value(Binary{});
  if (field.types.contains(BsonType::Timestamp)) return Value(Timestamp{});
  return std::nullopt;
}

}  // namespace tamis::analysis
