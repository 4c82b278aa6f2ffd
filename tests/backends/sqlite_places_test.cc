// Every place that a mapping can give a field, with every word for null and nothing, beside the
// documents that are kept there.
#include <tamis/extended_json.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "backends/sqlite/open_filter.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/support/compile.h"
#include "tools/tamis/engines/engine.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::sqlite {
namespace {

using engines::Documents;

// What a state column or word keeps apart.
enum Kept : std::uint8_t { kNull = 1, kMissing = 2, kEmpty = 4 };

struct Place {
  const char* mapping;
  unsigned kept;
};

struct Kind {
  const char* type;
  const char* encoding;
  const char* values[3];  // Extended JSON, in their order
};

constexpr Kind kKinds[] = {
    {R"("string")", "", {R"("")", R"("a")", R"("b")"}},
    {R"("int")", "", {"-1", "0", "5"}},
    {R"("double")", "", {"-1.5", "0.5", "1e300"}},
    {R"("int", "double")", "", {"-1.5", "0", "5"}},
    {R"("bool")", R"(, "encoding": "integer")", {"false", "true", "true"}},
    {R"("bool")", R"(, "encoding": "text")", {"false", "true", "true"}},
    {R"("date")",
     R"(, "encoding": "epoch_ms")",
     {R"({"$date": "1969-12-31T23:59:59.999Z"})", R"({"$date": "2024-01-01T00:00:00Z"})",
      R"({"$date": "2024-01-01T00:00:00.001Z"})"}},
    {R"("date")",
     R"(, "encoding": "epoch_s")",
     {R"({"$date": "1969-12-31T23:59:59Z"})", R"({"$date": "2024-01-01T00:00:00Z"})",
      R"({"$date": "2024-01-01T00:00:01Z"})"}},
    {R"("date")",
     R"(, "encoding": "iso8601")",
     {R"({"$date": "1969-12-31T23:59:59.999Z"})", R"({"$date": "2024-01-01T00:00:00Z"})",
      R"({"$date": "2024-01-01T00:00:00.001Z"})"}},
    {R"("objectId")",
     R"(, "encoding": "text")",
     {R"({"$oid": "000000000000000000000000"})", R"({"$oid": "65f0c0ffee65f0c0ffee0001"})",
      R"({"$oid": "ffffffffffffffffffffffff"})"}},
    {R"("objectId")",
     R"(, "encoding": "blob")",
     {R"({"$oid": "000000000000000000000000"})", R"({"$oid": "65f0c0ffee65f0c0ffee0001"})",
      R"({"$oid": "ffffffffffffffffffffffff"})"}}};

constexpr Place kPlaces[] = {
    {R"("column": "c")", kMissing},
    {R"("column": "c", "null": "null")", kNull},
    {R"("column": "c", "presence": "s")", kNull | kMissing},
    {R"("column": "j", "path": "$.p")", kNull | kMissing},
    {R"("column": "j", "path": "$")", kNull | kMissing},
    {R"("table": "t", "key": "k", "column": "v")", kMissing},
    {R"("table": "t", "key": "k", "column": "v", "null": "null")", kNull | kMissing},
    {R"("table": "t", "key": "k", "column": "v", "presence": "s")", kNull | kMissing},
    {R"("table": "t", "key": "k", "where": {"n": "p"}, "column": "v")", kMissing},
    {R"("table": "t", "key": "k", "where": {"n": "p"}, "column": "v", "null": "null")",
     kNull | kMissing},
    {R"("table": "t", "key": "k", "where": {"n": "p"}, "column": "v", "presence": "s")",
     kNull | kMissing}};

constexpr Place kPlacesOfArrays[] = {
    {R"("table": "t", "key": "k", "column": "v")", kEmpty},
    {R"("table": "t", "key": "k", "column": "v", "empty": "missing")", kMissing},
    {R"("table": "t", "key": "k", "column": "v", "presence": "s")", kEmpty | kNull | kMissing},
    {R"("table": "t", "key": "k", "column": "v", "position": "i")", kEmpty},
    {R"("table": "t", "key": "k", "column": "v", "position": "i", "presence": "s")",
     kEmpty | kNull | kMissing},
    {R"("table": "t", "key": "k", "where": {"n": "p"}, "column": "v", "position": "i")", kEmpty},
    {R"("column": "j", "path": "$.p")", kEmpty | kNull | kMissing},
    {R"("column": "j", "path": "$")", kEmpty | kNull | kMissing}};

constexpr Place kPlacesOfObjects[] = {
    {R"("table": "t", "key": "k")", kEmpty},
    {R"("table": "t", "key": "k", "empty": "missing")", kMissing},
    {R"("table": "t", "key": "k", "position": "i", "presence": "s")", kEmpty | kNull | kMissing},
    {R"("column": "j", "path": "$.p")", kEmpty | kNull | kMissing},
    {R"("column": "j", "path": "$")", kEmpty | kNull | kMissing}};

// `A`, `B` and `C` are the kind's values, `T` its types.
constexpr const char* kOfBoth[] = {
    R"({"p": A})",
    R"({"p": {"$ne": B}})",
    R"({"p": {"$in": [A, C]}})",
    R"({"p": {"$in": [B, null]}})",
    R"({"p": {"$nin": [C, null]}})",
    R"({"p": {"$gte": B, "$lt": C}})",
    R"({"p": null})",
    R"({"p": {"$ne": null}})",
    R"({"p": {"$exists": true}})",
    R"({"p": {"$exists": false}})",
    R"({"p": {"$not": {"$type": "null"}}})",
    R"({"$nor": [{"p": B}, {"q": 1}]})",
};

constexpr const char* kOfScalars[] = {
    R"({"p": {"$nin": [A, B]}})",
    R"({"p": {"$gt": A}})",
    R"({"p": {"$not": {"$lte": B}}})",
    R"({"p": {"$gte": null}})",
    R"({"p": {"$type": [T]}})",
    R"({"p": {"$not": {"$type": [T]}}})",
    R"({"p": {"$type": "null"}})",
    R"({"$or": [{"p": A}, {"q": 1}]})",
    R"({"p": {"$ne": A}, "q": {"$ne": 1}})",
    R"({"$or": [{"p": null, "q": 1}, {"p": C, "q": 2}]})",
};

constexpr const char* kOfArrays[] = {
    R"({"p": {"$gt": B}})",
    R"({"p": {"$elemMatch": {"$gte": B, "$lt": C}}})",
    R"({"p": {"$not": {"$elemMatch": {"$gt": A}}}})",
    R"({"p": {"$all": [A, B]}})",
    R"({"p": {"$size": 0}})",
    R"({"p": {"$not": {"$size": 2}}})",
    R"({"p": {"$type": "array"}})",
    R"({"p": []})",
    R"({"p": [A, B]})",
    R"({"p": {"$in": [[B, A], []]}})",
    R"({"p.0": A})",
    R"({"p.1": {"$exists": false}})",
    R"({"$or": [{"p": A}, {"p": C, "q": 1}]})",
};

constexpr const char* kOfObjects[] = {
    R"({"p.a": A})",
    R"({"p.a": {"$ne": B}})",
    R"({"p.a": {"$in": [B, null]}})",
    R"({"p.a": {"$exists": false}})",
    R"({"p.a": null})",
    R"({"p.a": {"$not": {"$gte": B}}})",
    R"({"p": {"$elemMatch": {"a": A, "b": 1}}})",
    R"({"p": {"$elemMatch": {"a": {"$ne": A}, "b": {"$gt": 1}}}})",
    R"({"p": {"$not": {"$elemMatch": {"a": B}}}})",
    R"({"p": {"$elemMatch": {"a": null}}})",
    R"({"p": {"$size": 1}})",
    R"({"p": {"$exists": false}})",
    R"({"p": null})",
    R"({"p.a": B, "p.b": 2})",
};

class World {
 public:
  World(std::string property, const std::vector<std::string>& values)
      : schema_(right_schema(fmt::format(
            R"({{"bsonType": "object", "required": ["q"], "additionalProperties": false,
                "x-tamis": {{"sqlite": {{"table": "r", "key": "id"}}}},
                "properties": {{"q": {{"bsonType": "int"}}, "p": {}}}}})",
            property))),
        documents_(read(values)),
        store_(schema_) {
    for (const Value& document : documents_.values()) {
      const auto held = engines::as_held(schema_, document);
      REQUIRE(held);
      REQUIRE(to_extended_json(*held, ExtendedJson::Canonical) ==
              to_extended_json(document, ExtendedJson::Canonical));
    }
    store_.load(documents_.values());
    REQUIRE(register_functions(store_.database().get()) == SQLITE_OK);
  }

  // How many of the conditions were answered, by either way.
  std::size_t ask(std::span<const char* const> conditions, const Kind& kind) const {
    std::size_t answers = 0;
    for (const char* condition : conditions) {
      const std::string text = with_values(condition, kind);
      CAPTURE(text);
      const Condition compiled = right_condition(text, {.schema = schema_});
      const engines::Outcome outcome =
          engines::engine_table().front().make()->run(compiled, documents_, {});
      REQUIRE(std::holds_alternative<engines::Matched>(outcome));
      const std::vector<std::uint32_t>& ids = std::get<engines::Matched>(outcome).ids;
      for (const engines::SqlEmitter emitter : {emit, emit_match}) {
        const Result<SqlFilter> filter = checked_emit(compiled, {}, emitter);
        if (!filter) {
          CHECK(filter.diagnostics().front().code == "B002");
          continue;
        }
        CAPTURE(filter->text);
        CHECK(rows(*filter) == ids);
        ++answers;
      }
    }
    return answers;
  }

 private:
  static Documents read(const std::vector<std::string>& values) {
    std::vector<Value> documents;
    for (const std::string& value : values)
      for (int q = 1; q <= 2; ++q) {
        const std::string p = value.empty() ? "" : fmt::format(R"(, "p": {})", value);
        const auto document =
            parse_extended_json(Source("document", fmt::format(R"({{"q": {}{}}})", q, p)));
        REQUIRE(document);
        documents.push_back(*document);
      }
    return Documents(std::move(documents));
  }

  static std::string with_values(std::string_view condition, const Kind& kind) {
    std::string text;
    for (const char c : condition)
      if (c >= 'A' && c <= 'C')
        text += kind.values[c - 'A'];
      else if (c == 'T')
        text += kind.type;
      else
        text += c;
    return text;
  }

  std::vector<std::uint32_t> rows(const SqlFilter& filter) const {
    engines::SqliteStatement found =
        store_.database().prepare("SELECT id FROM r WHERE " + filter.text + " ORDER BY id");
    REQUIRE(bind(found.get(), filter, {}) == SQLITE_OK);
    std::vector<std::uint32_t> ids;
    while (found.step())
      ids.push_back(static_cast<std::uint32_t>(found.column(0).as<std::int64_t>()));
    return ids;
  }

  Schema schema_;
  Documents documents_;
  engines::SqliteStore store_;
};

void add_bare(unsigned kept, std::vector<std::string>& values) {
  if ((kept & kNull) != 0) values.emplace_back("null");
  if ((kept & kMissing) != 0) values.emplace_back("");
  if ((kept & kEmpty) != 0) values.emplace_back("[]");
}

const char* null_of(const Place& place) {
  return (place.kept & kNull) != 0 ? R"(, "null")" : "";
}

TEST_CASE("every place of a value", "[sqlite]") {
  for (const Kind& kind : kKinds)
    for (const Place& place : kPlaces)
      DYNAMIC_SECTION(kind.type << kind.encoding << place.mapping) {
        std::vector<std::string> values(std::begin(kind.values), std::end(kind.values));
        add_bare(place.kept, values);
        const World world(
            fmt::format(R"({{"bsonType": [{}{}], "x-tamis": {{"sqlite": {{{}{}}}}}}})", kind.type,
                        null_of(place), place.mapping, kind.encoding),
            values);
        CHECK(world.ask(kOfBoth, kind) >= std::size(kOfBoth));
        CHECK(world.ask(kOfScalars, kind) >= std::size(kOfScalars));
      }
}

TEST_CASE("every place of an array", "[sqlite]") {
  for (const Kind& kind : kKinds)
    for (const Place& place : kPlacesOfArrays)
      DYNAMIC_SECTION(kind.type << kind.encoding << place.mapping) {
        const auto& [a, b, c] = kind.values;
        std::vector<std::string> values = {fmt::format("[{}]", a), fmt::format("[{}, {}]", a, b),
                                           fmt::format("[{}, {}]", b, a), fmt::format("[{}]", c)};
        add_bare(place.kept, values);
        const World world(fmt::format(R"({{"bsonType": ["array"{}], "items": {{"bsonType": [{}]}},
                             "x-tamis": {{"sqlite": {{{}{}}}}}}})",
                                      null_of(place), kind.type, place.mapping, kind.encoding),
                          values);
        CHECK(world.ask(kOfBoth, kind) >= std::size(kOfBoth));
        CHECK(world.ask(kOfArrays, kind) > std::size(kOfArrays) / 2);
      }
}

TEST_CASE("every place of an array of objects", "[sqlite]") {
  for (const Kind& kind : kKinds)
    for (const Place& place : kPlacesOfObjects)
      DYNAMIC_SECTION(kind.type << kind.encoding << place.mapping) {
        const auto& [a, b, c] = kind.values;
        std::vector<std::string> values = {
            fmt::format(R"([{{"a": {}, "b": 1}}])", a),
            fmt::format(R"([{{"a": {}, "b": 2}}, {{"b": 1}}])", b),
            fmt::format(R"([{{"a": {}, "b": 2}}, {{"a": {}, "b": 3}}])", a, c)};
        add_bare(place.kept, values);
        const bool in_json = std::string_view(place.mapping).find("path") != std::string_view::npos;
        const std::string column =
            in_json
                ? ""
                : fmt::format(R"(, "x-tamis": {{"sqlite": {{"column": "a"{}}}}})", kind.encoding);
        const World world(fmt::format(R"({{"bsonType": ["array"{}], "items": {{"bsonType": "object",
                             "required": ["b"], "additionalProperties": false,
                             "properties": {{"a": {{"bsonType": [{}]{}}}, "b": {{"bsonType": "int"}}}}}},
                             "x-tamis": {{"sqlite": {{{}}}}}}})",
                                      null_of(place), kind.type, column, place.mapping),
                          values);
        CHECK(world.ask(kOfObjects, kind) > std::size(kOfObjects) / 4 * 3);
      }
}

}  // namespace
}  // namespace tamis::sqlite
