// BSON read in place: no copy, no allocation.
//
//   if (auto error = validate_bson(bytes)) ...          // once, with every bound checked
//   for (BsonElement e : BsonView(bytes.data())) ...    // then without any check
//
// Views look into the caller's bytes and live as long as these do. They trust them: a view over
// bytes that validate_bson() has not passed is undefined behaviour.
//
// A rule's source: bsonspec.org, version 1.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include <tamis/limits.h>

#include "compiler/values/wrappers.h"

namespace tamis::values {

// `offset` counts bytes from the document's first; `message` is fit for a diagnostic.
struct BsonError {
  std::size_t offset = 0;
  std::string_view code;
  std::string_view message;
};

// nullopt when the bytes are one document and nothing else, nested at most `nesting` deep.
std::optional<BsonError> validate_bson(std::span<const std::byte> bytes,
                                       std::uint32_t nesting = Limits::kNesting);

// How long the document at the front says it is, or nullopt when there are too few bytes to say or
// it is no length: for reading one document after another.
std::optional<std::size_t> bson_length(std::span<const std::byte> bytes);

// Little-endian integers from unaligned bytes.
template <class Int>
Int load_little(const std::byte* bytes) {
  std::make_unsigned_t<Int> value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    value |= static_cast<std::make_unsigned_t<Int>>(
        static_cast<std::make_unsigned_t<Int>>(std::to_integer<std::uint8_t>(bytes[i])) << (8 * i));
  return static_cast<Int>(value);
}

class BsonView;

// One member of a document or element of an array (whose keys say nothing: the order counts).
class BsonElement {
 public:
  BsonElement() = default;
  explicit BsonElement(const std::byte* begin) : begin_(begin) {
    const auto* key = reinterpret_cast<const char*>(begin + 1);
    key_size_ = static_cast<std::uint32_t>(std::strlen(key));
  }

  BsonType type() const { return static_cast<BsonType>(load_little<std::int8_t>(begin_)); }
  std::string_view key() const { return {reinterpret_cast<const char*>(begin_ + 1), key_size_}; }

  // For Object and Array.
  BsonView document() const;

  // For JavaScriptWithScope: its variables. The code is scalar()'s text.
  BsonView scope() const;

  // For every type but Object and Array. Binary of subtype 2 comes without its inner length.
  ScalarView scalar() const;

  // The value's bytes, after the key.
  const std::byte* payload() const { return begin_ + 2 + key_size_; }
  std::size_t payload_size() const;

 private:
  const std::byte* begin_ = nullptr;
  std::uint32_t key_size_ = 0;
};

// A document or an array.
class BsonView {
 public:
  explicit BsonView(const std::byte* begin) : begin_(begin) {}

  class Iterator {
   public:
    explicit Iterator(const std::byte* at) : at_(at) { load(); }
    const BsonElement& operator*() const { return element_; }
    const BsonElement* operator->() const { return &element_; }
    Iterator& operator++() {
      at_ = element_.payload() + element_.payload_size();
      load();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void load() {
      if (*at_ != std::byte{0}) element_ = BsonElement(at_);
    }

    const std::byte* at_;
    BsonElement element_;
  };

  Iterator begin() const { return Iterator(begin_ + 4); }
  Iterator end() const { return Iterator(begin_ + size() - 1); }  // at the closing NUL

  bool empty() const { return size() == 5; }
  std::size_t size() const { return load_little<std::uint32_t>(begin_); }  // in bytes
  const std::byte* data() const { return begin_; }

  // The first element of that name. Linear, as in any BSON document.
  std::optional<BsonElement> find(std::string_view key) const;

 private:
  const std::byte* begin_;
};

inline BsonView BsonElement::document() const {
  return BsonView(payload());
}

// An element as a Value of its own.
Value to_value(const BsonElement& element);
Object to_object(BsonView document);

}  // namespace tamis::values
