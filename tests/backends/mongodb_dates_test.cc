// Relative dates in MongoDB filters.
#include <tamis/catalog.h>
#include <tamis/compile.h>
#include <tamis/mongodb.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;
using mongodb::Version;

namespace {

constexpr const char* kSchema = R"({
  "bsonType": "object",
  "required": ["at"],
  "properties": {
    "at": {"bsonType": "date"},
    "seen": {"bsonType": ["date", "null"]},
    "odd": {"bsonType": ["date", "maxKey"]},
    "all": {"bsonType": "array", "items": {"bsonType": "date"}},
    "$in": {"bsonType": "date", "x-tamis": {"mongodb": "in"}},
    "a": {"bsonType": "object", "properties": {"": {"bsonType": "date"}}},
    "orders": {"bsonType": "array", "items": {"bsonType": "object", "properties": {
      "at": {"bsonType": "date"}}}}
  }
})";

struct Row {
  const char* why;
  const char* condition;
  const char* filter;  // relaxed Extended JSON, or the code of a refusal
  Version version = Version::V8_0;
  const char* zone = "";
};

constexpr Row kKept[] = {
    {"now itself", R"({"at": {"$lte": "now"}})", R"({"$expr":{"$lte":["$at","$$NOW"]}})"},
    {"days back", R"({"at": {"$gte": "now-30d"}})",
     R"({"$expr":{"$gte":["$at",{"$dateSubtract":{"startDate":"$$NOW","unit":"day","amount":30}}]}})"},
    {"hours on", R"({"at": {"$gt": "now+2h"}})",
     R"({"$expr":{"$gt":["$at",{"$dateAdd":{"startDate":"$$NOW","unit":"hour","amount":2}}]}})"},
    {"steps run from the inside", R"({"at": {"$gte": "now-1M/M"}})",
     R"({"$expr":{"$gte":["$at",{"$dateTrunc":{"date":{"$dateSubtract":{"startDate":"$$NOW",)"
     R"("unit":"month","amount":1}},"unit":"month"}}]}})"},
    {"weeks begin on Monday", R"({"at": {"$gte": "now/w"}})",
     R"({"$expr":{"$gte":["$at",{"$dateTrunc":{"date":"$$NOW","unit":"week","startOfWeek":"monday"}}]}})"},
    {"a step of nothing", R"({"at": {"$gte": "now+0d"}})", R"({"$expr":{"$gte":["$at","$$NOW"]}})"},
    {"a range is one expression", R"({"at": {"$gte": "now-1d", "$lt": "now"}})",
     R"({"$expr":{"$and":[{"$gte":["$at",{"$dateSubtract":{"startDate":"$$NOW","unit":"day","amount":1}}]},)"
     R"({"$lt":["$at","$$NOW"]}]}})"},
    {"null and missing are below every date", R"({"seen": {"$lt": "now"}})",
     R"({"seen":{"$type":"date"},"$expr":{"$lt":["$seen","$$NOW"]}})"},
    {"and never above", R"({"seen": {"$gt": "now"}})", R"({"$expr":{"$gt":["$seen","$$NOW"]}})"},
    {"MaxKey is", R"({"odd": {"$gt": "now"}})",
     R"({"odd":{"$type":"date"},"$expr":{"$gt":["$odd","$$NOW"]}})"},
    {"equality is exact", R"({"seen": "now/d"})",
     R"({"$expr":{"$eq":["$seen",{"$dateTrunc":{"date":"$$NOW","unit":"day"}}]}})"},
    {"in a list", R"({"seen": {"$in": [null, "now/d"]}})",
     R"({"$or":[{"seen":null},{"$expr":{"$eq":["$seen",{"$dateTrunc":{"date":"$$NOW","unit":"day"}}]}}]})"},
    {"negated", R"({"seen": {"$not": {"$lt": "now"}}})",
     R"({"$nor":[{"seen":{"$type":"date"},"$expr":{"$lt":["$seen","$$NOW"]}}]})"},
    {"not equal", R"({"at": {"$ne": "now"}})", R"({"$nor":[{"$expr":{"$eq":["$at","$$NOW"]}}]})"},
    {"a fixed offset", R"({"at": {"$gte": "now/d"}})",
     R"({"$expr":{"$gte":["$at",{"$dateTrunc":{"date":"$$NOW","unit":"day","timezone":"+02:00"}}]}})",
     Version::V8_0, "+02:00"},
    {"a zone whose clocks do not jump", R"({"at": {"$gte": "now/d"}})",
     R"({"$expr":{"$gte":["$at",{"$dateTrunc":{"date":"$$NOW","unit":"day","timezone":"Asia/Tokyo"}}]}})",
     Version::V8_0, "Asia/Tokyo"},
    {"elapsed time in any zone", R"({"at": {"$gte": "now-1h"}})",
     R"({"$expr":{"$gte":["$at",{"$dateSubtract":{"startDate":"$$NOW","unit":"hour","amount":1,)"
     R"("timezone":"Europe/Helsinki"}}]}})",
     Version::V8_0, "Europe/Helsinki"},
    {"fixed dates are not touched", R"({"at": {"$gte": "2024-01-01"}})",
     R"({"at":{"$gte":{"$date":"2024-01-01T00:00:00Z"}}})"},
    {"before 5.0 days are milliseconds", R"({"at": {"$gte": "now-1d"}})",
     R"({"$expr":{"$gte":["$at",{"$add":["$$NOW",-86400000]}]}})", Version::V4_4},
    {"and beginnings are made of parts", R"({"at": {"$gte": "now/M"}})",
     R"({"$expr":{"$gte":["$at",{"$let":{"vars":{"date":"$$NOW"},"in":{"$dateFromParts":)"
     R"({"year":{"$year":{"date":"$$date"}},"month":{"$month":{"date":"$$date"}}}}}}]}})",
     Version::V4_4},
    {"of weeks too", R"({"at": {"$gte": "now/w"}})",
     R"({"$expr":{"$gte":["$at",{"$let":{"vars":{"date":"$$NOW"},"in":{"$dateFromParts":)"
     R"({"isoWeekYear":{"$isoWeekYear":{"date":"$$date"}},"isoWeek":{"$isoWeek":{"date":"$$date"}}}}}}]}})",
     Version::V4_4},
    {"but months have no length", R"({"at": {"$gte": "now-1M"}})", "B031", Version::V4_4},
    {"5.0 has `$dateAdd`", R"({"at": {"$gte": "now+1y"}})",
     R"({"$expr":{"$gte":["$at",{"$dateAdd":{"startDate":"$$NOW","unit":"year","amount":1}}]}})",
     Version::V5_0},
};

constexpr Row kRefused[] = {
    {"an array is compared as a whole", R"({"all": {"$gte": "now"}})", "B030"},
    {"objects in an array are, too", R"({"orders.at": {"$gte": "now"}})", "B030"},
    {"an element cannot be looked at", R"({"orders": {"$elemMatch": {"at": {"$gte": "now"}}}})",
     "B030"},
    {"clocks that jump", R"({"at": {"$gte": "now-1d"}})", "B030", Version::V8_0, "Europe/Helsinki"},
    {"years without end", R"({"at": {"$gte": "now-2500y"}})", "B030"},
    {"a name that no expression has", R"({"a.": {"$gte": "now"}})", "B030"},
    {"each is told", R"({"all": {"$gte": "now-1d", "$lt": "now"}})", "B030 B030"},
};

std::string emitted(const Row& row, const std::optional<Context>& now) {
  const Condition condition =
      right_condition(row.condition, {.schema = right_schema(kSchema), .time_zone = row.zone});
  const auto filter = mongodb::emit(condition, {.version = row.version, .now = now});
  if (filter) return filter->text(ExtendedJson::Relaxed);
  std::string codes;
  for (const Diagnostic& diagnostic : filter.diagnostics()) {
    codes += (codes.empty() ? "" : " ") + diagnostic.code;
    CHECK(condition.source().text(diagnostic.span()).starts_with("\"now"));
  }
  return codes;
}

constexpr std::int64_t kNow = 1'735'732'800'000;  // 2025-01-01T12:00:00Z

constexpr Row kBound[] = {
    {"a date", R"({"at": {"$gte": "now-1d"}})",
     R"({"at":{"$gte":{"$date":"2024-12-31T12:00:00Z"}}})"},
    {"in arrays", R"({"all": {"$gte": "now/d"}})",
     R"({"all":{"$gte":{"$date":"2025-01-01T00:00:00Z"}}})"},
    {"in elements", R"({"orders": {"$elemMatch": {"at": {"$lt": "now"}}}})",
     R"({"orders":{"$elemMatch":{"at":{"$lt":{"$date":"2025-01-01T12:00:00Z"}}}}})"},
    {"in a zone that jumps", R"({"at": {"$gte": "now/d"}})",
     R"({"at":{"$gte":{"$date":"2024-12-31T22:00:00Z"}}})", Version::V8_0, "Europe/Helsinki"},
    {"members of a list in order", R"({"at": {"$in": ["now", "now-1d", "2025-01-01T12:00:00Z"]}})",
     R"({"at":{"$in":[{"$date":"2024-12-31T12:00:00Z"},{"$date":"2025-01-01T12:00:00Z"}]}})"},
    {"any version", R"({"at": {"$lt": "now-1M"}})",
     R"({"at":{"$lt":{"$date":"2024-12-01T12:00:00Z"}}})", Version::V4_4},
};

}  // namespace

TEST_CASE("relative dates stay relative where that is exact", "[mongodb][dates]") {
  for (const Row& row : kKept) DYNAMIC_SECTION(row.why) {
      CHECK(emitted(row, std::nullopt) == row.filter);
    }
}

TEST_CASE("and are refused where it is not", "[mongodb][dates]") {
  for (const Row& row : kRefused) DYNAMIC_SECTION(row.why) {
      CHECK(emitted(row, std::nullopt) == row.filter);
    }
}

TEST_CASE("bound dates are dates", "[mongodb][dates]") {
  for (const Row& row : kBound) DYNAMIC_SECTION(row.why) {
      CHECK(emitted(row, Context{kNow, {}}) == row.filter);
    }
}

TEST_CASE("the zone of the moment wins", "[mongodb][dates]") {
  const Row row{"", R"({"at": {"$gte": "now/d"}})", "", Version::V8_0, "Europe/Helsinki"};
  CHECK(emitted(row, Context{kNow, "+05:30"}) ==
        R"({"at":{"$gte":{"$date":"2024-12-31T18:30:00Z"}}})");
}

TEST_CASE("verbatim, a bound date is a date", "[mongodb][dates]") {
  const Condition condition = right_condition(R"({"$and": [{"at": {"$gte": "now/d"}}]})",
                                              {.schema = right_schema(kSchema)});
  const auto bound = mongodb::emit(condition, {.now = Context{kNow, {}}, .verbatim = true});
  REQUIRE(bound.ok());
  CHECK(bound->text(ExtendedJson::Relaxed) ==
        R"({"$and":[{"at":{"$gte":{"$date":"2025-01-01T00:00:00Z"}}}]})");
}

TEST_CASE("the catalog's examples of this backend", "[mongodb][catalog]") {
  const Result<Schema> schema = parse_schema(example_schema());
  REQUIRE(schema.ok());
  const auto has = [&](std::string_view text, std::string_view code, Version version) {
    const Result<Condition> condition =
        compile(Source("example", std::string(text)), {.schema = *schema, .time_zone = "UTC"});
    REQUIRE(condition.ok());
    const Diagnostics found = mongodb::emit(*condition, {.version = version}).diagnostics();
    return std::any_of(found.begin(), found.end(), [&](const auto& it) { return it.code == code; });
  };
  struct Example {
    const char* code;
    Version version;
  };
  for (const Example& example : {Example{"B030", Version::V8_0}, Example{"B031", Version::V4_4}}) {
    const CatalogEntry* entry = find_in_catalog(example.code);
    REQUIRE(entry != nullptr);
    CHECK(has(entry->bad, entry->code, example.version));
    CHECK_FALSE(has(entry->good, entry->code, example.version));
  }
}

TEST_CASE("versions by name", "[mongodb]") {
  CHECK(mongodb::version_from("4.4") == Version::V4_4);
  CHECK(mongodb::version_from("8.0") == Version::V8_0);
  CHECK_FALSE(mongodb::version_from("8").has_value());
}
