// Hostile texts as names of tables, columns and fields: a schema's author may mean them.
#include <tamis/compile.h>
#include <tamis/extended_json.h>

#include <fmt/format.h>

#include "tests/backends/hostile_texts.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tools/tamis/engines/sqlite_checker.h"

namespace tamis::sqlite {
namespace {

Value object(std::string key, Value value) {
  return Object{{std::move(key), std::move(value)}};
}

Value mapped(Value property, Object place) {
  property.as<Object>().push_back({"x-tamis", object("sqlite", std::move(place))});
  return property;
}

const Value& text_type() {
  static const Value type = object("bsonType", "string");
  return type;
}

Object schema_of(Object properties, const std::string& name = "") {
  return Object{
      {"bsonType", "object"},
      {"additionalProperties", false},
      {"x-tamis", object("sqlite", Object{{"table", name + "contacts"}, {"key", name + "id"}})},
      {"properties", std::move(properties)}};
}

struct Role {
  const char* why;
  Object (*schema)(const std::string& name);
  Object (*condition)(const std::string& name);
};

Object one_member(const std::string& name) {
  return Object{{name, object("$ne", "x")}};
}

const Role kRoles[] = {
    {"whatever a mapping names",
     [](const std::string& name) {
       const Value rows = Object{{"bsonType", "array"}, {"items", text_type()}};
       return schema_of({{"a", mapped(text_type(), {{"column", name}})},
                         {"b", mapped(object("bsonType", Array{"string", "null"}),
                                      {{"column", "b" + name}, {"presence", "has" + name}})},
                         {"c", mapped(text_type(), {{"table", "eav" + name},
                                                    {"key", "key" + name},
                                                    {"where", object("name" + name, name)},
                                                    {"column", "value" + name}})},
                         {"d", mapped(rows, {{"table", "rows" + name},
                                             {"key", name + "contact"},
                                             {"position", "pos" + name},
                                             {"presence", "d" + name},
                                             {"column", name + "tag"}})}},
                        name);
     },
     [](const std::string&) {
       return Object{{"a", "x"},
                     {"b", nullptr},
                     {"c", object("$gt", "x")},
                     {"d", object("$nin", Array{"x", "y"})},
                     {"$or", Array{object("d", object("$size", 2)), object("b", "x")}}};
     }},
    {"a field that is a column of its own name",
     [](const std::string& name) { return schema_of({{name, text_type()}}); }, one_member},
    {"a field by a path in a column",
     [](const std::string& name) {
       return schema_of(
           {{name, mapped(text_type(), {{"column", "json"}, {"path", "$.\"" + name + "\""}})}});
     },
     one_member},
    {"a field of an object in a column",
     [](const std::string& name) {
       const Value inner = Object{{"bsonType", "object"},
                                  {"properties", Object{{name, text_type()}}},
                                  {"additionalProperties", false}};
       return schema_of({{"json", mapped(inner, {{"column", "json"}, {"path", "$.inner"}})}});
     },
     [](const std::string& name) { return one_member("json." + name); }},
};

std::string text_of(const Object& object) {
  return to_extended_json(Value(object), ExtendedJson::Relaxed);
}

TEST_CASE("hostile names", "[sqlite]") {
  for (const Role& role : kRoles) DYNAMIC_SECTION(role.why) {
      std::size_t checked = 0;
      for (const HostileText& hostile : kHostileTexts) {
        const std::string name(hostile.text);
        CAPTURE(hostile.why, name);
        const Result<Schema> schema = parse_schema(Source("schema", text_of(role.schema(name))));
        if (!schema) continue;
        const Result<Condition> condition =
            compile(Source("condition", text_of(role.condition(name))), {.schema = *schema});
        if (!condition) continue;
        const Result<SqlFilter> filter = emit(*condition);
        if (!filter) {  // where SQLite could not spell the name
          CHECK(filter.diagnostics().front().code == "B002");
          continue;
        }
        CAPTURE(filter->text);
        const engines::SqlChecker checker(*schema);
        CHECK(checker.fault(*condition, *filter, {}, {}).empty());
        ++checked;
      }
      CHECK(checked > std::size(kHostileTexts) / 2);
    }
}

TEST_CASE("hostile names of the caller's", "[sqlite]") {
  for (const HostileText& hostile : kHostileTexts) {
    if (hostile.text.find('\0') != std::string_view::npos) continue;
    const std::string name(hostile.text);
    CAPTURE(hostile.why, name);
    const Result<Condition> condition = compile(Source("condition", R"({"a": {"$ne": 1}})"));
    REQUIRE(condition);
    const EmitOptions options{.alias = name, .document = name};
    const Result<SqlFilter> filter = emit(*condition, options);
    REQUIRE(filter);
    CHECK(engines::SqlChecker(std::nullopt, name).fault(*condition, *filter, options, {}).empty());
  }
}

TEST_CASE("names that are escaped in JSON are sought in the document", "[sqlite]") {
  const std::string_view schema_text =
      R"({"bsonType": "object", "x-tamis": {"sqlite": {"table": "t", "key": "id"}}, "properties": {
          "o": {"bsonType": "object", "x-tamis": {"sqlite": {"column": "d", "path": "$.o"}},
                "properties": {"x\ny": {"bsonType": "int"}, "xy": {"bsonType": "int"}}}}})";
  const Result<Schema> schema = parse_schema(Source("schema", std::string(schema_text)));
  REQUIRE(schema);
  const auto emitted = [&](const char* text) {
    const Result<Condition> condition = compile(Source("condition", text), {.schema = *schema});
    REQUIRE(condition);
    return checked_emit(*condition);
  };
  const auto asks_document = [&](const char* text) {
    const Result<SqlFilter> filter = emitted(text);
    REQUIRE(filter);
    return filter->text.find("tamis_match") != std::string::npos;
  };
  CHECK_FALSE(asks_document(R"({"o.xy": 1})"));
  CHECK(asks_document(R"({"o.x\ny": 1})"));
}

// Names that the emitter gives to rows, and those of what `json_each` gives.
struct OwnName {
  const char* root;
  const char* alias;
  const char* json;
};

constexpr OwnName kOwnNames[] = {{"r1", "", "value"},       {"R1", "", "json"},
                                 {"contacts", "r1", "key"}, {"row1", "R1", "type"},
                                 {"r2", "", "atom"},        {"contacts", "R2", "root"},
                                 {"value", "", "value"},    {"json", "key", "path"},
                                 {"orders", "o", "id2"},    {"r1", "orders", "json"}};

// An order has an `id`, as its contact does, and none that is its contact's.
Schema schema_of_names(const OwnName& names) {
  return right_schema(fmt::format(R"({{
    "bsonType": "object", "additionalProperties": false,
    "x-tamis": {{"sqlite": {{"table": "{}", "key": "id"}}}}, "properties": {{
      "tags": {{"bsonType": ["array", "null"], "items": {{"bsonType": "string"}},
        "x-tamis": {{"sqlite": {{"column": "{}", "path": "$.a"}}}}}},
      "carts": {{"bsonType": "array", "items": {{"bsonType": "object",
        "additionalProperties": false, "properties": {{
          "skus": {{"bsonType": "array", "items": {{"bsonType": "string"}}}}}}}},
        "x-tamis": {{"sqlite": {{"column": "carts", "path": "$.a"}}}}}},
      "orders": {{"bsonType": "array", "items": {{"bsonType": "object",
        "additionalProperties": false, "properties": {{"product": {{"bsonType": "string"}}}}}},
        "x-tamis": {{"sqlite": {{"table": "child", "key": "contact"}}}}}}}}}})",
                                  names.root, names.json));
}

TEST_CASE("names that SQL of ours gives, too", "[sqlite]") {
  constexpr const char* kConditions[] = {
      R"({"orders.product": "a"})", R"({"orders.product": "a", "orders": {"$size": 1}})",
      R"({"tags": "a"})", R"({"tags": {"$elemMatch": {"$in": ["a"]}}})",
      R"({"carts": {"$elemMatch": {"skus": "a"}}})"};
  for (const OwnName& names : kOwnNames) {
    const Schema schema = schema_of_names(names);
    const Connection db;
    db.execute(fmt::format(R"(
      CREATE TABLE "{}" (id INTEGER, "{}" TEXT, carts TEXT);
      INSERT INTO "{}" VALUES
        (1, '{{"a": ["a"]}}', '{{"a": [{{"skus": ["a"]}}]}}'),
        (2, '{{"a": ["b"]}}', '{{"a": [{{"skus": ["b"]}}]}}'), (3, NULL, NULL);
      CREATE TABLE child (id INTEGER, contact INTEGER, product TEXT);
      INSERT INTO child VALUES (7, 1, 'a'), (2, 2, 'b'), (3, 3, 'b'))",
                           names.root, names.json, names.root));
    for (const char* text : kConditions) {
      const EmitOptions options{.alias = names.alias, .pure_sql = true, .inline_values = true};
      const Result<SqlFilter> filter =
          checked_emit(right_condition(text, {.schema = schema}), options);
      REQUIRE(filter);
      CAPTURE(names.root, names.alias, filter->text);
      const char* name = *names.alias == '\0' ? names.root : names.alias;
      const Statement found = db.prepare(
          fmt::format(R"(SELECT id FROM "{}" AS "{}" WHERE {})", names.root, name, filter->text));
      CHECK(Connection::rows(found.get()) == std::vector<std::string>{"1"});
    }
  }
}

}  // namespace
}  // namespace tamis::sqlite
