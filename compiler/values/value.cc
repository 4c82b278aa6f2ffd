#include <tamis/value.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace tamis {
namespace {

struct TypeName {
  BsonType type;
  std::string_view name;
};

constexpr std::array<TypeName, 21> kTypeNames{{
    {BsonType::MinKey, "minKey"},       {BsonType::Double, "double"},
    {BsonType::String, "string"},       {BsonType::Object, "object"},
    {BsonType::Array, "array"},         {BsonType::Binary, "binData"},
    {BsonType::Undefined, "undefined"}, {BsonType::ObjectId, "objectId"},
    {BsonType::Bool, "bool"},           {BsonType::Date, "date"},
    {BsonType::Null, "null"},           {BsonType::Regex, "regex"},
    {BsonType::DbPointer, "dbPointer"}, {BsonType::JavaScript, "javascript"},
    {BsonType::Symbol, "symbol"},       {BsonType::JavaScriptWithScope, "javascriptWithScope"},
    {BsonType::Int32, "int"},           {BsonType::Timestamp, "timestamp"},
    {BsonType::Int64, "long"},          {BsonType::Decimal128, "decimal"},
    {BsonType::MaxKey, "maxKey"},
}};

}  // namespace

std::string_view type_name(BsonType type) {
  const auto* found = std::ranges::find(kTypeNames, type, &TypeName::type);
  assert(found != kTypeNames.end());
  return found->name;
}

std::optional<BsonType> type_from_name(std::string_view name) {
  const auto* found = std::ranges::find(kTypeNames, name, &TypeName::name);
  if (found == kTypeNames.end()) return std::nullopt;
  return found->type;
}

Value Value::object(std::vector<std::pair<std::string, Value>> members) {
  Object object;
  object.reserve(members.size());
  for (auto& [key, value] : members) object.push_back({std::move(key), std::move(value)});
  return object;
}

bool Value::is_number() const {
  switch (type()) {
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
      return true;
    default:
      return false;
  }
}

const Value* Value::find(std::string_view key) const {
  const auto* object = get_if<Object>();
  if (object == nullptr) return nullptr;
  const auto found = std::ranges::find(*object, key, &Member::key);
  return found == object->end() ? nullptr : &found->value;
}

}  // namespace tamis
