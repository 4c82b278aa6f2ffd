#include <tamis/value.h>
#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>

#include "compiler/values/numbers.h"

namespace tamis {
namespace {

using values::compare_number;

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int sign(int order) {
  return three_way(order, 0);
}

int compare_bytes(std::string_view a, std::string_view b) {
  return sign(a.compare(b));
}

// Of a string, a symbol or code, which compare alike.
std::string_view text_of(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* symbol = value.get_if<Symbol>()) return symbol->text;
  return value.as<JavaScript>().code;
}

// Calls f with a number as int64, double or Decimal128.
template <class F>
auto visit_number(const Value& value, F&& f) {
  switch (value.type()) {
    case BsonType::Int32:
      return f(std::int64_t{value.as<std::int32_t>()});
    case BsonType::Int64:
      return f(value.as<std::int64_t>());
    case BsonType::Double:
      return f(value.as<double>());
    default:
      return f(value.as<Decimal128>());
  }
}

int compare_binary(const Binary& a, const Binary& b) {
  if (a.bytes.size() != b.bytes.size()) return three_way(a.bytes.size(), b.bytes.size());
  if (a.subtype != b.subtype) return three_way(a.subtype, b.subtype);
  return compare_bytes(a.bytes, b.bytes);
}

int compare_object_ids(const ObjectId& a, const ObjectId& b) {
  return sign(std::memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()));
}

int compare_regexes(const Regex& a, const Regex& b) {
  const int order = compare_bytes(a.pattern, b.pattern);
  return order != 0 ? order : compare_bytes(a.options, b.options);
}

int compare_timestamps(const Timestamp& a, const Timestamp& b) {
  return a.t != b.t ? three_way(a.t, b.t) : three_way(a.i, b.i);
}

int compare_db_pointers(const DbPointer& a, const DbPointer& b) {
  if (a.collection.size() != b.collection.size())
    return three_way(a.collection.size(), b.collection.size());
  const int order = compare_bytes(a.collection, b.collection);
  return order != 0 ? order : compare_object_ids(a.id, b.id);
}

int compare_arrays(const Array& a, const Array& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (const int order = compare(a[i], b[i]); order != 0) return order;
  return three_way(a.size(), b.size());
}

// MongoDB's order: for each member the type of its value, then its name, then the value.
int compare_objects(const Object& a, const Object& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const Member& x = a[i];
    const Member& y = b[i];
    int order = three_way(type_family(x.value.type()), type_family(y.value.type()));
    if (order == 0) order = compare_bytes(x.key, y.key);
    if (order == 0) order = compare(x.value, y.value);
    if (order != 0) return order;
  }
  return three_way(a.size(), b.size());
}

int compare_scoped(const JavaScriptWithScope& a, const JavaScriptWithScope& b) {
  const int order = compare_bytes(a.code, b.code);
  return order != 0 ? order : compare_objects(a.scope, b.scope);
}

// The order of the two counts.
std::uint64_t mix(std::uint64_t seed, std::uint64_t more) {
  constexpr std::uint64_t kFactor = 0x9ddfea08eb382d69U;
  std::uint64_t mixed = (seed ^ more) * kFactor;
  mixed = (more ^ (mixed ^ (mixed >> 47U))) * kFactor;
  return (mixed ^ (mixed >> 47U)) * kFactor;
}

std::uint64_t hash_bytes(std::string_view bytes) {
  return std::hash<std::string_view>{}(bytes);
}

std::uint64_t hash_object_id(const ObjectId& id) {
  return hash_bytes({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
}

std::uint64_t hash_object(const Object& object) {
  std::uint64_t hash = object.size();
  for (const Member& member : object)
    hash = mix(mix(hash, hash_bytes(member.key)), hash_value(member.value));
  return hash;
}

std::uint64_t hash_array(const Array& array) {
  std::uint64_t hash = array.size();
  for (const Value& element : array) hash = mix(hash, hash_value(element));
  return hash;
}

std::uint64_t hash_content(const Value& value) {
  switch (value.type()) {
    case BsonType::MinKey:
    case BsonType::MaxKey:
    case BsonType::Null:
    case BsonType::Undefined:
      return 0;
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
      return visit_number(value, [](const auto& number) { return values::hash_number(number); });
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      return hash_bytes(text_of(value));
    case BsonType::Object:
      return hash_object(value.as<Object>());
    case BsonType::Array:
      return hash_array(value.as<Array>());
    case BsonType::Binary:
      return mix(value.as<Binary>().subtype, hash_bytes(value.as<Binary>().bytes));
    case BsonType::ObjectId:
      return hash_object_id(value.as<ObjectId>());
    case BsonType::Bool:
      return value.as<bool>() ? 1 : 0;
    case BsonType::Date:
      return static_cast<std::uint64_t>(value.as<Date>().ms);
    case BsonType::Timestamp:
      return mix(value.as<Timestamp>().t, value.as<Timestamp>().i);
    case BsonType::Regex:
      return mix(hash_bytes(value.as<Regex>().pattern), hash_bytes(value.as<Regex>().options));
    case BsonType::DbPointer:
      return mix(hash_bytes(value.as<DbPointer>().collection),
                 hash_object_id(value.as<DbPointer>().id));
    case BsonType::JavaScriptWithScope:
      return mix(hash_bytes(value.as<JavaScriptWithScope>().code),
                 hash_object(value.as<JavaScriptWithScope>().scope));
  }
  return 0;
}

bool identical_objects(const Object& a, const Object& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].key != b[i].key || !identical(a[i].value, b[i].value)) return false;
  return true;
}

bool identical_arrays(const Array& a, const Array& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!identical(a[i], b[i])) return false;
  return true;
}

struct Identical {
  const Value& other;

  template <class T>
  bool operator()(const T& value) const {
    return value == other.as<T>();
  }
  bool operator()(double value) const {
    return std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(other.as<double>());
  }
  bool operator()(const Array& value) const { return identical_arrays(value, other.as<Array>()); }
  bool operator()(const Object& value) const {
    return identical_objects(value, other.as<Object>());
  }
  bool operator()(const std::shared_ptr<const JavaScriptWithScope>& value) const {
    const auto& b = other.as<JavaScriptWithScope>();
    return value->code == b.code && identical_objects(value->scope, b.scope);
  }
};

}  // namespace

int type_family(BsonType type) {
  switch (type) {
    case BsonType::MinKey:
      return 0;
    case BsonType::Undefined:
      return 1;
    case BsonType::Null:
      return 2;
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
      return 3;
    case BsonType::String:
    case BsonType::Symbol:
      return 4;
    case BsonType::Object:
      return 5;
    case BsonType::Array:
      return 6;
    case BsonType::Binary:
      return 7;
    case BsonType::ObjectId:
      return 8;
    case BsonType::Bool:
      return 9;
    case BsonType::Date:
      return 10;
    case BsonType::Timestamp:
      return 11;
    case BsonType::Regex:
      return 12;
    case BsonType::DbPointer:
      return 13;
    case BsonType::JavaScript:
      return 14;
    case BsonType::JavaScriptWithScope:
      return 15;
    case BsonType::MaxKey:
      return 16;
  }
  return 16;
}

int compare_numbers(const Value& a, const Value& b) {
  return visit_number(a, [&](const auto& x) {
    return visit_number(b, [&](const auto& y) { return compare_number(x, y); });
  });
}

int compare(const Value& a, const Value& b) {
  const BsonType type = a.type();
  if (type != b.type() && !same_family(a, b))
    return three_way(type_family(type), type_family(b.type()));
  switch (type) {
    case BsonType::MinKey:
    case BsonType::MaxKey:
    case BsonType::Null:
    case BsonType::Undefined:
      return 0;
    case BsonType::Int32:
    case BsonType::Int64:
    case BsonType::Double:
    case BsonType::Decimal128:
      return compare_numbers(a, b);
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      return compare_bytes(text_of(a), text_of(b));
    case BsonType::Object:
      return compare_objects(a.as<Object>(), b.as<Object>());
    case BsonType::Array:
      return compare_arrays(a.as<Array>(), b.as<Array>());
    case BsonType::Binary:
      return compare_binary(a.as<Binary>(), b.as<Binary>());
    case BsonType::ObjectId:
      return compare_object_ids(a.as<ObjectId>(), b.as<ObjectId>());
    case BsonType::Bool:
      return three_way(a.as<bool>(), b.as<bool>());
    case BsonType::Date:
      return three_way(a.as<Date>().ms, b.as<Date>().ms);
    case BsonType::Timestamp:
      return compare_timestamps(a.as<Timestamp>(), b.as<Timestamp>());
    case BsonType::Regex:
      return compare_regexes(a.as<Regex>(), b.as<Regex>());
    case BsonType::DbPointer:
      return compare_db_pointers(a.as<DbPointer>(), b.as<DbPointer>());
    case BsonType::JavaScriptWithScope:
      return compare_scoped(a.as<JavaScriptWithScope>(), b.as<JavaScriptWithScope>());
  }
  return 0;
}

std::uint64_t hash_value(const Value& value) {
  return mix(static_cast<std::uint64_t>(type_family(value.type())), hash_content(value));
}

bool identical(const Value& a, const Value& b) {
  return a.type() == b.type() && a.visit(Identical{b});
}

}  // namespace tamis
