// What the engines of SQLite are to find.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/support/catch.h"
#include "tools/tamis/engines/engine.h"

namespace tamis::sqlite {

// The documents that the reference matches, which must be some and not all.
inline std::vector<std::uint32_t> split_ids(const Condition& condition,
                                            const engines::Documents& documents) {
  const engines::Outcome outcome =
      engines::engine_table().front().make()->run(condition, documents, {});
  REQUIRE(std::holds_alternative<engines::Matched>(outcome));
  std::vector<std::uint32_t> ids = std::get<engines::Matched>(outcome).ids;
  CHECK_FALSE(ids.empty());
  CHECK(ids.size() < documents.size());
  return ids;
}

}  // namespace tamis::sqlite
