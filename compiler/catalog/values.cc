#include "compiler/catalog/families.h"

namespace tamis::catalog_families {
namespace {

constexpr CatalogEntry kEntries[] = {
    {.code = "E050",
     .name = "key-beside-wrapper",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "an Extended JSON value holds a key that is not its own",
     .why =
         R"(An object such as `{"$oid": "…"}` stands for one value. Another key in it, or the same
key twice, would be dropped without a word, so it is refused.)",
     .bad = R"({"_id": {"$oid": "507f1f77bcf86cd799439011", "name": "Ada"}})",
     .good = R"({"_id": {"$oid": "507f1f77bcf86cd799439011"}, "name": "Ada"})",
     .kind = ExampleKind::Document},
    {.code = "E051",
     .name = "wrapper-lacks-key",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "an Extended JSON value lacks one of its keys",
     .why = R"(Values with several parts, such as `$binary`, `$timestamp` and `$regularExpression`,
need all of them: there is no default that could not surprise.)",
     .bad = R"({"key": {"$binary": {"base64": "3q2+7w=="}}})",
     .good = R"({"key": {"$binary": {"base64": "3q2+7w==", "subType": "00"}}})",
     .kind = ExampleKind::Document},
    {.code = "E052",
     .name = "wrapper-takes-another-type",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "the content of an Extended JSON value is of the wrong JSON type",
     .why =
         R"(Extended JSON writes most values as strings, numbers of 64 bits among them, since a JSON
number would be rounded by many readers.)",
     .bad = R"({"visits": {"$numberLong": 9007199254740993}})",
     .good = R"({"visits": {"$numberLong": "9007199254740993"}})",
     .kind = ExampleKind::Document},
    {.code = "E053",
     .name = "no-such-value",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "the text of a value says no value of its type",
     .why =
         R"(The text is not what the type is written with (an ObjectId has 24 hexadecimal digits), or
the value is out of the type's range: a day that the calendar does not have, a number beyond 32 or 64
bits, a decimal that would have to be rounded.)",
     .bad = R"({"_id": {"$oid": "507f1f77"}})",
     .good = R"({"_id": {"$oid": "507f1f77bcf86cd799439011"}})",
     .kind = ExampleKind::Document},
    {.code = "E054",
     .name = "unknown-name",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a bare name or a call that stands for no value",
     .why = R"(Text of mongosh may call the constructors of BSON's types (`ObjectId`, `ISODate`,
`NumberLong`, …) and name `MinKey` and `MaxKey`. Nothing else is run: a condition is data.)",
     .bad = "{status: active}",
     .good = R"({status: "active"})",
     .kind = ExampleKind::Condition},
    {.code = "E055",
     .name = "wrong-arguments",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a constructor is called with arguments that make no value",
     .why =
         R"(The number of arguments, their types, or what a text says does not fit the constructor.
Numbers are never rounded or cut to fit: `NumberInt(1.5)` is refused.)",
     .bad = R"({referrer_id: ObjectId("507f1f77")})",
     .good = R"({referrer_id: ObjectId("507f1f77bcf86cd799439011")})",
     .kind = ExampleKind::Condition},
    {.code = "E056",
     .name = "value-of-the-moment",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a constructor without arguments makes another value each time",
     .why =
         R"(`new Date()`, `ObjectId()` and `UUID()` depend on when, or where, they are read. A stored
condition must mean the same tomorrow, so the value has to be written out; for dates that move along
there is date math, such as `now-30d`, on a date field of a schema.)",
     .bad = "{signup_date: {$lt: new Date()}}",
     .good = R"({signup_date: {$lt: ISODate("2024-01-31T00:00:00Z")}})",
     .kind = ExampleKind::Condition},
    {.code = "E057",
     .name = "legacy-uuid",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a UUID in the byte order of one old driver",
     .why =
         R"(Drivers of old stored UUIDs as binary of subtype 3, each in a byte order of its own. The
text hides which bytes are meant, and a wrong guess matches nothing. Write the bytes.)",
     .bad = R"({device: LegacyJavaUUID("00112233-4455-6677-8899-aabbccddeeff")})",
     .good = R"({device: HexData(3, "7766554433221100ffeeddccbbaa9988")})",
     .kind = ExampleKind::Condition},
    {.code = "E058",
     .name = "regex-flag",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a flag of a regular expression that MongoDB does not have, or one given twice",
     .why =
         R"(MongoDB's options are `i`, `m`, `s`, `u` and `x`. JavaScript's `g` and `y` say how to search
again after a match, which a condition never does.)",
     .bad = "{country: /^fi/ig}",
     .good = "{country: /^fi/i}",
     .kind = ExampleKind::Condition},
    {.code = "E059",
     .name = "nul-byte",
     .severity = Severity::Error,
     .since = "0.1",
     .summary = "a NUL in a key or a pattern",
     .why =
         R"(BSON ends keys, patterns and options with a NUL, so none of them can hold one. Strings can.)",
     .bad = R"({"a\u0000b": 1})",
     .good = R"({"ab": 1})",
     .kind = ExampleKind::Document},
};

}  // namespace

std::span<const CatalogEntry> values() {
  return kEntries;
}

}  // namespace tamis::catalog_families
