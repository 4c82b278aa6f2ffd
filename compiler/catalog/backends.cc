#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "B001",
     .name = "not-in-plain-sql",
     .since = "0.1",
     .summary = "plain SQL has no words for this",
     .why =
         R"(With `pure_sql` only what SQLite can do by itself is emitted. Regular expressions that
are more than a prefix, a suffix or plain text need `tamis_regex`, and what reaches into whole
documents, compares whole arrays or nests deeper than SQLite's parser bears needs `tamis_match`:
six `$elemMatch` of JSON arrays in one another are borne, or ten `$or` that alternate with `$and`.
Register these functions, or load `tamis_sqlite`, and every condition on whole documents runs.)",
     .bad = R"({"email": {"$regex": "^[a-z]+@"}})",
     .good = R"({"email": {"$regex": "^ann@"}})",
     .kind = ExampleKind::Bytes},
    {.code = "B002",
     .name = "no-place-in-sqlite",
     .since = "0.1",
     .summary = "the schema's mapping keeps nothing in SQLite that this can be asked of",
     .why =
         R"(A property lives where its `x-tamis.sqlite` says, and without one in a column of its own
name, if it is a single value. Objects and arrays need a mapping. What SQL has no words for is asked
of a document that is put together from the columns; some questions need more than a mapping keeps:
without `position` no order of elements is kept, so neither an index nor a comparison with a whole
array can be answered, and no columns keep the order of an object's members. A `document` column in
the root's mapping answers them all.)",
     .bad = R"({"tags.0": "vip"})",
     .good = R"({"tags": "vip"})",
     .kind = ExampleKind::Bytes},
    {.code = "B003",
     .name = "not-as-sql-text",
     .since = "0.1",
     .summary = "a part of the condition is bound when it runs and has no text",
     .why =
         R"(With inlined values nothing is bound, and `tamis_match` is given the text of the whole
condition. There is none that means the same where a date is relative, nor one that can be asked
where the columns keep only what a part of the condition needs.)",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B020",
     .name = "no-table-to-select-from",
     .since = "0.1",
     .summary = "a statement needs a table and its key",
     .why = R"(`select()` makes a whole statement of a condition, so it must know the table and the
column that names its rows: from `x-tamis` on the schema's root, or from the selection.)",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B021",
     .name = "order-by-no-column",
     .since = "0.1",
     .summary = "rows are ordered by columns of their table only",
     .why = R"(A field in a child table or inside JSON has no one value for a row that an index
could keep in order. Order by a field that the schema keeps in a column of the root's table.)",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B022",
     .name = "not-in-this-database",
     .since = "0.1",
     .summary = "the database has no such table or column",
     .why = R"(`check_tables()`, and `--db` of the command line, look in the database for what the
schema maps: SQLite itself may take the quoted name of a column that is not there for a text.)",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B023",
     .name = "compared-otherwise",
     .since = "0.1",
     .summary = "the database compares these values otherwise than conditions do",
     .why = R"(Conditions compare texts byte by byte as UTF-8, and no number with a text. A column
that was declared with `COLLATE NOCASE` or `RTRIM` finds others; one of a number's type, which
`STRING`, `DATE` and whatever SQLite does not know are, too, takes `"007"` for 7; one of a text's
type makes `"7"` of 7; and a database in UTF-16 has another order.)",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
    {.code = "B024",
     .name = "no-page",
     .since = "0.1",
     .summary = "the limit and the offset of a page are zero or more",
     .why = "SQLite takes a limit below zero for none, and every row would come.",
     .bad = "",
     .good = "",
     .kind = ExampleKind::Limit},
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
words, but to add months or years to `$$NOW` takes 5.0: bind relative dates to a moment instead. The
regex option `u`, which means nothing, is taken for granted from 7.0 on.)",
     .bad = R"({"signup_date": {"$gte": "now-1M"}})",
     .good = R"({"signup_date": {"$gte": "now-30d"}})",
     .kind = ExampleKind::Bytes},
    {.code = "B032",
     .name = "renamed-in-a-literal",
     .since = "0.1",
     .summary = "an object is compared whole, and MongoDB keeps its members under other names",
     .why = R"(`x-tamis.mongodb` may move a property out of its object by a dotted name; then no
literal object equals what is stored. Objects order by their members' names, too, so with other
names another order comes out. A `$jsonSchema` names fields as they are here. Test them one by one.)",
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
    {.code = "B040",
     .name = "not-in-segments-form",
     .since = "0.1",
     .summary = "the segments API's forms have no words for this",
     .why =
         R"(`tamis format --to segments` writes a condition as that API's FieldCondition,
TopicCondition and logical operators. They compare fields with single values and lists, and find
plain text; they have no tests of arrays, types, lengths or remainders, no regular expressions, and
their `exists` takes null for unset. MongoDB's own form is read by the API too.)",
     .bad = R"({"tags": {"$size": 2}})",
     .good = R"({"tags": {"$in": ["vip", "new"]}})",
     .kind = ExampleKind::Bytes},
};

}  // namespace

std::span<const CatalogEntry> backends() {
  return kEntries;
}

}  // namespace tamis::catalog_families
