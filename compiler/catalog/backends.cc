#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "B030",
     .name = "relative-date-must-be-bound",
     .since = "0.1",
     .summary = "a relative date cannot stay relative in a MongoDB filter",
     .why = R"(A filter that stays relative compares by `$expr` over `$$NOW`, the server's clock.
`$expr` compares across types and takes an array as one value, so it says the same as the condition
only where the schema rules arrays out; it cannot stand in an `$elemMatch`; and calendar steps in a
zone whose clocks jump are not the same to every server. Give `mongodb::emit` a moment (`--now` of
`tamis compile`), and the date is written as it is then.)",
     .bad = R"({"logins": {"$gte": "now-30d"}})",
     .good = R"({"logins": {"$gte": "2026-01-31"}})",
     .kind = ExampleKind::Backend},
    {.code = "B031",
     .name = "not-in-this-mongodb",
     .since = "0.1",
     .summary = "the MongoDB version asked for cannot say this",
     .why = R"(MongoDB 4.4 has no `$dateAdd`. Weeks, days and times of day are written in other
words, but to add months or years to `$$NOW` takes 5.0. Bind relative dates to a moment instead.)",
     .bad = R"({"signup_date": {"$gte": "now-1M"}})",
     .good = R"({"signup_date": {"$gte": "now-30d"}})",
     .kind = ExampleKind::Bytes},
    {.code = "B032",
     .name = "renamed-in-a-literal",
     .since = "0.1",
     .summary = "an object is compared whole, and MongoDB keeps its members under other names",
     .why = R"(`x-tamis.mongodb` may move a property out of its object by a dotted name; then no
literal object equals what is stored. Objects order by their members' names, too, so with other
names another order comes out. Test the members one by one.)",
     .bad = R"({"address": {"city": "Turku"}})",
     .good = R"({"address.city": "Turku"})",
     .kind = ExampleKind::Bytes},
    {.code = "B033",
     .name = "nests-too-deep-for-mongodb",
     .since = "0.1",
     .summary = "the filter nests deeper than MongoDB allows",
     .why =
         "MongoDB takes documents of 100 levels, arrays and objects counted, and a filter is one.",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B034",
     .name = "too-large-for-mongodb",
     .since = "0.1",
     .summary = "the filter has more bytes than MongoDB allows",
     .why = "MongoDB takes documents of 16 MiB, and a filter is one. Split a long list.",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
};

}  // namespace

std::span<const CatalogEntry> backends() {
  return kEntries;
}

}  // namespace tamis::catalog_families
