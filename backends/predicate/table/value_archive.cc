#include "backends/predicate/table/value_archive.h"

#include <concepts>
#include <memory>
#include <utility>

namespace tamis::predicate::table {
namespace {

template <class T, class... Of>
concept OneOf = (std::same_as<std::remove_const_t<T>, Of> || ...);

// What each type consists of.
template <class Archive, OneOf<Null, Undefined, MinKey, MaxKey> T>
void transfer_content(Archive& /*archive*/, T& /*content*/, std::uint32_t /*above*/) {}
template <class Archive, OneOf<bool, std::int32_t, std::int64_t, double, std::string> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content);
}
template <class Archive, OneOf<Decimal128> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.high, content.low);
}
template <class Archive, OneOf<Date> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.ms);
}
template <class Archive, OneOf<Timestamp> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.t, content.i);
}
template <class Archive, OneOf<ObjectId> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  for (auto& byte : content.bytes) archive(byte);
}
template <class Archive, OneOf<Binary> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.bytes, content.subtype);
}
template <class Archive, OneOf<Regex> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.pattern, content.options);
}
template <class Archive, OneOf<JavaScript> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.code);
}
template <class Archive, OneOf<Symbol> T>
void transfer_content(Archive& archive, T& content, std::uint32_t /*above*/) {
  archive(content.text);
}
template <class Archive, OneOf<DbPointer> T>
void transfer_content(Archive& archive, T& content, std::uint32_t above) {
  archive(content.collection);
  transfer_content(archive, content.id, above);
}
template <class Archive, OneOf<Array> T>
void transfer_content(Archive& archive, T& content, std::uint32_t above) {
  archive.list(
      content, [] { return Value(); },
      [&](auto& element) { transfer(archive, element, above + 1); });
}
template <class Archive, OneOf<Object> T>
void transfer_content(Archive& archive, T& content, std::uint32_t above) {
  archive.list(
      content, [] { return Member(); },
      [&](auto& member) {
        archive(member.key);
        transfer(archive, member.value, above + 1);
      });
}
template <class Archive, OneOf<JavaScriptWithScope> T>
void transfer_content(Archive& archive, T& content, std::uint32_t above) {
  archive(content.code);
  transfer_content(archive, content.scope, above + 1);
}
template <class Archive>
void transfer_content(Archive& archive, const std::shared_ptr<const JavaScriptWithScope>& content,
                      std::uint32_t above) {
  transfer_content(archive, *content, above);
}

template <class T>
Value read_as(Reader& archive, std::uint32_t above) {
  T content{};
  transfer_content(archive, content, above);
  return Value(std::move(content));
}

template <>
Value read_as<bool>(Reader& archive, std::uint32_t /*above*/) {
  std::uint8_t content = 0;
  archive(content);
  return Value(content != 0);
}

Value read_type(Reader& archive, BsonType type, std::uint32_t above) {
  switch (type) {
    case BsonType::MinKey:
      return MinKey();
    case BsonType::Double:
      return read_as<double>(archive, above);
    case BsonType::String:
      return read_as<std::string>(archive, above);
    case BsonType::Object:
      return read_as<Object>(archive, above);
    case BsonType::Array:
      return read_as<Array>(archive, above);
    case BsonType::Binary:
      return read_as<Binary>(archive, above);
    case BsonType::Undefined:
      return Undefined();
    case BsonType::ObjectId:
      return read_as<ObjectId>(archive, above);
    case BsonType::Bool:
      return read_as<bool>(archive, above);
    case BsonType::Date:
      return read_as<Date>(archive, above);
    case BsonType::Null:
      return Null();
    case BsonType::Regex:
      return read_as<Regex>(archive, above);
    case BsonType::DbPointer:
      return read_as<DbPointer>(archive, above);
    case BsonType::JavaScript:
      return read_as<JavaScript>(archive, above);
    case BsonType::Symbol:
      return read_as<Symbol>(archive, above);
    case BsonType::JavaScriptWithScope:
      return read_as<JavaScriptWithScope>(archive, above);
    case BsonType::Int32:
      return read_as<std::int32_t>(archive, above);
    case BsonType::Timestamp:
      return read_as<Timestamp>(archive, above);
    case BsonType::Int64:
      return read_as<std::int64_t>(archive, above);
    case BsonType::Decimal128:
      return read_as<Decimal128>(archive, above);
    case BsonType::MaxKey:
      return MaxKey();
  }
  Reader::refuse();
}

}  // namespace

void transfer(Writer& archive, const Value& value, std::uint32_t above) {
  if (above > kDeepestSaved)
    throw Refusal{"X002", "documents and arrays nest too deeply to be saved", ""};
  archive(value.type());
  value.visit([&](const auto& content) { transfer_content(archive, content, above); });
}

void transfer(Reader& archive, Value& value, std::uint32_t above) {
  Reader::require(above <= kDeepestSaved);
  BsonType type = BsonType::Null;
  archive(type);
  value = read_type(archive, type, above);
}

}  // namespace tamis::predicate::table
