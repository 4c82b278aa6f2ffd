#include <algorithm>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

constexpr EngineInfo kEngines[] = {
    {.name = "reference", .family = "reference", .make = make_reference},
    {.name = "predicate-json", .family = "predicate", .make = make_predicate_json},
    {.name = "predicate-bson", .family = "predicate", .make = make_predicate_bson},
    {.name = "predicate-text", .family = "predicate", .make = make_predicate_text},
    {.name = "predicate-accessor", .family = "predicate", .make = make_predicate_accessor},
    {.name = "predicate-document", .family = "predicate", .make = make_predicate_document},
    {.name = "predicate-stream", .family = "predicate", .make = make_predicate_stream},
    {.name = "predicate-set", .family = "predicate", .make = make_predicate_set},
    {.name = "predicate-table", .family = "predicate", .make = make_predicate_table},
    {.name = "predicate-batch", .family = "predicate", .make = make_predicate_batch},
    {.name = "mongodb-reread", .family = "mongodb-reread", .make = make_mongodb_reread},
    {.name = "mongodb-verbatim", .family = "mongodb-reread", .make = make_mongodb_verbatim},
    {.name = "sqlite-document", .family = "sqlite", .make = make_sqlite_document},
    {.name = "sqlite-relaxed", .family = "sqlite", .make = make_sqlite_relaxed},
    {.name = "sqlite-pure", .family = "sqlite", .partial = true, .make = make_sqlite_pure},
    {.name = "sqlite-columns",
     .family = "sqlite",
     .needs_schema = true,
     .partial = true,
     .make = make_sqlite_columns},
    {.name = "sqlite-eav",
     .family = "sqlite",
     .needs_schema = true,
     .partial = true,
     .make = make_sqlite_eav},
    {.name = "sqlite-json",
     .family = "sqlite",
     .needs_schema = true,
     .partial = true,
     .make = make_sqlite_json},
    {.name = "sqlite-rebuilt",
     .family = "sqlite",
     .needs_schema = true,
     .partial = true,
     .make = make_sqlite_rebuilt},
};

constexpr EngineInfo kOutside[] = {
    {.name = "mongodb", .family = "mongodb", .make = make_mongodb_server},
    {.name = "mingo", .family = "mingo", .make = make_mingo},
    {.name = "sift", .family = "sift", .make = make_sift},
    {.name = "mongomock", .family = "mongomock", .make = make_mongomock},
};

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (comma > 0) names.push_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_known(std::string_view name) {
  const auto is_it = [&](const EngineInfo& engine) {
    return engine.name == name || engine.family == name;
  };
  return std::any_of(std::begin(kEngines), std::end(kEngines), is_it) ||
         std::any_of(std::begin(kOutside), std::end(kOutside), is_it);
}

}  // namespace

std::span<const EngineInfo> engine_table() {
  return kEngines;
}

std::span<const EngineInfo> outside_engines() {
  return kOutside;
}

std::optional<std::vector<EngineInfo>> select_engines(std::string_view list, bool with_schema,
                                                      std::string& unknown) {
  const std::vector<std::string_view> names = split(list);
  for (const std::string_view name : names)
    if (!is_known(name)) {
      unknown = name;
      return std::nullopt;
    }
  std::vector<EngineInfo> engines;
  for (const EngineInfo& engine : kEngines) {
    const bool applies = with_schema || !engine.needs_schema;
    if (contains(names, engine.name) ||
        (applies && (names.empty() || contains(names, engine.family))))
      engines.push_back(engine);
  }
  for (const EngineInfo& engine : kOutside)
    if (contains(names, engine.name)) engines.push_back(engine);
  return engines;
}

}  // namespace tamis::engines
