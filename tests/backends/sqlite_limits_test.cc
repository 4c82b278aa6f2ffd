// Conditions of legal size that are hostile: every engine of SQLite answers, or refuses with a
// diagnostic, and none meets an error of SQLite's.
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/sqlite_query.h>

#include <functional>
#include <map>

#include <fmt/format.h>

#include "tests/backends/split_ids.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tools/tamis/engines/engine.h"
#include "tools/tamis/engines/sqlite_mapping.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::sqlite {
namespace {

using engines::Documents;
using engines::Matched;

constexpr const char* kSchema = R"({
  "bsonType": "object", "additionalProperties": false, "required": ["n"], "properties": {
    "n": {"bsonType": "int"}, "word": {"bsonType": ["string", "null"]},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"}},
    "orders": {"bsonType": "array", "items": {
      "bsonType": "object", "additionalProperties": false, "required": ["sku"],
      "properties": {"sku": {"bsonType": "string"}, "quantity": {"bsonType": "int"}}}}}})";

Documents some_documents() {
  std::vector<Value> documents;
  for (const char* text :
       {R"({"n": 7, "word": "w7", "tags": ["t7", "t8"], "orders": [{"sku": "s7", "quantity": 7}]})",
        R"({"n": -1, "word": null, "tags": [], "orders": [{"sku": "s"}, {"sku": "x"}]})",
        R"({"n": 1000000, "tags": ["none"]})"})
    documents.push_back(*parse_extended_json(Source("document", text)));
  return Documents(std::move(documents));
}

// `of` each number from 0, with commas between.
std::string listed(int count, const std::function<std::string(int)>& of) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + of(i);
  return text;
}

std::string any_of(int count, const std::function<std::string(int)>& of) {
  return R"({"$or":[)" + listed(count, of) + "]}";
}

// `inner` with `around`, in which @ stands for it, put around it again and again.
std::string nested(int depth, const std::string& around, const std::string& inner) {
  const std::size_t at = around.find('@');
  std::string text = inner;
  for (int i = 0; i < depth; ++i) text = around.substr(0, at) + text + around.substr(at + 1);
  return text;
}

struct Hostile {
  const char* why;
  std::string condition;
};

std::vector<Hostile> hostile_conditions() {
  const auto number = [](int i) { return fmt::format("{}", i * 7); };
  const auto word = [](int i) { return fmt::format(R"("w{}")", i * 7); };
  return {
      {"10,000 numbers", R"({"n":{"$in":[)" + listed(10'000, number) + "]}}"},
      {"10,000 words", R"({"word":{"$in":[)" + listed(10'000, word) + "]}}"},
      {"none of 10,000 words", R"({"word":{"$nin":[)" + listed(10'000, word) + "]}}"},
      {"10,000 tags", R"({"tags":{"$in":[)" +
                          listed(10'000, [](int i) { return fmt::format(R"("t{}")", i); }) + "]}}"},
      {"all of 500 tags", R"({"$or":[{"n":7},{"tags":{"$all":[)" +
                              listed(500, [](int i) { return fmt::format(R"("t{}")", i); }) +
                              "]}}]}"},
      {"500 alternatives of all kinds",
       any_of(500,
              [](int i) {
                switch ((i + 2) % 4) {
                  case 0:
                    return fmt::format(R"({{"n":{{"$gt":{}}},"word":"w{}"}})", i, i);
                  case 1:
                    return fmt::format(R"({{"tags":"t{}","n":{}}})", i, i);
                  case 2:
                    return fmt::format(
                        R"({{"orders":{{"$elemMatch":{{"sku":"s{}","quantity":{{"$gt":1}}}}}}}})",
                        i);
                  default:
                    return fmt::format(R"({{"word":{{"$regex":"a+{}"}}}})", i);
                }
              })},
      {"10,000 ranges", any_of(10'000,
                               [](int i) {
                                 return fmt::format(R"({{"n":{{"$gte":{},"$lt":{}}}}})", i * 7,
                                                    i * 7 + 3);
                               })},
      {"10,000 ranges of two fields",
       any_of(10'000,
              [](int i) {
                return fmt::format(R"({{"n":{{"$gte":{}}},"orders.quantity":{{"$lt":{}}}}})", i * 7,
                                   i * 7 + 3);
              })},
      {"1,000 $elemMatch",
       any_of(1'000,
              [](int i) {
                return fmt::format(R"({{"orders":{{"$elemMatch":{{"sku":"s{}","quantity":{}}}}}}})",
                                   i, i);
              })},
      {"alternatives in conjunctions in alternatives",
       nested(40, R"({"$or":[{"n":-5},{"$and":[{"word":{"$ne":"w"}},@]}]})", R"({"n":7})")},
      {"negations in negations", nested(61, R"({"$nor":[{"n":-5},@]})", R"({"tags":"t7"})")},
      {"a negation of elements in a negation",
       nested(30, R"({"$nor":[{"tags":{"$elemMatch":{"$ne":"t7"}}},{"$and":[{"word":"a"},@]}]})",
              R"({"orders":{"$elemMatch":{"sku":"s7"}}})")},
      {"alternatives in an element",
       R"({"orders":{"$elemMatch":)" +
           nested(40, R"({"$or":[{"quantity":-5},{"$and":[{"sku":{"$ne":"w"}},@]}]})",
                  R"({"quantity":7})") +
           "}}"},
      {"bounds by the thousand", R"({"$and":[)" +
                                     listed(1'000,
                                            [](int i) {
                                              return fmt::format(
                                                  R"({{"n":{{"$not":{{"$gt":{},"$lt":{}}}}}}})",
                                                  i * 7 + 6, i * 7 + 8);
                                            }) +
                                     "]}"},
  };
}

TEST_CASE("hostile sizes", "[sqlite]") {
  const Schema schema = right_schema(kSchema);
  const Documents documents = some_documents();
  for (const Hostile& row : hostile_conditions()) {
    DYNAMIC_SECTION(row.why) {
      const Condition condition = right_condition(row.condition, {.schema = schema});
      const std::vector<std::uint32_t> ids = split_ids(condition, documents);
      for (const engines::EngineInfo& engine : engines::engine_table()) {
        if (engine.family != "sqlite") continue;
        CAPTURE(engine.name);
        const engines::Outcome outcome = engine.make()->run(condition, documents, {});
        if (const auto* failed = std::get_if<engines::Failed>(&outcome))
          FAIL_CHECK(failed->what.substr(0, 300));
        if (const auto* matched = std::get_if<Matched>(&outcome)) CHECK(matched->ids == ids);
        if (!std::holds_alternative<Matched>(outcome)) CHECK(engine.name == "sqlite-pure");
      }
    }
  }
}

// The keys that match, with all that select() may put around; "refused" with a code of ours.
std::string asked(const engines::SqliteDatabase& db, const Condition& condition, bool pure) {
  const EmitOptions options{.dialect = dialect_of(db.get()), .pure_sql = pure};
  const Selection selection{.limit = 5, .offset = 1, .no_orphans = true};
  const Result<SqlStatement> select = checked_select(condition, selection, options);
  if (!select) return "refused " + select.diagnostics().front().code;
  engines::SqliteStatement rows = db.prepare(select->text);
  if (bind(rows.get(), *select, {}) != SQLITE_OK) return "not bound";
  while (rows.step()) continue;
  return "ran";
}

TEST_CASE("hostile sizes under a connection's limits", "[sqlite]") {
  const Schema schema = right_schema(kSchema);
  std::map<std::string, int> outcomes;
  for (const auto mapping :
       {engines::SqliteMapping::Columns, engines::SqliteMapping::Eav, engines::SqliteMapping::Json})
    for (const bool has_document : {false, true}) {
      const Schema mapped = *engines::mapped_schema(schema, mapping, has_document);
      const engines::SqliteStore store(mapped);
      sqlite3* db = store.database().get();
      sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 20);
      sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, 30);
      sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 10);
      for (const Hostile& row : hostile_conditions()) {
        const Condition condition = right_condition(row.condition, {.schema = mapped});
        for (const bool pure : {false, true}) {
          CAPTURE(static_cast<int>(mapping), has_document, row.why, pure);
          ++outcomes[asked(store.database(), condition, pure)];
        }
      }
    }
  CHECK(outcomes["ran"] > 80);
  CHECK(outcomes["refused B001"] > 40);
  CHECK(outcomes["not bound"] == 0);
}

// Arrays of objects in arrays of objects, in JSON.
std::string arrays(int depth) {
  return nested(depth, R"({"bsonType": "object", "additionalProperties": false, "properties": {
      "x": {"bsonType": ["double", "string", "null"]}, "a": {"bsonType": "array", "items": @}}})",
                R"({"bsonType": "object", "additionalProperties": false,
      "properties": {"x": {"bsonType": ["double", "string", "null"]}}})");
}

Schema schema_of_depths() {
  return right_schema(R"({
    "bsonType": "object", "additionalProperties": false,
    "x-tamis": {"sqlite": {"table": "t", "key": "id"}}, "properties": {
      "x": {"bsonType": ["double", "string", "null"]}, "i": {"bsonType": "int"},
      "a": {"bsonType": "array", "x-tamis": {"sqlite": {"column": "j", "path": "$.a"}},
        "items": )" + arrays(16) +
                      R"(},
      "tags": {"bsonType": "array", "items": {"bsonType": ["double", "string", "null"]},
        "x-tamis": {"sqlite": {"table": "tags", "key": "t", "column": "tag"}}}}})");
}

struct Deep {
  const char* why;
  const char* around;
  const char* of_leaf;  // in which @ stands for a test
  int least;            // levels that plain SQL says at the least, of any test
};

constexpr Deep kDeep[] = {
    {"alternatives in conjunctions", R"({"i":1,"$or":[{"i":2},@]})", R"({"x":@})", 11},
    {"negations", R"({"$nor":[{"i":1},{"i":3,"x":{"$gt":2}},@]})", R"({"x":@})", 14},
    {"elements of JSON", R"({"a":{"$elemMatch":@}})", R"({"x":@})", 6},
    {"elements of JSON beside others", R"({"a":{"$elemMatch":{"x":1,"$or":[{"x":7},@]}}})",
     R"({"x":@})", 3},
    {"rows", R"({"i":1,"$or":[{"i":2},@]})", R"({"tags":@})", 9},
    {"numbers of rows", R"({"i":1,"$or":[{"i":2},@]})", R"({"x":@,"tags":{"$size":2}})", 9},
};

std::vector<std::string> tests_of_a_value() {
  std::vector<std::string> tests = {"1",
                                    "null",
                                    R"({"$gt":"a"})",
                                    R"({"$ne":1})",
                                    R"({"$mod":[3,2]})",
                                    R"({"$mod":[1,0]})",
                                    R"({"$bitsAllSet":[1,77]})",
                                    R"({"$bitsAnyClear":[1,2]})",
                                    R"({"$type":["int","string","null"]})",
                                    R"({"$regex":"b$"})",
                                    R"({"$regex":"^bc"})",
                                    R"({"$not":{"$mod":[3,2]}})"};
  tests.push_back(R"({"$in":[null,"b",)" + listed(300, [](int i) { return fmt::format("{}", i); }) +
                  "]}");
  return tests;
}

// How deep it may nest, once every depth up to there is SQL that SQLite takes among other terms.
int levels(const Deep& deep, const std::string& test, const Schema& schema, const Connection& db) {
  const std::string leaf = nested(1, deep.of_leaf, test);
  for (int depth = 0;; ++depth) {
    const Condition condition =
        right_condition(nested(depth, deep.around, leaf), {.schema = schema});
    const Result<SqlFilter> filter = checked_emit(condition, {.pure_sql = true});
    if (!filter) {
      CHECK(filter.diagnostics().front().code == "B001");
      CHECK(filter.diagnostics().front().message ==
            "this nests deeper than the database's parser bears");
      return depth - 1;
    }
    db.prepare("SELECT count(*) FROM (SELECT id FROM t WHERE (i > 0) AND (" + filter->text +
               ") AND i < 9)");
  }
}

TEST_CASE("how deep plain SQL nests", "[sqlite]") {
  const Schema schema = schema_of_depths();
  const Connection db;
  db.execute("CREATE TABLE t(id, i, x, j); CREATE TABLE tags(t, tag)");
  for (const Deep& deep : kDeep) DYNAMIC_SECTION(deep.why) {
      for (const std::string& test : tests_of_a_value()) {
        CAPTURE(test.substr(0, 40));
        CHECK(levels(deep, test, schema, db) >= deep.least);
      }
    }
}

}  // namespace
}  // namespace tamis::sqlite
