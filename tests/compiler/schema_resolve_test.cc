// What a schema says of paths.
#include <fmt/format.h>
#include <tamis/schema.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

Schema schema_of(const std::string& text) {
  const auto schema = parse_schema(Source("s", text));
  if (!schema.ok()) FAIL(schema.diagnostics().front().message);
  return *schema;
}

constexpr const char* kSchema = R"({
  "additionalProperties": false,
  "required": ["email", "address", "tags", "pairs", "lines"],
  "properties": {
    "email": {"bsonType": "string"},
    "age": {"bsonType": ["int", "null"]},
    "home": {"bsonType": "object", "additionalProperties": {"bsonType": "int"}},
    "open": {"bsonType": "object"},
    "any": {},
    "address": {"bsonType": "object", "required": ["city"], "additionalProperties": false,
      "properties": {"city": {"bsonType": "string"}, "zip": {"bsonType": "string"}}},
    "maybe": {"bsonType": ["object", "null"], "required": ["x"], "properties": {"x": {"bsonType": "int"}}},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "maxItems": 5},
    "bag": {"bsonType": "array"},
    "pairs": {"bsonType": "array", "minItems": 2, "items": {"bsonType": ["int", "double"]}},
    "grid": {"bsonType": "array", "items": {"bsonType": "array", "items": {"bsonType": "object",
      "additionalProperties": false, "properties": {"b": {"bsonType": "bool"}}}}},
    "orders": {"bsonType": ["array", "null"], "items": {"bsonType": "object",
      "additionalProperties": false, "required": ["sku"],
      "properties": {"sku": {"bsonType": "string"}, "qty": {"bsonType": "int"},
                     "0": {"bsonType": "date"}}}},
    "lines": {"bsonType": "array", "minItems": 1, "items": {"bsonType": "object",
      "required": ["sku"], "properties": {"sku": {"bsonType": "string"}}}},
    "either": {"bsonType": ["array", "object"], "items": {"bsonType": "object",
      "properties": {"v": {"bsonType": "int"}}}, "properties": {"v": {"bsonType": "string"}}},
    "profile": {"bsonType": "object", "x-tamis": {"aliases": ["about"]},
      "properties": {"name": {"bsonType": "string", "x-tamis": {"aliases": ["title"]}}}}
  }
})";

struct Row {
  const char* why;
  const char* path;
  const char* flags;  // k known, f forbidden, t through an array, m maybe missing, s single
  const char* types;
  const char* elements;
};

constexpr const char* kAnything = "a value of any type";

constexpr Row kRows[] = {
    {"a required scalar", "email", "ks", "a string", "nothing"},
    {"an optional scalar", "age", "kms", "an int or null", "nothing"},
    {"no such field", "emial", "fm", "nothing", "nothing"},
    {"nothing below a string", "email.x", "fm", "nothing", "nothing"},
    {"nothing below a number or null", "age.x", "fm", "nothing", "nothing"},
    {"a required member of a required object", "address.city", "ks", "a string", "nothing"},
    {"an optional member", "address.zip", "kms", "a string", "nothing"},
    {"a member that the object rules out", "address.street", "fm", "nothing", "nothing"},
    {"a null parent makes a required member missing", "maybe.x", "kms", "an int", "nothing"},
    {"other names have a schema", "home.cat", "kms", "an int", "nothing"},
    {"an open object", "open.x", "m", kAnything, kAnything},
    {"deep in an open object", "open.x.y.z", "tm", kAnything, kAnything},
    {"a field of any type", "any", "km", kAnything, kAnything},
    {"below a field of any type", "any.x", "tm", kAnything, kAnything},
    {"an array of strings", "tags", "k", "an array", "a string"},
    {"an element by index", "tags.0", "ktm", "a string", "nothing"},
    {"an index past the last element", "tags.5", "fm", "nothing", "nothing"},
    {"a name in an array of strings", "tags.x", "fm", "nothing", "nothing"},
    {"a name like an index, but not one", "tags.00", "fm", "nothing", "nothing"},
    {"an element that must be there", "pairs.1", "kt", "an int or a double", "nothing"},
    {"an element that need not be there", "pairs.2", "ktm", "an int or a double", "nothing"},
    {"an array of anything", "bag", "km", "an array", kAnything},
    {"in an array of anything", "bag.x", "tm", kAnything, kAnything},
    {"an array of objects", "orders", "km", "an array or null", "an object"},
    {"a member of the elements", "orders.sku", "ktm", "a string", "nothing"},
    {"a member of an element by index", "orders.1.sku", "ktm", "a string", "nothing"},
    {"no such member of the elements", "orders.price", "ftm", "nothing", "nothing"},
    {"an index that is also a name", "orders.0", "ktm", "a date or an object", "nothing"},
    {"a required member of elements that must be there", "lines.sku", "kt", "a string", "nothing"},
    {"arrays in an array are not entered by name", "grid.b", "ftm", "nothing", "nothing"},
    {"an inner array by index", "grid.0", "ktm", "an array", "an object"},
    {"its elements by name", "grid.0.b", "ktm", "a boolean", "nothing"},
    {"its elements by index", "grid.0.1", "ktm", "an object", "nothing"},
    {"and their members", "grid.0.1.b", "ktm", "a boolean", "nothing"},
    {"an object or an array of them", "either.v", "ktm", "a string or an int", "nothing"},
    {"an alias", "about", "kms", "an object", "nothing"},
    {"an alias within an alias", "about.title", "kms", "a string", "nothing"},
    {"an empty name", "", "fm", "nothing", "nothing"},
    {"an empty component", "address.", "fm", "nothing", "nothing"},
};

std::string flags_of(const FieldFacts& facts) {
  std::string text;
  if (facts.known) text += 'k';
  if (facts.forbidden) text += 'f';
  if (facts.through_array) text += 't';
  if (facts.maybe_missing) text += 'm';
  if (facts.single()) text += 's';
  return text;
}

TEST_CASE("what a schema says of a path", "[schema][resolve]") {
  const Schema schema = schema_of(kSchema);
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const FieldFacts facts = schema.resolve(FieldPath(row.path));
      CAPTURE(row.path);
      std::string flags = flags_of(facts);
      // A forbidden path may have been ruled out before or after an array: of no interest.
      if (facts.forbidden) std::erase(flags, 't');
      std::string expected = row.flags;
      if (facts.forbidden) std::erase(expected, 't');
      CHECK(flags == expected);
      CHECK(facts.types.describe() == row.types);
      CHECK(facts.elements.describe() == row.elements);
      CHECK((facts.field != nullptr) == facts.known);
    }
}

TEST_CASE("an element's fields are resolved from the element", "[schema][resolve]") {
  const Schema schema = schema_of(kSchema);
  const FieldSchema* order = schema.root().property("orders")->items.get();
  CHECK(flags_of(schema.resolve(FieldPath("sku"), order)) == "ks");
  CHECK(flags_of(schema.resolve(FieldPath("qty"), order)) == "kms");
  CHECK(flags_of(schema.resolve(FieldPath("price"), order)) == "fm");
  // An element that is an array is read by indexes, and not entered by a name.
  const FieldSchema* row = schema.root().property("grid")->items.get();
  CHECK(flags_of(schema.resolve(FieldPath("b"), row)) == "fm");
  CHECK(schema.resolve(FieldPath("0"), row).types == TypeSet{BsonType::Object});
  CHECK(schema.resolve(FieldPath("0.b"), row).types == TypeSet{BsonType::Bool});
}

TEST_CASE("steps follow the path", "[schema][resolve]") {
  const Schema schema = schema_of(kSchema);
  const auto names = [&](const char* path) {
    std::string text;
    for (const FieldSchema* step : schema.resolve(FieldPath(path)).steps) text += "/" + step->name;
    return text;
  };
  CHECK(names("orders.sku") == "/orders/sku");
  CHECK(names("tags.0") == "/tags/");
  CHECK(names("about.title") == "/profile/name");
  CHECK(names("address.street") == "/address");
  CHECK(names("open.x.y") == "/open");
  CHECK(names("emial").empty());
}

TEST_CASE("aliases have a path of their own", "[schema][resolve]") {
  const Schema schema = schema_of(kSchema);
  CHECK(schema.resolve(FieldPath("about.title")).aliased);
  CHECK_FALSE(schema.resolve(FieldPath("profile.name")).aliased);
  CHECK(schema.canonical_path(FieldPath("about.title"))->text() == "profile.name");
  CHECK(schema.canonical_path(FieldPath("profile.title"))->text() == "profile.name");
  CHECK_FALSE(schema.canonical_path(FieldPath("profile.name")));
  CHECK_FALSE(schema.canonical_path(FieldPath("about.nothing"))->text() == "about.nothing");
}

TEST_CASE("all paths, in text order", "[schema][resolve]") {
  const Schema schema = schema_of(R"({"properties": {
    "z": {"bsonType": "int"},
    "o": {"bsonType": "object", "properties": {"b": {}, "a": {"x-tamis": {"aliases": ["c"]}}}},
    "l": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"q": {}}}}}})");
  CHECK(schema.paths() == std::vector<std::string>{"z", "o", "o.b", "o.a", "l", "l.q"});
}

TEST_CASE("no path is listed that no document has", "[schema][resolve]") {
  const Schema schema = schema_of(R"({"properties": {
    "dotted.name": {"bsonType": "int"},
    "no_array": {"bsonType": "int", "items": {"properties": {"a": {"bsonType": "int"}}}},
    "grid": {"bsonType": "array", "items": {"bsonType": "array",
      "items": {"properties": {"cell": {"bsonType": "int"}}}}}}})");
  CHECK(schema.paths() == std::vector<std::string>{"no_array", "grid"});
}

TEST_CASE("the list of topics", "[schema][resolve]") {
  const Schema ids = schema_of(R"({"properties": {"p": {"bsonType": "object", "properties": {
    "subs": {"bsonType": "array", "items": {"bsonType": "string"},
      "x-tamis": {"topics": {"ids": ["a", "b"]}}}}}}})");
  REQUIRE(ids.topics() != nullptr);
  CHECK(ids.topics_path().text() == "p.subs");
  CHECK(ids.topics()->topics->id.empty());
  CHECK(ids.topics()->topics->ids == std::vector<std::string>{"a", "b"});

  const Schema objects = schema_of(R"({"properties": {
    "subs": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"topic": {}, "on": {}}},
      "x-tamis": {"topics": {"ids": ["a"], "id": "topic", "subscribed": {"on": true}}}}}})");
  CHECK(objects.topics()->topics->id == "topic");
  CHECK(objects.topics()->topics->subscribed.front().first == "on");
  CHECK(schema_of("{}").topics() == nullptr);
}

}  // namespace
}  // namespace tamis
