// Value's members, which need Member to be complete. Included by value.h alone.
#pragma once

#include <type_traits>

#include <tamis/value.h>

namespace tamis {

namespace detail {

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

}  // namespace detail

inline Value::Value() : v_(Null{}) {}
inline Value::Value(std::nullptr_t) : v_(Null{}) {}
template <std::same_as<bool> B>
Value::Value(B b) : v_(b) {}
inline Value::Value(std::int32_t i) : v_(i) {}
inline Value::Value(std::int64_t i) : v_(i) {}
inline Value::Value(double d) : v_(d) {}
inline Value::Value(std::string s) : v_(std::move(s)) {}
inline Value::Value(std::string_view s) : v_(std::in_place_type<std::string>, s) {}
inline Value::Value(const char* s) : v_(std::string(s)) {}
inline Value::Value(Array a) : v_(std::move(a)) {}
inline Value::Value(Object o) : v_(std::move(o)) {}
inline Value::Value(Decimal128 d) : v_(d) {}
inline Value::Value(Date d) : v_(d) {}
inline Value::Value(Timestamp t) : v_(t) {}
inline Value::Value(ObjectId o) : v_(o) {}
inline Value::Value(Binary b) : v_(std::move(b)) {}
inline Value::Value(Regex r) : v_(std::move(r)) {}
inline Value::Value(JavaScript c) : v_(std::move(c)) {}
inline Value::Value(JavaScriptWithScope c)
    : v_(std::make_shared<const JavaScriptWithScope>(std::move(c))) {}
inline Value::Value(Symbol s) : v_(std::move(s)) {}
inline Value::Value(DbPointer p) : v_(std::move(p)) {}
inline Value::Value(MinKey k) : v_(k) {}
inline Value::Value(MaxKey k) : v_(k) {}
inline Value::Value(Null n) : v_(n) {}
inline Value::Value(Undefined u) : v_(u) {}
inline Value::Value(const Value&) = default;
inline Value::Value(Value&&) noexcept = default;
inline Value& Value::operator=(const Value&) = default;
inline Value& Value::operator=(Value&&) noexcept = default;
inline Value::~Value() = default;

template <class T>
const T* Value::get_if() const {
  if constexpr (std::same_as<T, JavaScriptWithScope>) {
    const auto* held = std::get_if<std::shared_ptr<const JavaScriptWithScope>>(&v_);
    return held == nullptr ? nullptr : held->get();
  } else {
    return std::get_if<T>(&v_);
  }
}

template <class T>
T* Value::get_if() {
  return std::get_if<T>(&v_);
}

template <class T>
const T& Value::as() const {
  const T* held = get_if<T>();
  assert(held != nullptr);
  return *held;
}

template <class T>
T& Value::as() {
  T* held = get_if<T>();
  assert(held != nullptr);
  return *held;
}

inline BsonType Value::type() const {
  static constexpr auto kTypes = detail::types_of(static_cast<const Storage*>(nullptr));
  return kTypes[v_.index()];
}

template <class F>
decltype(auto) Value::visit(F&& f) const {
  return std::visit(std::forward<F>(f), v_);
}

}  // namespace tamis
