#include "tests/support/equivalence/fits.h"

#include <algorithm>

namespace tamis::equivalence {
namespace {

bool object_fits(const FieldSchema& schema, const Value& object) {
  const bool complete =
      std::all_of(schema.required.begin(), schema.required.end(),
                  [&](const std::string& name) { return object.find(name) != nullptr; });
  const auto& members = object.as<Object>();
  return complete && std::all_of(members.begin(), members.end(), [&](const Member& member) {
           const FieldSchema* property = schema.property(member.key);
           return property == nullptr ? schema.additional : fits(*property, member.value);
         });
}

}  // namespace

bool fits(const FieldSchema& schema, const Value& value) {
  if (!schema.types.contains(value.type())) return false;
  if (value.is(BsonType::Object)) return object_fits(schema, value);
  const auto* array = value.get_if<Array>();
  if (array == nullptr || schema.items == nullptr) return true;
  return std::all_of(array->begin(), array->end(),
                     [&](const Value& element) { return fits(*schema.items, element); });
}

}  // namespace tamis::equivalence
