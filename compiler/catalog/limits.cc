#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "X004",
     .name = "literal-nesting",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a literal nests arrays and objects too deeply",
     .why =
         R"(The depth of a value inside one operand is bounded (200 by default), as it is in BSON.)",
     .bad = "{tags: [[[[[[[[[[[[[[[[[[[[\"a\"]]]]]]]]]]]]]]]]]]]]}",
     .good = R"({tags: [["a"]]})",
     .kind = ExampleKind::Limit},
};

}  // namespace

std::span<const CatalogEntry> limits() {
  return kEntries;
}

}  // namespace tamis::catalog_families
