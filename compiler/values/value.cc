#include <tamis/value.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <type_traits>

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

// By the type of C++; one that is not here does not compile.
struct TypeOf {
  template <class T>
  using As = std::type_identity<T>;

  constexpr BsonType operator()(As<Null>) const { return BsonType::Null; }
  constexpr BsonType operator()(As<bool>) const { return BsonType::Bool; }
  constexpr BsonType operator()(As<std::int32_t>) const { return BsonType::Int32; }
  constexpr BsonType operator()(As<std::int64_t>) const { return BsonType::Int64; }
  constexpr BsonType operator()(As<double>) const { return BsonType::Double; }
  constexpr BsonType operator()(As<std::string>) const { return BsonType::String; }
  constexpr BsonType operator()(As<Array>) const { return BsonType::Array; }
  constexpr BsonType operator()(As<Object>) const { return BsonType::Object; }
  constexpr BsonType operator()(As<Decimal128>) const { return BsonType::Decimal128; }
  constexpr BsonType operator()(As<Date>) const { return BsonType::Date; }
  constexpr BsonType operator()(As<Timestamp>) const { return BsonType::Timestamp; }
  constexpr BsonType operator()(As<ObjectId>) const { return BsonType::ObjectId; }
  constexpr BsonType operator()(As<Binary>) const { return BsonType::Binary; }
  constexpr BsonType operator()(As<Regex>) const { return BsonType::Regex; }
  constexpr BsonType operator()(As<JavaScript>) const { return BsonType::JavaScript; }
  constexpr BsonType operator()(As<std::shared_ptr<const JavaScriptWithScope>>) const {
    return BsonType::JavaScriptWithScope;
  }
  constexpr BsonType operator()(As<Symbol>) const { return BsonType::Symbol; }
  constexpr BsonType operator()(As<DbPointer>) const { return BsonType::DbPointer; }
  constexpr BsonType operator()(As<MinKey>) const { return BsonType::MinKey; }
  constexpr BsonType operator()(As<MaxKey>) const { return BsonType::MaxKey; }
  constexpr BsonType operator()(As<Undefined>) const { return BsonType::Undefined; }
};

template <class... T>
constexpr std::array<BsonType, sizeof...(T)> types_of(const std::variant<T...>*) {
  return {TypeOf()(std::type_identity<T>())...};
}

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

BsonType Value::type() const {
  static constexpr auto kTypes = types_of(static_cast<const Storage*>(nullptr));
  return kTypes[v_.index()];
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
