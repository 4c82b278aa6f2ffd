#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "E080",
     .name = "not-toml",
     .since = "0.1",
     .summary = "`tamis.toml` is malformed",
     .why = R"(Settings are TOML 1.0. What cannot be read as that says nothing, and a setting must
not be lost unseen.)",
     .bad = "[lint\npreset = \"strict\"\n",
     .good = "[lint]\npreset = \"strict\"\n",
     .kind = ExampleKind::Bytes},
    {.code = "E081",
     .name = "unknown-key",
     .since = "0.1",
     .summary = "a suite or `tamis.toml` has no such key",
     .why = R"(A key that nothing reads is a slip of the pen, and what it was to say would be lost
unseen: a case without its verdict, a rule that still reports.)",
     .bad = R"({"document": {"country": "FI"}, "matchs": true})",
     .good = R"({"document": {"country": "FI"}, "matches": true})",
     .kind = ExampleKind::Bytes},
    {.code = "E082",
     .name = "unusable-value",
     .since = "0.1",
     .summary = "a key of a suite or of `tamis.toml` has a value that it cannot have",
     .why = R"(It is of another type, none of the few words that the key takes, the name of no lint
rule or time zone, no instant, or names a file that cannot be read.)",
     .bad = R"({"document": {"country": "FI"}, "matches": "true"})",
     .good = R"({"document": {"country": "FI"}, "matches": true})",
     .kind = ExampleKind::Bytes},
    {.code = "E083",
     .name = "missing-key",
     .since = "0.1",
     .summary = "a suite or `tamis.toml` lacks a key that it needs",
     .why = R"(A suite needs a `condition` and `documents`, each case a `document` and whether it
`matches`, and `[[schemas]]` the `files` and their `schema`.)",
     .bad = R"({"document": {"country": "FI"}})",
     .good = R"({"document": {"country": "FI"}, "matches": true})",
     .kind = ExampleKind::Bytes},
};

}  // namespace

std::span<const CatalogEntry> files() {
  return kEntries;
}

}  // namespace tamis::catalog_families
