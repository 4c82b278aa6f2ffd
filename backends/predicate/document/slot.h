// Slot: a value in a Document, 16 bytes.
//
//   byte 0      its type
//   byte 1      of a text, how many bytes it has inline, or kFar; of an object, whether names are
//               spelled out; of binary data, the subtype
//   bytes 2-15  a text of up to 14 bytes, then zeros; or an ObjectId
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
// itself, so a block of slots can be moved as it is.
#pragma once

#include <cstring>

#include "backends/predicate/datum.h"
#include "backends/predicate/document/names.h"

namespace tamis::predicate {

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
  const Slot* rest() const { return this + distance; }
  const char* rest_bytes() const { return reinterpret_cast<const char*>(rest()); }

  // Of a text.
  std::string_view text() const {
    return detail == kFar ? std::string_view(rest_bytes(), count)
                          : std::string_view(inline_bytes(), detail);
  }

  // Of an object.
  bool has_spelled_names() const { return detail != 0; }
  const NameId* name_ids() const { return reinterpret_cast<const NameId*>(rest()); }
  const Slot* member_values() const { return rest() + slots_for(count * sizeof(NameId)); }
  const Slot* spelled_names() const { return member_values() + count; }

  static constexpr std::size_t slots_for(std::size_t bytes) { return (bytes + 15) / 16; }
};

using Slot = Document::Slot;

static_assert(sizeof(Slot) == 16);

}  // namespace tamis::predicate
