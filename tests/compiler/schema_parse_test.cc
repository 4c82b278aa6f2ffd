// Schemas: what parse_schema makes of good ones, and the mistakes it finds in bad ones.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <tamis/catalog.h>
#include <tamis/schema.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

std::string codes(const Result<Schema>& result) {
  std::string text;
  for (const Diagnostic& d : result.diagnostics()) text += (text.empty() ? "" : " ") + d.code;
  return text;
}

std::string show(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics)
    text += fmt::format("{} at {}: {} ({})\n", d.code, d.span().begin, d.message, d.labels[0].text);
  return text;
}

struct Row {
  const char* why;
  const char* schema;
  const char* codes;
};

// The schema is that of a property `p`, where it begins with `p:`.
constexpr Row kRows[] = {
    {"an empty schema says nothing", "{}", ""},
    {"a validator's wrapper", R"({"$jsonSchema": {"bsonType": "object"}})", ""},
    {"conditions beside a validator's schema are not used",
     R"({"$jsonSchema": {"bsonType": "object"}, "age": {"$gt": 3}})", "T102"},
    {"mongosh text", "{bsonType: 'object', properties: {a: {bsonType: 'int'}}, // x\n}", ""},
    {"a syntax error", "{bsonType: 'object'", "E*"},
    {"a document is not an array", R"({"bsonType": "array"})", "T104"},
    {"a schema is not a list", "[]", "T104"},
    {"a schema may be true", "p:true", ""},
    {"a schema cannot be false", "p:false", "T104"},
    {"annotations are skipped without a word",
     R"({"$schema": "x", "$id": "y", "title": "t", "default": {}, "examples": [1], "$comment": "c",
         "x-ours": 1})",
     ""},
    {"a misspelt keyword", R"(p:{"bsonType": "int", "minimun": 1})", "T101"},
    {"a keyword in the wrong case", R"(p:{"bsontype": "int"})", "T101"},
    {"a misspelt x-tamis", R"(p:{"x-tami": {}})", "T101"},
    {"a keyword that is nothing like any", R"(p:{"colour": "red"})", "T103"},
    {"a keyword that we do not use", R"(p:{"anyOf": [{"bsonType": "int"}]})", "T102"},
    {"a type by a foreign name", R"(p:{"bsonType": "datetime"})", "T106"},
    {"a type in the wrong case", R"(p:{"bsonType": "String"})", "T106"},
    {"a type that is no name", R"(p:{"bsonType": 2})", "T105"},
    {"no types at all", R"(p:{"bsonType": []})", "T105"},
    {"one bad type among good ones", R"(p:{"bsonType": ["int", "txt", 3]})", "T106 T105"},
    {"a type listed twice", R"(p:{"bsonType": ["int", "int"]})", "T111"},
    {"types of JSON Schema", R"(p:{"type": ["integer", "boolean", "number", "null"]})", ""},
    {"a type of JSON Schema under BSON's keyword", R"(p:{"bsonType": "integer"})", "T106"},
    {"another among BSON's", R"(p:{"bsonType": ["string", "boolean"]})", "T106"},
    {"both type keywords", R"(p:{"type": "string", "bsonType": "string"})", "T107"},
    {"an enum of another type", R"(p:{"bsonType": "int", "enum": [1, "2"]})", "T110"},
    {"numbers of an enum are of every number type", R"(p:{"bsonType": "long", "enum": [1]})", ""},
    {"an enum without values", R"(p:{"enum": []})", "T105"},
    {"an enum's equal numbers", R"(p:{"enum": [1, 1.0]})", "T111"},
    {"a key twice", R"(p:{"bsonType": "int", "bsonType": "int"})", "T108"},
    {"a property twice", R"({"properties": {"a": {}, "a": {}}})", "T108"},
    {"bounds that exclude each other", R"(p:{"bsonType": "int", "minimum": 3, "maximum": 2})",
     "T109"},
    {"bounds that leave one value", R"(p:{"bsonType": "int", "minimum": 2, "maximum": 2})", ""},
    {"an exclusive bound leaves none",
     R"(p:{"bsonType": "int", "minimum": 2, "maximum": 2, "exclusiveMinimum": true})", "T109"},
    {"exclusive bounds as numbers",
     R"(p:{"bsonType": "int", "exclusiveMinimum": 2, "exclusiveMaximum": 2})", "T109"},
    {"an exclusive flag alone", R"(p:{"bsonType": "int", "exclusiveMaximum": true})", "T105"},
    {"a bound that is no number", R"(p:{"bsonType": "int", "minimum": "2"})", "T105"},
    {"lengths that exclude each other",
     R"(p:{"bsonType": "string", "minLength": 3, "maxLength": 2})", "T109"},
    {"a negative length", R"(p:{"bsonType": "string", "minLength": -1})", "T105"},
    {"a fractional length", R"(p:{"bsonType": "string", "minLength": 1.5})", "T105"},
    {"a bad pattern", R"(p:{"bsonType": "string", "pattern": "a(b"})", "T114"},
    {"look-around is fine in a schema", R"~(p:{"bsonType": "string", "pattern": "^(?!a)"})~", ""},
    {"a keyword for another type", R"(p:{"bsonType": "string", "maximum": 3})", "T115"},
    {"a keyword and no type", R"(p:{"minItems": 3, "maxItems": 4})", "T116"},
    {"required, not allowed", R"({"required": ["b"], "additionalProperties": false})", "T112"},
    {"required, not described", R"({"required": ["b"], "properties": {"wxyz": {}}})", ""},
    {"required, nearly described",
     R"({"required": ["emails"], "properties": {"email": {"bsonType": "string"}}})", "T113"},
    {"required by its alias",
     R"({"required": ["b"], "properties": {"a": {"x-tamis": {"aliases": ["b"]}}}})", "T112"},
    {"a schema of the other names", R"({"additionalProperties": {"bsonType": "string"}})", ""},
    {"a bad schema of the other names", R"({"additionalProperties": {"bsonType": "strin"}})",
     "T106"},
    {"additional as a number", R"({"additionalProperties": 1})", "T105"},
    {"a list of items", R"(p:{"bsonType": "array", "items": [{"bsonType": "int"}]})", "T102"},
    {"a name with a dot", R"({"properties": {"a.b": {}}})", "T117"},
    {"a name like an operator", R"({"properties": {"$a": {}}})", "T117"},
    {"a deprecated property, and why", R"(p:{"deprecated": "use `q`"})", ""},
    {"deprecated as a number", R"(p:{"deprecated": 1})", "T105"},
    {"unknown keys in x-tamis", R"(p:{"x-tamis": {"indexed": true, "colour": 1}})", "T120"},
    {"a root's key on a property", R"(p:{"x-tamis": {"timezone": "UTC"}})", "T120"},
    {"a property's key on the root", R"({"x-tamis": {"indexed": true}})", "T120"},
    {"a mongodb name that is no path", R"(p:{"x-tamis": {"mongodb": "a..b"}})", "T105"},
    {"a share above one", R"(p:{"x-tamis": {"selectivity": 1.5}})", "T105"},
    {"an alias with a dot", R"(p:{"x-tamis": {"aliases": ["a.b"]}})", "T105"},
    {"an alias twice", R"(p:{"x-tamis": {"aliases": ["a", "a"]}})", "T111"},
    {"an alias of itself", R"(p:{"x-tamis": {"aliases": ["p"]}})", "T130"},
    {"one alias for two properties",
     R"({"properties": {"a": {"x-tamis": {"aliases": ["c"]}},
                        "b": {"x-tamis": {"aliases": ["c"]}}}})",
     "T130"},
    {"aliases of different objects",
     R"({"properties": {"a": {"x-tamis": {"aliases": ["c"]}},
         "b": {"bsonType": "object", "properties": {"d": {"x-tamis": {"aliases": ["c"]}}}}}})",
     ""},
    {"a zone of its own", R"({"x-tamis": {"timezone": "Europe/Helsinki"}})", ""},
    {"an unknown zone", R"({"x-tamis": {"timezone": "Mars"}})", "T135"},
    {"a mapping without a root", R"(p:{"x-tamis": {"sqlite": {"column": "p"}}})", "T123"},
    {"one complaint is enough of a root without a table",
     R"({"properties": {"a": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "a"}}},
                        "b": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "b"}}}}})",
     "T123"},
    {"a root mapping without a key", R"({"x-tamis": {"sqlite": {"table": "t"}}})", "T121"},
    {"valid documents without their column",
     R"({"x-tamis": {"sqlite": {"table": "t", "key": "k", "valid_documents": true}}})", "T121"},
    {"a promise is true or false",
     R"({"x-tamis": {"sqlite": {"table": "t", "key": "k", "document": "d",
                                "valid_documents": 1}}})",
     "T105"},
    {"a misspelt key of a mapping is not missing, too, nor is a root",
     R"(p:{"x-tamis": {"sqlite": {"colum": "p"}}})", "T120"},
    {"a misspelt key of the root's mapping",
     R"({"x-tamis": {"sqlite": {"tabel": "t", "key": "id"}}})", "T120"},
    {"a misspelt mapping of the root",
     R"({"x-tamis": {"sqlight": {"table": "t", "key": "id"}},
         "properties": {"a": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "a"}}}}})",
     "T120"},
    {"a misspelt key of topics",
     R"(p:{"bsonType": "array", "x-tamis": {"topics": {"id_": ["a"]}}})", "T120"},
};

std::string whole(const char* text) {
  const std::string_view schema(text);
  if (!schema.starts_with("p:")) return text;
  return fmt::format(R"({{"properties": {{"p": {}}}}})", schema.substr(2));
}

TEST_CASE("schemas and their mistakes", "[schema][parse]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const auto result = parse_schema(Source("s", whole(row.schema)));
      CAPTURE(show(result.diagnostics()));
      if (std::string_view(row.codes) == "E*")
        CHECK(codes(result).starts_with("E"));
      else
        CHECK(codes(result) == row.codes);
    }
}

// `%` stands for the mapping of the property `p` of the given type.
struct MappingRow {
  const char* why;
  const char* property;  // keywords of p
  const char* mapping;
  const char* codes;
};

constexpr const char* kText = R"("bsonType": "string")";
constexpr const char* kDate = R"("bsonType": "date")";
constexpr const char* kList = R"("bsonType": "array", "items": {"bsonType": "string"})";
constexpr const char* kObjects = R"("bsonType": "array", "items": {"bsonType": "object",
  "properties": {"sku": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "sku"}}}}})";

constexpr MappingRow kMappings[] = {
    {"a column", kText, R"({"column": "p"})", ""},
    {"a path in a column", kText, R"({"column": "doc", "path": "$.a.\"b c\"[0]"})", ""},
    {"all of a column of JSON", kList, R"({"column": "doc", "path": "$"})", ""},
    {"an element of a column of JSON", kText, R"({"column": "doc", "path": "$[0]"})", ""},
    {"a path with more than a dollar", kText, R"({"column": "doc", "path": "$a"})", "T122"},
    {"a path without its dollar", kText, R"({"column": "doc", "path": "a.b"})", "T122"},
    {"a path that ends in a dot", kText, R"({"column": "doc", "path": "$.a."})", "T122"},
    {"a path without a column", kText, R"({"table": "t", "key": "k", "path": "$.a"})", "T125 T121"},
    {"nothing at all", kText, "{}", "T121"},
    {"not an object", kText, R"("p")", "T105"},
    {"an empty name", kText, R"({"column": ""})", "T105"},
    {"a child table of values", kList, R"({"table": "t", "key": "k", "column": "c",
       "position": "pos", "presence": "state"})",
     ""},
    {"a child table without a key", kList, R"({"table": "t", "column": "c"})", "T121"},
    {"parts of a child table without one", kText,
     R"({"column": "c", "key": "k", "position": "p", "empty": "array"})", "T121 T121 T121"},
    {"attributes and values", kText,
     R"({"table": "t", "key": "k", "where": {"name": "ltv"}, "column": "v"})", ""},
    {"a null to look for", kText,
     R"({"table": "t", "key": "k", "where": {"name": null}, "column": "v"})", "T105"},
    {"nothing to look for", kText, R"({"table": "t", "key": "k", "where": {}, "column": "v"})",
     "T105"},
    {"no column has such a name", kText,
     R"({"table": "t", "key": "k", "where": {"na\u0000me": "ltv"}, "column": "v"})", "T105"},
    {"a child table of objects", kObjects, R"({"table": "t", "key": "k"})", ""},
    {"a child table of objects for text", kText, R"({"table": "t", "key": "k"})", "T125"},
    {"an array in a plain column", kList, R"({"column": "c"})", "T125"},
    {"a position for what is no array", kText,
     R"({"table": "t", "key": "k", "column": "c", "position": "i"})", "T125"},
    {"how a date is kept", kDate, R"({"column": "c", "encoding": "iso8601"})", ""},
    {"how a date is not kept", kDate, R"({"column": "c", "encoding": "blob"})", "T127"},
    {"an unknown encoding", kDate, R"({"column": "c", "encoding": "epochms"})", "T105"},
    {"what a NULL is", kText, R"({"column": "c", "null": "null"})", ""},
    {"what a NULL is not", kText, R"({"column": "c", "null": "nil"})", "T105"},
    {"said twice", kText, R"({"column": "c", "null": "null", "presence": "s"})", "T121"},
    {"an unknown key", kText, R"({"colum": "c", "column": "d"})", "T120"},
};

TEST_CASE("mappings and their mistakes", "[schema][parse]") {
  for (const MappingRow& row : kMappings) DYNAMIC_SECTION(row.why) {
      const std::string text = fmt::format(
          R"({{"x-tamis": {{"sqlite": {{"table": "contacts", "key": "id"}}}},
               "properties": {{"p": {{{}, "x-tamis": {{"sqlite": {}}}}}}}}})",
          row.property, row.mapping);
      const auto result = parse_schema(Source("s", text));
      CAPTURE(show(result.diagnostics()));
      CHECK(codes(result) == row.codes);
    }
}

TEST_CASE("mistakes come all at once and in text order", "[schema][parse]") {
  const std::string text =
      R"({"requird": [], "properties": {"a": {"bsonType": "in", "minLength": -1},
  "b": {"bsonType": "int", "minimum": 2, "maximum": 1}}, "required": "a"})";
  const auto result = parse_schema(Source("s", text));
  CHECK_FALSE(result.ok());
  CHECK(codes(result) == "T101 T106 T116 T105 T109 T105");
  std::uint32_t last = 0;
  for (const Diagnostic& d : result.diagnostics()) {
    CHECK(d.span().begin >= last);
    last = d.span().begin;
    CHECK(d.source == result.diagnostics().front().source);
  }
}

struct SchemaMend {
  const char* bad;
  const char* good;
};

constexpr SchemaMend kSchemaMends[] = {
    {R"({"properties": {"a": {"bsonType": "integer"}}})",
     R"({"properties": {"a": {"bsonType": "int"}}})"},
    {R"({"properties": {"a": {"bsonType": ["boolean", "null"]}}})",
     R"({"properties": {"a": {"bsonType": ["bool", "null"]}}})"},
    {R"({"x-tamis": {"sqlite": {"tabel": "t", "key": "id"}}})",
     R"({"x-tamis": {"sqlite": {"table": "t", "key": "id"}}})"},
};

TEST_CASE("fixes of schemas mend what they say", "[schema][parse]") {
  for (const SchemaMend& mend : kSchemaMends) {
    CAPTURE(mend.bad);
    const auto result = parse_schema(Source("s", mend.bad));
    REQUIRE(result.diagnostics().size() == 1);
    REQUIRE(result.diagnostics().front().fixes.size() == 1);
    const FixedText fixed = apply_fixes(mend.bad, {&result.diagnostics().front().fixes.front()});
    CHECK(fixed.text == mend.good);
    CHECK(parse_schema(Source("s", fixed.text)).ok());
  }
}

TEST_CASE("what a schema says is what it holds", "[schema][parse]") {
  const auto schema = parse_schema(Source("s", R"({
    "required": ["b", "a"],
    "additionalProperties": {"bsonType": "string"},
    "x-tamis": {"sqlite": {"table": "t", "key": "id", "document": "doc",
                         "valid_documents": true}, "timezone": "+02:00"},
    "properties": {
      "a": {"bsonType": ["int", "null"], "minimum": 1, "exclusiveMaximum": 9.5,
            "description": "an a", "deprecated": "use b", "x-tamis": {"indexed": true,
            "selectivity": 0.25, "aliases": ["alpha"], "mongodb": "x.a",
            "sqlite": {"column": "a", "null": "null"}}},
      "b": {"bsonType": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true,
            "items": {"bsonType": "string", "minLength": 2, "maxLength": 4, "pattern": "^x"},
            "x-tamis": {"sqlite": {"table": "bs", "key": "t_id", "column": "b", "position": "i",
                                   "where": {"kind": "b", "n": 1}, "empty": "missing"}}},
      "c": {"enum": ["x", null], "nullable": true},
      "d": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "d", "encoding": "epoch_s"}}},
      "e": true}})"));
  CAPTURE(show(schema.diagnostics()));
  REQUIRE(schema.ok());
  CHECK(schema.diagnostics().empty());
  const FieldSchema& root = schema->root();
  CHECK(schema->time_zone() == "+02:00");
  REQUIRE(schema->sqlite());
  CHECK(schema->sqlite()->document == "doc");
  CHECK(schema->sqlite()->valid_documents);
  CHECK(root.types == TypeSet{BsonType::Object});
  CHECK(root.is_required("a"));
  CHECK_FALSE(root.is_required("c"));
  REQUIRE(root.others);
  CHECK(root.others->types == TypeSet{BsonType::String});

  const FieldSchema& a = *root.property("alpha");
  CHECK(&a == root.property("a"));
  CHECK(a.types == TypeSet{BsonType::Int32, BsonType::Null});
  CHECK(compare(*a.minimum, Value(1)) == 0);
  CHECK(compare(*a.maximum, Value(9.5)) == 0);
  CHECK_FALSE(a.exclusive_minimum);
  CHECK(a.exclusive_maximum);
  CHECK(a.description == "an a");
  CHECK(a.deprecated_note == "use b");
  CHECK(a.indexed);
  CHECK(a.selectivity == 0.25);
  CHECK(a.mongodb_name == "x.a");
  CHECK(a.sqlite->null_is_null);
  CHECK(schema->source().text(a.name_span) == R"("a")");
  CHECK(schema->source().text(a.type_span) == R"(["int", "null"])");

  const FieldSchema& b = *root.property("b");
  CHECK((b.min_items == 1 && b.max_items == 3 && b.unique_items));
  CHECK((b.items->min_length == 2 && b.items->max_length == 4 && b.items->pattern == "^x"));
  CHECK(b.sqlite->where.size() == 2);
  CHECK(b.sqlite->empty_is_missing);
  CHECK(b.sqlite->position == "i");

  const FieldSchema& c = *root.property("c");
  CHECK(c.types == TypeSet{BsonType::String, BsonType::Null});
  CHECK(c.enum_values.size() == 2);
  CHECK_FALSE(c.any_type);
  CHECK(root.property("d")->sqlite->date == DateEncoding::EpochS);
  CHECK(root.property("e")->any_type);
  CHECK(root.property("e")->types == TypeSet::all());
}

TEST_CASE("the schemas of our examples and of the conformance data are clean", "[schema][parse]") {
  std::ifstream file("tests/conformance/contacts.schema.json");
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  for (const Source& source : {Source("contacts.schema.json", text.str()), example_schema()}) {
    const auto schema = parse_schema(source);
    CAPTURE(show(schema.diagnostics()));
    CHECK(schema.ok());
    CHECK(schema.diagnostics().empty());
  }
}

TEST_CASE("nesting ends in a clean error", "[schema][parse]") {
  std::string deep = "{}";
  for (int i = 0; i < 249; ++i)
    deep = fmt::format(R"({{"bsonType": "object", "properties": {{"a": {}}}}})", deep);
  CHECK(parse_schema(Source("s", deep)).ok());
  const auto too_deep = parse_schema(Source(
      "s", fmt::format(R"({{"properties": {{"b": {{"properties": {{"a": {}}}}}}}}})", deep)));
  REQUIRE_FALSE(too_deep.ok());
  CHECK(too_deep.diagnostics().front().code.starts_with("X"));
}

TEST_CASE("the catalog's examples of schemas", "[schema][catalog]") {
  int examples = 0;
  for (const CatalogEntry& entry : catalog()) {
    if (!entry.code.starts_with("T1")) continue;
    ++examples;
    DYNAMIC_SECTION(entry.code << " " << entry.name) {
      const auto bad = parse_schema(Source("bad", std::string(entry.bad)));
      const auto good = parse_schema(Source("good", std::string(entry.good)));
      CAPTURE(show(bad.diagnostics()));
      CAPTURE(show(good.diagnostics()));
      CHECK(codes(bad) == entry.code);
      CHECK(bad.ok() == (entry.severity == Severity::Warning));
      CHECK(codes(good).empty());
    }
  }
  CHECK(examples >= 30);
}

}  // namespace
}  // namespace tamis
