#include "tools/segmentsd/commands/existing.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "tools/segmentsd/keys/keys.h"

namespace segmentsd {

Database open_existing(const Options& options) {
  if (!std::filesystem::exists(options.db))
    throw std::runtime_error(
        fmt::format("there is no database `{}`; `segmentsd --db {} keys create` makes one",
                    options.db, options.db));
  return Database(options.db);
}

std::int64_t workspace_named(Database& db, const std::string& name) {
  const auto found = find_workspace(db, name);
  if (!found)
    throw std::runtime_error(
        fmt::format("there is no workspace `{}`; `segmentsd keys create --workspace {}` makes one",
                    name, name));
  return *found;
}

}  // namespace segmentsd
