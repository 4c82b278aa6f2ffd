// Slot: a value in a Document, 16 bytes.
//
//   byte 0      its type
//   byte 1      of a text, how many bytes it has inline, or kFar; of an object, whether names are
//               spelled out; of binary data, the subtype
//   bytes 2-15  a text of up to 14 bytes, or an ObjectId, then zeros
//   bytes 2-3   of a longer text, its mark; of an object, its shape, or kNoShape
//   bytes 4-7   how many bytes, elements or members there are further on
//   bytes 8-15  a number, or how many slots further on the rest stands:
//
//   a text       its bytes
//   an array     its elements
//   an object    where it has no shape, the numbers of its names, two bytes each; the values; the
//                names, where spelled out
//   a decimal    its two halves
//   a regex      two slots: pattern and options
//   a DbPointer  two slots: collection and ObjectId
//   code with a scope  two slots: code and scope
//
// Members and elements stand in the document's order. What is further on is counted from the slot
// itself, so a block of slots can be moved as it is.
#pragma once

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "backends/predicate/datum.h"
#include "backends/predicate/document/names.h"

namespace tamis::predicate {

// Differs for most texts that differ.
std::uint16_t text_mark(std::string_view text);

struct alignas(16) Document::Slot {
  static constexpr std::size_t kInline = 14;
  static constexpr std::uint8_t kFar = 0xff;

  BsonType type = kMissing;
  std::uint8_t detail = 0;
  std::uint16_t head = 0;
  std::uint32_t count = 0;
  union {
    std::int64_t integer = 0;  // Bool, Int32, Int64, Date
    std::uint64_t timestamp;
    double number;
    std::uint64_t distance;  // in slots
  };

  char* inline_bytes() { return reinterpret_cast<char*>(this) + offsetof(Slot, head); }
  const char* inline_bytes() const {
    return reinterpret_cast<const char*>(this) + offsetof(Slot, head);
  }
  // Everything in it: of short texts and scalars without a rest all that they are.
  std::array<std::uint64_t, 2> words() const {
    return std::bit_cast<std::array<std::uint64_t, 2>>(*this);
  }

  // Without a branch.
  bool is_same(const Slot& other) const {
    const auto a = words();
    const auto b = other.words();
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
  }

  // A scalar; of one with a rest, the type.
  void set(const Datum& datum);

  bool is_container() const { return type == BsonType::Object || type == BsonType::Array; }
  // Of a container or a text.
  bool has_rest() const { return is_container() || (type == BsonType::String && detail == kFar); }
  const Slot* rest() const { return this + distance; }
  std::span<const Slot> elements() const { return {rest(), count}; }
  const char* rest_bytes() const { return reinterpret_cast<const char*>(rest()); }
  // Of a container or a text: how many bytes of the rest are looked at first.
  std::size_t rest_size() const {
    if (type == BsonType::Array) return count * sizeof(Slot);
    if (type == BsonType::Object) return has_shape() ? 0 : count * sizeof(NameId);
    return count;
  }

  // Of a text.
  std::string_view text() const {
    return detail == kFar ? std::string_view(rest_bytes(), count)
                          : std::string_view(inline_bytes(), detail);
  }

  // Of a whole number.
  bool is_exact_as_double() const {
    constexpr std::int64_t kExact = std::int64_t{1} << 53U;
    return integer >= -kExact && integer <= kExact;
  }

  // Of an object.
  ShapeId shape() const { return head; }
  bool has_shape() const { return head != kNoShape; }
  // Of any slot.
  ShapeId shape_or_none() const { return type == BsonType::Object ? shape() : kNoShape; }
  bool has_spelled_names() const { return detail != 0; }
  const NameId* name_ids(const FieldNames::Data& names) const {
    return has_shape() ? names.shapes[shape()].names.data() : listed_names();
  }
  const Slot* member_values() const {
    return has_shape() ? rest() : rest() + slots_for(count * sizeof(NameId));
  }
  const Slot* spelled_names() const { return member_values() + count; }

  // Null: it has no member of that name. Of repeated names the first counts.
  const Slot* member(NameId id, const FieldNames::Data& names) const;

  static constexpr std::size_t slots_for(std::size_t bytes) { return (bytes + 15) / 16; }

 private:
  const NameId* listed_names() const { return reinterpret_cast<const NameId*>(rest()); }
};

using Slot = Document::Slot;

// Bit i: `id` is the i-th of sixteen numbers.
#ifdef __SSE2__
inline std::uint32_t hits_among_16(const NameId* ids, NameId id) {
  const auto* const at = reinterpret_cast<const __m128i*>(ids);
  const __m128i wanted = _mm_set1_epi16(static_cast<std::int16_t>(id));
  const __m128i low = _mm_cmpeq_epi16(_mm_loadu_si128(at), wanted);
  const __m128i high = _mm_cmpeq_epi16(_mm_loadu_si128(at + 1), wanted);
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
}
#else
inline std::uint32_t hits_among_16(const NameId* ids, NameId id) {
  std::uint32_t hits = 0;
  for (std::uint32_t i = 0; i < 16; ++i) hits |= std::uint32_t{ids[i] == id} << i;
  return hits;
}
#endif

// Shape::kMost: nowhere.
inline std::size_t place_in(const Shape& shape, NameId id) {
  static_assert(Shape::kMost == 16);
  constexpr std::uint32_t kNowhere = std::uint32_t{1} << Shape::kMost;
  const std::uint32_t hits = hits_among_16(shape.names.data(), id) | kNowhere;
  return static_cast<std::size_t>(std::countr_zero(hits));
}

inline const Slot* Slot::member(NameId id, const FieldNames::Data& names) const {
  if (has_shape()) {
    const std::size_t place = place_in(names.shapes[shape()], id);
    return place < Shape::kMost ? rest() + place : nullptr;
  }
  // What is behind the numbers are values, so there are always sixteen to look at.
  for (std::uint32_t first = 0; first < count; first += 16) {
    const std::uint32_t hits = hits_among_16(listed_names() + first, id);
    const auto place = static_cast<std::uint32_t>(std::countr_zero(hits));
    if (place < std::min(count - first, 16U)) return member_values() + first + place;
  }
  return nullptr;
}

static_assert(sizeof(Slot) == 16);

// What a place is where nothing is.
inline constexpr Slot kNothing{};

// Without a branch, since which of them have it is often not foreseen; and by numbers, since there
// may be less memory behind `values` than a place that is none would be at.
inline const Slot& value_or_nothing(const Slot* values, std::size_t place) {
  const auto nothing = reinterpret_cast<std::uintptr_t>(&kNothing);
  const auto value = reinterpret_cast<std::uintptr_t>(values) + place * sizeof(Slot);
  const std::uintptr_t there = std::uintptr_t{0} - std::uintptr_t{place < Shape::kMost};
  const std::uintptr_t chosen = nothing ^ ((value ^ nothing) & there);
  return *reinterpret_cast<const Slot*>(chosen);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace tamis::predicate
