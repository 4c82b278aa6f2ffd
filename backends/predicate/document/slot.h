// Slot: a value in a Document, 16 bytes.
//
//   byte 0      its type
//   byte 1      of a text, how many bytes it has inline, or kFar; of an object, whether names are
//               spelled out; of binary data, the subtype
//   bytes 2-15  a text of up to 14 bytes, or an ObjectId, then zeros
//   bytes 2-3   of a longer text, its mark
//   bytes 4-7   how many bytes, elements or members there are further on
//   bytes 8-15  a number, or how many slots further on the rest stands:
//
//   a text       its bytes
//   an array     its elements
//   an object    the numbers of its names, two bytes each; the values; the names, where spelled out
//   a decimal    its two halves
//   a regex      two slots: pattern and options
//   a DbPointer  two slots: collection and ObjectId
//   code with a scope  two slots: code and scope
//
// Members and elements stand in the document's order. What is further on is counted from the slot
// itself, so a block of slots can be moved as it is. The rest of an object stands in no more cache
// lines than it needs, where need be behind unused slots.
#pragma once

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "backends/predicate/datum.h"
#include "backends/predicate/document/names.h"

namespace tamis::predicate {

// A block of slots begins with one.
constexpr std::size_t kCacheLine = 64;

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

  // A scalar; of one with a rest, the type.
  void set(const Datum& datum);

  bool is_container() const { return type == BsonType::Object || type == BsonType::Array; }
  // Of a container or a text.
  bool has_rest() const { return is_container() || (type == BsonType::String && detail == kFar); }
  const Slot* rest() const { return this + distance; }
  const char* rest_bytes() const { return reinterpret_cast<const char*>(rest()); }
  // Of a container or a text: how many bytes of the rest are looked at first.
  std::size_t rest_size() const {
    constexpr std::size_t kOfObject = 112;
    if (type == BsonType::Array) return count * sizeof(Slot);
    return type == BsonType::Object ? std::min(count * sizeof(Slot), kOfObject) : count;
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
  bool has_spelled_names() const { return detail != 0; }
  const NameId* name_ids() const { return reinterpret_cast<const NameId*>(rest()); }
  const Slot* member_values() const { return rest() + slots_for(count * sizeof(NameId)); }
  const Slot* spelled_names() const { return member_values() + count; }

  // Null: it has no member of that name. Of repeated names the first counts.
  const Slot* member(NameId id) const;

  static constexpr std::size_t slots_for(std::size_t bytes) { return (bytes + 15) / 16; }
};

using Slot = Document::Slot;

#ifdef __SSE2__
// Where `id` is among sixteen numbers, or 32.
inline std::uint32_t place_among_16(const NameId* ids, NameId id) {
  const auto* const at = reinterpret_cast<const __m128i*>(ids);
  const __m128i wanted = _mm_set1_epi16(static_cast<std::int16_t>(id));
  const __m128i low = _mm_cmpeq_epi16(_mm_loadu_si128(at), wanted);
  const __m128i high = _mm_cmpeq_epi16(_mm_loadu_si128(at + 1), wanted);
  const auto hits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
  return static_cast<std::uint32_t>(std::countr_zero(hits));
}
#else
inline std::uint32_t place_among_16(const NameId* ids, NameId id) {
  const NameId* const found = std::find(ids, ids + 16, id);
  return found == ids + 16 ? 32 : static_cast<std::uint32_t>(found - ids);
}
#endif

inline const Slot* Slot::member(NameId id) const {
  // What is behind the numbers are values, so there are always sixteen to look at.
  const NameId* const ids = name_ids();
  for (std::uint32_t first = 0; first < count; first += 16) {
    const std::uint32_t place = place_among_16(ids + first, id);
    if (place < std::min(count - first, 16U)) return member_values() + first + place;
  }
  return nullptr;
}

inline const Slot* Document::root_values() const {
  return root_values_ == 0 ? nullptr : root() + root_values_;
}

static_assert(sizeof(Slot) == 16);

}  // namespace tamis::predicate
