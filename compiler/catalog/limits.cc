#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr auto kError = Severity::Error;
constexpr auto kLimit = ExampleKind::Limit;

constexpr CatalogEntry kEntries[] = {
    {"X001", "text-too-long", kError, "0.1", "the text has too many bytes",
     "The limit `text_bytes`, 16 MiB by default.", "", "", kLimit},
    {"X002", "nested-too-deep", kError, "0.1", "brackets nest too deep",
     "The limit `nesting`, 500 by default, keeps hostile text from exhausting the stack.", "", "",
     kLimit},
    {"X003", "too-many-nodes", kError, "0.1", "the text holds too many values",
     "The limit `nodes`, 1,000,000 by default.", "", "", kLimit},
    {"X010", "condition-too-deep", kError, "0.1", "operators nest too deep",
     "The limit `condition_depth`, 100 by default, as in MongoDB.", "", "", kLimit},
    {"X011", "list-too-long", kError, "0.1", "a list has too many members",
     "The limit `list_items`, 100,000 by default, for `$in`, `$nin` and `$all`.", "", "", kLimit},
    {"X012", "pattern-too-long", kError, "0.1", "a regular expression is too long",
     "The limit `pattern_bytes`, 32,764 by default, as in MongoDB.", "", "", kLimit},
    {"X013", "path-too-long", kError, "0.1", "a path has too many components",
     "The limit `path_components`, 200 by default.", "", "", kLimit},
    {"X004", "literal-too-deep", kError, "0.1", "arrays and objects of a literal nest too deep",
     "The limit `literal_nesting`, 200 by default.", "", "", kLimit},
    {"X015", "too-costly", kError, "0.1", "the condition costs more than the caller allows",
     "`Condition::cost()` estimates the work for each document; a caller may cap it.", "", "",
     kLimit},
};

}  // namespace

std::span<const CatalogEntry> limits() {
  return kEntries;
}

}  // namespace tamis::catalog_families
