// After a few documents a Matcher allocates nothing, whatever the form of the document.
#include <functional>
#include <nlohmann/json.hpp>
#include <span>

#include <tamis/document.h>
#include <tamis/extended_json.h>

#include "tests/backends/allocations.h"
#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

const char* const kDocument = R"({
  "name": "a name that is too long for a small string",
  "id": {"$oid": "507f1f77bcf86cd799439011"},
  "at": {"$date": "2024-01-31T10:20:30Z"},
  "blob": {"$binary": {"base64": "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", "subType": "00"}},
  "price": {"$numberDecimal": "12.50"},
  "re": {"$regularExpression": {"pattern": "a long pattern, longer than fifteen", "options": "xsmi"}},
  "tags": ["first of the tags of this", "second of the tags of this"],
  "orders": [{"qty": 1}, {"sku": "SKU-0002", "qty": 2, "notes": [[1, 2], {"x": 1}]}]
})";

const char* const kConditions[] = {
    R"({"name": "a name that is too long for a small string", "price": {"$gt": 12}})",
    R"({"$or": [{"name": {"$regex": "^never"}}, {"name": {"$regex": "too .* small"}}]})",
    R"({"blob": {"$binary": {"base64": "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", "subType": "00"}}})",
    R"({"re": {"$regularExpression": {"pattern": "a long pattern, longer than fifteen", "options": "imsx"}}})",
    R"({"id": {"$oid": "507f1f77bcf86cd799439011"}, "at": {"$lt": {"$date": "2025-01-01T00:00:00Z"}}})",
    R"({"tags": {"$in": ["a", "b", "c", "d", "e", "f", "second of the tags of this"]}})",
    R"({"tags": ["first of the tags of this", "second of the tags of this"]})",
    R"({"orders": {"$elemMatch": {"sku": "SKU-0002", "qty": {"$gte": 2}}}})",
    R"({"orders.1.notes.1": {"x": 1}, "orders.qty": {"$mod": [2, 0]}})",
    R"({"orders": {"$all": [{"qty": 1}]}, "orders.notes": {"$size": 2}})",
    R"({"$nor": [{"missing": {"$exists": true}}, {"blob": {"$bitsAllClear": [0]}}]})",
};

long allocations_of(const std::function<bool()>& match) {
  bool matched = true;
  for (int warm_up = 0; warm_up < 4; ++warm_up) matched = match() && matched;
  const long allocations = test::allocations_in([&] {
    for (int i = 0; i < 10; ++i) matched = match() && matched;
  });
  CHECK(matched);
  return allocations;
}

}  // namespace

TEST_CASE("the counter counts", "[predicate]") {
  std::string text;
  CHECK(test::allocations_in([&] { text.assign(100, 'x'); }) == 1);
  CHECK(text.size() == 100);
}

TEST_CASE("matching does not allocate", "[predicate]") {
  const Value value = *parse_extended_json(Source("document", kDocument));
  const auto ordered = nlohmann::ordered_json::parse(kDocument);
  const auto sorted = nlohmann::json::parse(kDocument);
  const std::string bson = *to_bson(value);
  predicate::DocumentBuilder builder{predicate::FieldNames()};
  const predicate::Document document = builder.build(value);
  std::vector<std::size_t> found;
  const Context context{1'700'000'000'000, {}};
  for (const char* condition : kConditions) {
    auto matcher = test::matcher_of(condition);
    CAPTURE(condition);
    CHECK(allocations_of([&] { return matcher.matches(value, context); }) == 0);
    CHECK(allocations_of([&] { return matcher.matches(ordered, context); }) == 0);
    CHECK(allocations_of([&] { return matcher.matches(sorted, context); }) == 0);
    CHECK(allocations_of([&] { return matcher.matches_text(kDocument, context).matched(); }) == 0);
    CHECK(allocations_of([&] {
            return matcher.matches_bson(std::as_bytes(std::span(bson)), context).matched();
          }) == 0);
    CHECK(allocations_of([&] { return matcher.matches(predicate::Field::of(value), context); }) ==
          0);
    CHECK(allocations_of([&] { return matcher.matches(document, context); }) == 0);
    CHECK(allocations_of([&] {
            matcher.find({&document, 1}, found, context);
            return found.size() == 1;
          }) == 0);
  }
}
