#include "tools/tamis/engines/stored.h"

#include <algorithm>

#include <tamis/field_path.h>

namespace tamis::engines {
namespace {

Value stored(const Value& value, const FieldSchema* field);

// The object that a dotted name leads to, which is made on the way.
void put(Object& object, const FieldPath& path, std::size_t at, Value value) {
  const std::string& name = path.components()[at].name;
  if (at + 1 == path.size()) {
    object.push_back({name, std::move(value)});
    return;
  }
  auto it = std::find_if(object.begin(), object.end(), [&](const Member& member) {
    return member.key == name && member.value.is(BsonType::Object);
  });
  if (it == object.end()) it = object.insert(it, {name, Object()});
  put(it->value.as<Object>(), path, at + 1, std::move(value));
}

Object stored(const Object& object, const FieldSchema& field) {
  Object result;
  for (const Member& member : object) {
    const FieldSchema* property = field.property(member.key);
    Value value = stored(member.value, property);
    if (property == nullptr || property->mongodb_name.empty())
      result.push_back({member.key, std::move(value)});
    else
      put(result, FieldPath(property->mongodb_name), 0, std::move(value));
  }
  return result;
}

Value stored(const Value& value, const FieldSchema* field) {
  if (field == nullptr) return value;
  if (const auto* object = value.get_if<Object>()) return stored(*object, *field);
  const auto* array = value.get_if<Array>();
  if (array == nullptr) return value;
  Array result;
  for (const Value& element : *array) result.push_back(stored(element, field->items.get()));
  return result;
}

}  // namespace

Value as_stored(const Value& document, const Schema& schema) {
  return stored(document, &schema.root());
}

std::vector<Value> as_stored(const std::vector<Value>& documents, const Schema& schema) {
  std::vector<Value> all;
  all.reserve(documents.size());
  for (const Value& document : documents) all.push_back(as_stored(document, schema));
  return all;
}

}  // namespace tamis::engines
