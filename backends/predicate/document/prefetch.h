// Bringing documents that are asked soon into the caches.
#pragma once

#include <span>

#include "backends/predicate/document/slot_code.h"

namespace tamis::predicate {

// So many documents ahead a field is fetched, and what that holds further on.
constexpr std::size_t kFieldAhead = 16;
constexpr std::size_t kRestAhead = 8;

inline void prefetch(const void* memory) {
#ifdef __GNUC__
  __builtin_prefetch(memory);
#else
  static_cast<void>(memory);
#endif
}

// The field's value, or null. The numbers may be those of other names: then it is another's.
inline const Slot* field_to_fetch(const Document& document, NameId field) {
  const Slot* const values = document.root_values();
  const std::uint32_t place = place_among_16(document.root_names().data(), field);
  return values == nullptr || place >= Document::kIndexed ? nullptr : values + place;
}

inline void prefetch_ahead(std::span<const Document> documents, std::size_t at,
                           const SlotCode& code) {
  constexpr std::size_t kLine = 64 / sizeof(Slot);
  if (at + kFieldAhead >= documents.size()) return;
  for (const NameId field : code.root_fields()) {
    if (const Slot* far = field_to_fetch(documents[at + kFieldAhead], field)) prefetch(far);
    const Slot* const near = field_to_fetch(documents[at + kRestAhead], field);
    if (near == nullptr || !near->has_rest()) continue;
    prefetch(near->rest());
    if (near->is_container()) {
      prefetch(near->rest() + kLine);
      prefetch(near->rest() + 2 * kLine);
    }
  }
}

}  // namespace tamis::predicate
