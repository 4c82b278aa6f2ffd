#include <tamis/accessor.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

struct Order {
  std::string sku;
  int qty;
};

struct Contact {
  std::string country;
  std::unique_ptr<double> score;
  bool vip;
  std::int64_t joined_ms;
  std::vector<Order> orders;
  std::map<std::string, std::string> properties;
};

// An object without a fixed set of names.
class Properties final : public predicate::ObjectAccessor {
 public:
  using Map = std::map<std::string, std::string>;

  bool next(const void* self, std::size_t& position, std::string_view& name,
            predicate::Field& value) const override {
    const Map& map = *static_cast<const Map*>(self);
    if (position == map.size()) return false;
    const auto at = std::next(map.begin(), static_cast<std::ptrdiff_t>(position++));
    name = at->first;
    value = predicate::Field(at->second);
    return true;
  }
};

const Properties kProperties;

const predicate::Record<Order> kOrder{
    {"sku", [](const Order& o) { return predicate::Field(o.sku); }},
    {"qty", [](const Order& o) { return predicate::Field(o.qty); }}};

const predicate::List<std::vector<Order>> kOrders{[](const Order& o) { return kOrder.of(o); }};

const predicate::Record<Contact> kContact{
    {"country", [](const Contact& c) { return predicate::Field(c.country); }},
    {"score",
     [](const Contact& c) { return c.score ? predicate::Field(*c.score) : predicate::Field(); }},
    {"vip", [](const Contact& c) { return predicate::Field(c.vip); }},
    {"joined", [](const Contact& c) { return predicate::Field(Date{c.joined_ms}); }},
    {"orders", [](const Contact& c) { return kOrders.of(c.orders); }},
    {"properties", [](const Contact& c) {
       return predicate::Field(predicate::Field::ObjectView{&c.properties, &kProperties});
     }}};

Contact somebody() {
  return {.country = "FI",
          .score = nullptr,
          .vip = true,
          .joined_ms = 1'700'000'000'000,
          .orders = {{"A", 1}, {"B", 5}},
          .properties = {{"plan", "pro"}, {"size", "large"}}};
}

}  // namespace

TEST_CASE("documents of the user's own type", "[predicate]") {
  struct Row {
    const char* why;
    const char* condition;
    bool matches;
  };
  const Row rows[] = {
      {"a text", R"({"country": "FI"})", true},
      {"another text", R"({"country": "SE"})", false},
      {"a field that is not there", R"({"score": {"$exists": false}})", true},
      {"a bool is no number", R"({"vip": 1})", false},
      {"a date", R"({"joined": {"$gt": {"$date": "2023-01-01T00:00:00Z"}}})", true},
      {"below objects in an array", R"({"orders.qty": {"$gt": 4}})", true},
      {"at an index", R"({"orders.1.sku": "B"})", true},
      {"past the end", R"({"orders.2.sku": {"$exists": true}})", false},
      {"one element", R"({"orders": {"$elemMatch": {"sku": "A", "qty": {"$gt": 4}}}})", false},
      {"a whole object", R"({"orders": {"sku": "B", "qty": 5}})", true},
      {"a whole object, in another order", R"({"orders": {"qty": 5, "sku": "B"}})", false},
      {"a size", R"({"orders": {"$size": 2}})", true},
      {"a name looked up by searching", R"({"properties.plan": "pro"})", true},
      {"a name not found by searching", R"({"properties.none": null})", true},
      {"a map as a whole", R"({"properties": {"plan": "pro", "size": "large"}})", true},
  };
  const Contact contact = somebody();
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      auto matcher = test::matcher_of(row.condition);
      CHECK(matcher.matches(kContact.of(contact)) == row.matches);
    }
  }
}

TEST_CASE("a field that is not there is no member of a whole object", "[predicate]") {
  struct Thing {
    int a;
    bool has_b;
  };
  const predicate::Record<Thing> thing{
      {"a", [](const Thing& t) { return predicate::Field(t.a); }},
      {"b", [](const Thing& t) { return t.has_b ? predicate::Field(2) : predicate::Field(); }}};
  const predicate::List<std::vector<Thing>> things{
      +[](const Thing&) { return predicate::Field(); }};
  CHECK(things.of({}).missing() == false);
  Thing without{1, false};
  Thing with{1, true};
  std::size_t position = 0;
  std::string_view name;
  predicate::Field value;
  CHECK(thing.next(&without, position, name, value));
  CHECK_FALSE(thing.next(&without, position, name, value));
  CHECK(thing.member(&with, "b").missing() == false);
  CHECK(thing.member(&with, "c").missing());
}
