// Ways through the columns of objects.
#pragma once

#include <optional>

#include "backends/predicate/code.h"
#include "backends/predicate/table/chunk.h"

namespace tamis::predicate::table {

// Arrays, or values of any type.
inline bool keeps_arrays(const Chunk& chunk) {
  return chunk.slots_of(Kind::Array) != nullptr || chunk.slots_of(Kind::Other) != nullptr;
}

// Where a way ends that goes through nothing but objects: a slot at its end is missing where it
// breaks off before, and there is no chunk where all are. Nothing if it may go through an array.
// `member_of` gives a chunk's member of a name, or null.
template <class MemberOf>
std::optional<const Chunk*> end_of_plain_way(const Chunk& chunk, const Key* key, const Key* end,
                                             const MemberOf& member_of) {
  const Chunk* at = &chunk;
  for (; key != end && at != nullptr; ++key) {
    if (keeps_arrays(*at)) return std::nullopt;
    at = member_of(*at, *key);
  }
  return at;
}

}  // namespace tamis::predicate::table
