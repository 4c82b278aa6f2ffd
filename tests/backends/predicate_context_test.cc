#include <tamis/document.h>
#include <tamis/extended_json.h>

#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;

namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kNow = 1'700'000'000'000;  // 2023-11-14T22:13:20Z

const char* const kSchema = R"({
  "bsonType": "object",
  "properties": {"at": {"bsonType": "date"}, "seen": {"bsonType": "array", "items": {"bsonType": "date"}}}
})";

predicate::Matcher with_schema(std::string_view condition, const std::string& time_zone = {}) {
  CompileOptions options;
  options.schema = right_schema(kSchema);
  options.time_zone = time_zone;
  return test::matcher_of(condition, options);
}

Value at(std::int64_t ms) {
  return Value::object({{"at", Date{ms}}});
}

}  // namespace

TEST_CASE("relative dates move with the context", "[predicate]") {
  auto matcher = with_schema(R"({"at": {"$gte": "now-30d"}})");
  CHECK(matcher.matches(at(kNow - 29 * kDay), {kNow, {}}));
  CHECK_FALSE(matcher.matches(at(kNow - 31 * kDay), {kNow, {}}));
  CHECK(matcher.matches(at(kNow - 31 * kDay), {kNow - 2 * kDay, {}}));
  CHECK_FALSE(matcher.matches(at(kNow - 31 * kDay), {kNow, {}}));
}

TEST_CASE("relative dates move for one Document", "[predicate][document]") {
  auto matcher = with_schema(R"({"at": {"$gte": "now-30d"}})");
  predicate::DocumentBuilder builder{predicate::FieldNames()};
  const predicate::Document document = builder.build(at(kNow - 31 * kDay));
  std::vector<std::size_t> found;
  for (int i = 0; i < 2; ++i) {
    CHECK_FALSE(matcher.matches(document, {kNow, {}}));
    CHECK(matcher.matches(document, {kNow - 2 * kDay, {}}));
    matcher.find({&document, 1}, found, {kNow, {}});
    CHECK(found.empty());
    matcher.find({&document, 1}, found, {kNow - 2 * kDay, {}});
    CHECK(found.size() == 1);
  }
}

TEST_CASE("a relative date in a list", "[predicate]") {
  auto matcher = with_schema(R"({"at": {"$in": ["now", "2020-01-01"]}})");
  CHECK(matcher.matches(at(kNow), {kNow, {}}));
  CHECK_FALSE(matcher.matches(at(kNow), {kNow + 1, {}}));
  CHECK(matcher.matches(at(1'577'836'800'000), {kNow, {}}));
  CHECK_FALSE(matcher.matches(Value::object({{"at", std::int64_t{kNow}}}), {kNow, {}}));
}

TEST_CASE("the call's time zone comes before the condition's", "[predicate]") {
  // In Kiritimati, 14 hours ahead, it is the 15th already, 12:13.
  const Value document = at(kNow - 13 * 3'600'000);  // 09:13 on the 14th in UTC
  auto utc = with_schema(R"({"at": {"$gte": "now/d"}})");
  CHECK(utc.matches(document, {kNow, {}}));
  CHECK_FALSE(utc.matches(document, {kNow, "Pacific/Kiritimati"}));
  auto ahead = with_schema(R"({"at": {"$gte": "now/d"}})", "Pacific/Kiritimati");
  CHECK_FALSE(ahead.matches(document, {kNow, {}}));
  CHECK(ahead.matches(document, {kNow, "UTC"}));
  CHECK(ahead.matches(document, {kNow, "No/Such"}));
}

TEST_CASE("the system clock's time is a time after this was written", "[predicate]") {
  CHECK(Context::now().now_ms > kNow);
}
