#include <tamis/schema.h>

#include <algorithm>

#include "compiler/schema/data.h"

namespace tamis {
namespace {

constexpr std::size_t kMostPaths = 10'000;

// Only what resolve() can reach: names lead into objects, and into those directly in an array; a
// dot always ends a name.
void collect_members(const FieldSchema& object, const std::string& prefix,
                     std::vector<std::string>& out) {
  if (!object.types.contains(BsonType::Object)) return;
  for (const FieldSchema& property : object.properties) {
    if (out.size() == kMostPaths) return;
    if (property.name.find('.') != std::string::npos) continue;
    const std::string path = prefix + property.name;
    out.push_back(path);
    collect_members(property, path + ".", out);
    if (property.types.contains(BsonType::Array) && property.items)
      collect_members(*property.items, path + ".", out);
  }
}

}  // namespace

const FieldSchema* FieldSchema::property(std::string_view wanted) const {
  const auto found = by_name.find(wanted);
  return found == by_name.end() ? nullptr : &properties[found->second];
}

bool FieldSchema::is_required(std::string_view wanted) const {
  return std::binary_search(required.begin(), required.end(), wanted);
}

const FieldSchema& Schema::root() const {
  return data_->root;
}
const Source& Schema::source() const {
  return data_->source;
}
const std::optional<SqliteRoot>& Schema::sqlite() const {
  return data_->sqlite;
}
const std::string& Schema::time_zone() const {
  return data_->time_zone;
}
const FieldSchema* Schema::topics() const {
  return data_->topics;
}
const FieldPath& Schema::topics_path() const {
  return data_->topics_path;
}

const std::vector<std::string>& Schema::paths() const {
  std::call_once(data_->paths_once, [this] { collect_members(data_->root, "", data_->paths); });
  return data_->paths;
}

}  // namespace tamis
