#include "backends/mongodb/names.h"

#include <algorithm>

namespace tamis::mongodb {
namespace {

// Of two readings of a place that may hold arrays and objects, the one with members.
const FieldSchema& object_at(const FieldSchema& field) {
  return field.properties.empty() && field.items ? *field.items : field;
}

bool holds_objects(const Value& value) {
  if (const auto* array = value.get_if<Array>())
    return std::any_of(array->begin(), array->end(), holds_objects);
  return value.is(BsonType::Object);
}

// None where a member is stored somewhere else than in its own object (a dotted name).
std::optional<Value> stored_literal(const Value& value, const FieldSchema& field);

std::optional<Value> stored_object(const Object& object, const FieldSchema& field) {
  Object stored;
  stored.reserve(object.size());
  for (const Member& member : object) {
    const FieldSchema* property = field.property(member.key);
    if (property == nullptr) {
      stored.push_back(member);
      continue;
    }
    const std::string& name = property->mongodb_name;
    if (name.find('.') != std::string::npos) return std::nullopt;
    std::optional<Value> value = stored_literal(member.value, *property);
    if (!value) return std::nullopt;
    stored.push_back({name.empty() ? member.key : name, std::move(*value)});
  }
  return stored;
}

std::optional<Value> stored_literal(const Value& value, const FieldSchema& field) {
  if (const auto* object = value.get_if<Object>()) return stored_object(*object, object_at(field));
  const auto* array = value.get_if<Array>();
  if (array == nullptr) return value;
  Array stored;
  stored.reserve(array->size());
  for (const Value& element : *array) {
    std::optional<Value> inside = stored_literal(element, field.items ? *field.items : field);
    if (!inside) return std::nullopt;
    stored.push_back(std::move(*inside));
  }
  return stored;
}

}  // namespace

bool renames_below(const FieldSchema& field) {
  return std::any_of(field.properties.begin(), field.properties.end(),
                     [](const FieldSchema& property) {
                       return !property.mongodb_name.empty() || renames_below(property);
                     }) ||
         (field.items && renames_below(*field.items));
}

std::string stored_path(const FieldPath& path, const FieldFacts* facts) {
  if (facts == nullptr) return path.text();
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool named = i < facts->steps.size() && !facts->steps[i]->mongodb_name.empty();
    if (i > 0) text += '.';
    text += named ? facts->steps[i]->mongodb_name : path.components()[i].name;
  }
  return text;
}

Value stored_operand(const Operand& operand, const FieldSchema* field, bool ordered,
                     Reporter& report) {
  if (field == nullptr || !holds_objects(operand.value) || !renames_below(*field))
    return operand.value;
  if (!ordered)
    if (std::optional<Value> stored = stored_literal(operand.value, *field))
      return *std::move(stored);
  report
      .error("B032", operand.span,
             ordered ? "objects cannot be put in order: MongoDB has other names for their members"
                     : "an object cannot be compared whole: MongoDB keeps a member of it elsewhere",
             "compared whole")
      .help("test its members one by one: `{\"address.city\": …}`");
  return operand.value;
}

}  // namespace tamis::mongodb
