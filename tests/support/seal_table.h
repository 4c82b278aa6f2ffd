// Bytes that were changed, as a saved table.
#pragma once

#include <cstring>
#include <span>
#include <string>

#include "backends/predicate/table/archive.h"

namespace tamis::test {

// Gives them the trailer that they would have been saved with. They are whole blocks, and it.
inline void seal_table(std::string& bytes) {
  using predicate::table::Trailer;
  const std::size_t size = bytes.size() - sizeof(Trailer);
  predicate::table::Checksum checksum;
  checksum.add(std::as_bytes(std::span(bytes).first(size)));
  const Trailer trailer{bytes.size(), checksum.value()};
  std::memcpy(bytes.data() + size, &trailer, sizeof trailer);
}

}  // namespace tamis::test
