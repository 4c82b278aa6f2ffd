// What a Schema shares between its copies.
#pragma once

#include <mutex>

#include <tamis/schema.h>

namespace tamis {

struct Schema::Data {
  FieldSchema root;
  Source source;
  std::optional<SqliteRoot> sqlite;
  std::string time_zone = "UTC";
  const FieldSchema* topics = nullptr;  // inside root
  FieldPath topics_path;

  // Only did-you-mean asks for the paths, so the first question makes them.
  mutable std::once_flag paths_once;
  mutable std::vector<std::string> paths;
};

}  // namespace tamis
