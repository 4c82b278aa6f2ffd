// TypeSet: a set of BSON types.
#pragma once

#include <initializer_list>
#include <string>

#include <tamis/value.h>

namespace tamis {

class TypeSet {
 public:
  constexpr TypeSet() = default;
  constexpr TypeSet(std::initializer_list<BsonType> types) {
    for (const BsonType type : types) bits_ |= bit(type);
  }
  static constexpr TypeSet all() { return TypeSet(0x1fffffU); }
  static constexpr TypeSet numbers() {
    return {BsonType::Int32, BsonType::Int64, BsonType::Double, BsonType::Decimal128};
  }

  constexpr bool contains(BsonType type) const { return (bits_ & bit(type)) != 0; }
  constexpr bool intersects(TypeSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool within(TypeSet other) const { return (bits_ & ~other.bits_) == 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr void insert(BsonType type) { bits_ |= bit(type); }
  constexpr void erase(BsonType type) { bits_ &= ~bit(type); }
  constexpr std::uint32_t bits() const { return bits_; }
  constexpr TypeSet without(TypeSet other) const { return TypeSet(bits_ & ~other.bits_); }
  friend constexpr TypeSet operator|(TypeSet a, TypeSet b) { return TypeSet(a.bits_ | b.bits_); }
  friend constexpr TypeSet operator&(TypeSet a, TypeSet b) { return TypeSet(a.bits_ & b.bits_); }
  friend constexpr bool operator==(TypeSet, TypeSet) = default;

  // "a string", "an int or null", "a date": for messages. Number types together are "a number".
  std::string describe() const;

 private:
  constexpr explicit TypeSet(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(BsonType type) {
    if (type == BsonType::MinKey) return 1U;
    if (type == BsonType::MaxKey) return 1U << 20U;
    return 1U << static_cast<unsigned>(type);
  }
  std::uint32_t bits_ = 0;
};

}  // namespace tamis
