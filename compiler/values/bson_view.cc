#include "compiler/values/bson_view.h"

#include <bit>
#include <cassert>

namespace tamis::values {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::uint8_t kOldBinary = 2;

std::size_t length_at(const std::byte* at) {
  return load_little<std::uint32_t>(at);
}

// A string's text, without the NUL that its length counts.
std::string_view text_at(const std::byte* at) {
  return {reinterpret_cast<const char*>(at + kLengthBytes), length_at(at) - 1};
}

std::string_view c_string_at(const std::byte* at) {
  return reinterpret_cast<const char*>(at);
}

ObjectId object_id_at(const std::byte* at) {
  ObjectId id;
  std::memcpy(id.bytes.data(), at, id.bytes.size());
  return id;
}

void read_binary(const std::byte* at, ScalarView& scalar) {
  scalar.subtype = std::to_integer<std::uint8_t>(at[kLengthBytes]);
  const auto* bytes = reinterpret_cast<const char*>(at + kLengthBytes + 1);
  scalar.text = {bytes, length_at(at)};
  if (scalar.subtype == kOldBinary) scalar.text.remove_prefix(kLengthBytes);
}

}  // namespace

std::size_t BsonElement::payload_size() const {
  const std::byte* at = payload();
  switch (type()) {
    case BsonType::MinKey:
    case BsonType::MaxKey:
    case BsonType::Null:
    case BsonType::Undefined:
      return 0;
    case BsonType::Bool:
      return 1;
    case BsonType::Int32:
      return 4;
    case BsonType::Double:
    case BsonType::Date:
    case BsonType::Timestamp:
    case BsonType::Int64:
      return 8;
    case BsonType::ObjectId:
      return 12;
    case BsonType::Decimal128:
      return 16;
    case BsonType::Object:
    case BsonType::Array:
    case BsonType::JavaScriptWithScope:
      return length_at(at);
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      return kLengthBytes + length_at(at);
    case BsonType::Binary:
      return kLengthBytes + 1 + length_at(at);
    case BsonType::DbPointer:
      return kLengthBytes + length_at(at) + 12;
    case BsonType::Regex: {
      const std::size_t pattern = c_string_at(at).size() + 1;
      return pattern + c_string_at(at + pattern).size() + 1;
    }
  }
  assert(false);
  return 0;
}

BsonView BsonElement::scope() const {
  assert(type() == BsonType::JavaScriptWithScope);
  const std::byte* code = payload() + kLengthBytes;
  return BsonView(code + kLengthBytes + length_at(code));
}

ScalarView BsonElement::scalar() const {
  const std::byte* at = payload();
  ScalarView scalar;
  scalar.type = type();
  switch (scalar.type) {
    case BsonType::Bool:
      scalar.boolean = *at != std::byte{0};
      break;
    case BsonType::Int32:
      scalar.integer = load_little<std::int32_t>(at);
      break;
    case BsonType::Int64:
    case BsonType::Date:
      scalar.integer = load_little<std::int64_t>(at);
      break;
    case BsonType::Double:
      scalar.real = std::bit_cast<double>(load_little<std::uint64_t>(at));
      break;
    case BsonType::Timestamp:
      scalar.timestamp = {load_little<std::uint32_t>(at + 4), load_little<std::uint32_t>(at)};
      break;
    case BsonType::Decimal128:
      scalar.decimal.low = load_little<std::uint64_t>(at);
      scalar.decimal.high = load_little<std::uint64_t>(at + 8);
      break;
    case BsonType::ObjectId:
      scalar.id = object_id_at(at);
      break;
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      scalar.text = text_at(at);
      break;
    case BsonType::JavaScriptWithScope:
      scalar.text = text_at(at + kLengthBytes);
      break;
    case BsonType::Binary:
      read_binary(at, scalar);
      break;
    case BsonType::Regex:
      scalar.text = c_string_at(at);
      scalar.options = c_string_at(at + scalar.text.size() + 1);
      break;
    case BsonType::DbPointer:
      scalar.text = text_at(at);
      scalar.id = object_id_at(at + kLengthBytes + length_at(at));
      break;
    case BsonType::Object:
    case BsonType::Array:
    case BsonType::MinKey:
    case BsonType::MaxKey:
    case BsonType::Null:
    case BsonType::Undefined:
      break;
  }
  return scalar;
}

std::optional<BsonElement> BsonView::find(std::string_view key) const {
  for (const BsonElement& element : *this)
    if (element.key() == key) return element;
  return std::nullopt;
}

Object to_object(BsonView document) {
  Object object;
  for (const BsonElement& element : document)
    object.push_back({std::string(element.key()), to_value(element)});
  return object;
}

Value to_value(const BsonElement& element) {
  switch (element.type()) {
    case BsonType::Object:
      return to_object(element.document());
    case BsonType::Array: {
      Array array;
      for (const BsonElement& inner : element.document()) array.push_back(to_value(inner));
      return array;
    }
    case BsonType::JavaScriptWithScope:
      return JavaScriptWithScope{std::string(element.scalar().text), to_object(element.scope())};
    default:
      return to_value(element.scalar());
  }
}

}  // namespace tamis::values
