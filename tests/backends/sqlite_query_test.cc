// select(), the cache of statements and the digest of EXPLAIN QUERY PLAN.
#include <tamis/compile.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <limits>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

using Rows = std::vector<std::string>;

constexpr const char* kSchema = R"({"bsonType": "object", "required": ["id"],
  "additionalProperties": false, "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
  "properties": {
    "id": {"bsonType": "int"},
    "country": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "land"}}},
    "age": {"bsonType": "int"},
    "at": {"bsonType": "date"},
    "tags": {"bsonType": "array", "items": {"bsonType": "string"},
             "x-tamis": {"sqlite": {"table": "tags", "key": "person", "column": "tag"}}}}})";

const Schema& schema() {
  static const Schema parsed = right_schema(kSchema);
  return parsed;
}

Condition compiled(const std::string& text) {
  return right_condition(text, {.schema = schema()});
}

struct People : Connection {
  People() {
    REQUIRE(register_functions(get()) == SQLITE_OK);
    execute(R"(CREATE TABLE people(id INTEGER PRIMARY KEY, land TEXT, age INTEGER, at INTEGER);
      CREATE TABLE tags(person INTEGER, tag TEXT);
      CREATE INDEX by_land ON people(land, age);
      INSERT INTO people VALUES (1, 'FI', 30, 1000), (2, 'SE', 20, 2000), (3, 'FI', 20, 3000),
                                (4, NULL, 40, NULL))");
  }

  Rows ask(const SqlStatement& select, const Context& context = {}) const {
    const Statement statement = prepare(select.text);
    REQUIRE(bind(statement.get(), select, context) == SQLITE_OK);
    const std::optional<Rows> found = rows(statement.get());
    REQUIRE(found);
    return *found;
  }
};

struct SelectRow {
  const char* why;
  const char* condition;
  Selection selection;
  Rows rows;
};

TEST_CASE("select", "[sqlite]") {
  using What = Selection::What;
  using ByKey = Selection::ByKey;
  constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
  const std::vector<SelectRow> rows = {
      {"keys", R"({"country": "FI"})", {}, {"1", "3"}},
      {"what is missing counts", R"({"country": {"$ne": "FI"}})", {}, {"2", "4"}},
      {"the complement has the rest", R"({"country": "FI"})", {.complement = true}, {"2", "4"}},
      {"a count", R"({"country": "FI"})", {.what = What::Count}, {"2"}},
      {"a count has no page", "{}", {.what = What::Count, .limit = 1, .offset = 3}, {"4"}},
      {"columns by name",
       R"({"country": "FI"})",
       {.what = What::Columns, .columns = {"age", "land"}},
       {"20", "30"}},
      {"ordered by a field, then by the key", "{}", {.order = {{"age"}}}, {"2", "3", "1", "4"}},
      {"by the column that the field is in",
       R"({"country": {"$exists": true}})",
       {.order = {{"country", true}, {"age"}}},
       {"2", "3", "1"}},
      {"by the key", R"({"country": {"$gt": "A"}})", {.by_key = ByKey::Yes}, {"1", "2", "3"}},
      {"found by the index, then sorted by the key",
       R"({"country": {"$gt": "A"}})",
       {.by_key = ByKey::Sorted},
       {"1", "2", "3"}},
      {"a page that is sorted",
       R"({"country": {"$gt": "A"}})",
       {.by_key = ByKey::Sorted, .limit = 1, .offset = 1},
       {"2"}},
      {"a page", "{}", {.limit = 2}, {"1", "2"}},
      {"the next page", "{}", {.limit = 2, .offset = 2}, {"3", "4"}},
      {"an offset alone", "{}", {.offset = 3}, {"4"}},
      {"no rows", "{}", {.limit = 0}, {}},
      {"a page past all rows", "{}", {.limit = kLargest, .offset = kLargest}, {}},
      {"a page that ends past all rows", "{}", {.limit = kLargest, .offset = 3}, {"4"}},
      {"after a key", "{}", {.limit = 2, .after = Value(1)}, {"2", "3"}},
      {"verdicts",
       R"({"country": "FI"})",
       {.what = What::Verdicts, .by_key = ByKey::Yes},
       {"1", "2", "3", "4"}},
      {"a page of verdicts",
       R"({"country": "FI"})",
       {.what = What::Verdicts, .columns = {"age"}, .complement = true, .after = Value(2)},
       {"3", "4"}},
      {"after a key, of a disjunction",
       R"({"$or": [{"country": "FI"}, {"age": 20}]})",
       {.after = Value(1)},
       {"2", "3"}},
  };
  const People db;
  for (const SelectRow& row : rows) DYNAMIC_SECTION(row.why) {
      for (const bool alias : {false, true})
        for (const bool inline_values : {false, true})
          for (const Marks::Kind kind :
               {Marks::Kind::Anonymous, Marks::Kind::Numbered, Marks::Kind::Named}) {
            EmitOptions options;
            options.alias = alias ? "p \"q\"" : "";
            options.inline_values = inline_values;
            options.marks.kind = kind;
            const Result<SqlStatement> select =
                checked_select(compiled(row.condition), row.selection, options);
            REQUIRE(select);
            INFO(select->text);
            Rows found = db.ask(*select);
            if (select->text.find(" ORDER BY ") == std::string::npos)
              std::sort(found.begin(), found.end());
            CHECK(found == row.rows);
          }
    }
}

TEST_CASE("verdicts", "[sqlite]") {
  const People db;
  const auto ask = [&](const Selection& selection, const char* text = R"({"country": "FI"})") {
    const auto select = checked_select(compiled(text), selection);
    REQUIRE(select);
    const Statement statement = db.prepare(select->text);
    REQUIRE(bind(statement.get(), *select, {}) == SQLITE_OK);
    std::string found;
    while (sqlite3_step(statement.get()) == SQLITE_ROW)
      for (int i = 0; i < sqlite3_column_count(statement.get()); ++i)
        found += std::to_string(sqlite3_column_int(statement.get(), i)) + " ";
    return found;
  };
  constexpr auto kVerdicts = Selection::What::Verdicts;
  CHECK(ask({.what = kVerdicts, .order = {{"id"}}}) == "1 1 2 0 3 1 4 0 ");
  CHECK(ask({.what = kVerdicts, .columns = {"age"}, .limit = 2, .complement = true}) ==
        "1 0 30 2 1 20 ");
  CHECK(ask({.what = kVerdicts, .after = Value(2), .no_orphans = true}) == "3 1 4 0 ");
  CHECK(ask({.what = kVerdicts, .order = {{"id"}}},
            R"({"at": {"$gt": "1970-01-01T00:00:01.5Z"}})") == "1 0 2 1 3 1 4 0 ");
}

TEST_CASE("keys from child tables alone", "[sqlite]") {
  const People db;
  db.execute("INSERT INTO tags VALUES (1, 'a'), (1, 'a'), (1, 'b'), (2, 'b'), (3, 'c')");
  const struct {
    const char* condition;
    bool from_child_tables;
    Rows rows;
  } asked[] = {
      {R"({"tags": "a"})", true, {"1"}},
      {R"({"tags": {"$in": ["a", "c"]}})", true, {"1", "3"}},
      {R"({"$or": [{"tags": "a"}, {"tags": "c"}]})", true, {"1", "3"}},
      {R"({"tags": "b", "country": "FI"})", false, {"1"}},
      {R"({"tags": {"$ne": "b"}})", false, {"3", "4"}},
      {R"({"country": "FI"})", false, {"1", "3"}},
  };
  for (const auto& row : asked) {
    CAPTURE(row.condition);
    const Result<SqlStatement> keys = checked_select(compiled(row.condition), {.no_orphans = true});
    REQUIRE(keys);
    CHECK(keys->from_child_tables == row.from_child_tables);
    CHECK((keys->text.find("people") == std::string::npos) == row.from_child_tables);
    Rows found = db.ask(*keys);
    std::sort(found.begin(), found.end());
    CHECK(found == row.rows);
    const Result<SqlStatement> count = checked_select(
        compiled(row.condition), {.what = Selection::What::Count, .no_orphans = true});
    CHECK(db.ask(*count) == Rows{std::to_string(row.rows.size())});
  }
}

TEST_CASE("what cannot be selected", "[sqlite]") {
  const auto code = [](const Condition& condition, const Selection& selection) {
    const Result<SqlStatement> select = checked_select(condition, selection);
    return select ? "" : select.diagnostics().front().code;
  };
  const Result<Condition> bare = compile(Source("condition", R"({"a": 1})"));
  REQUIRE(bare);
  CHECK(code(*bare, {}) == "B020");
  CHECK(code(*bare, {.table = "t"}) == "B020");
  CHECK(code(*bare, {.table = "t", .key = "id"}).empty());
  CHECK(code(*bare, {.what = Selection::What::Count, .table = "t"}).empty());
  CHECK(code(*bare,
             {.what = Selection::What::Columns, .by_key = Selection::ByKey::Yes, .table = "t"}) ==
        "B020");
  CHECK(code(compiled("{}"), {.order = {{"tags"}}}) == "B021");
  CHECK(code(compiled("{}"), {.order = {{"nobody"}}}) == "B021");
  CHECK(code(compiled("{}"), {.limit = -1}) == "B024");
  CHECK(code(compiled("{}"), {.offset = -1}) == "B024");
}

TEST_CASE("statements are kept", "[sqlite]") {
  const People db;
  Statements statements(db.get(), 2);
  const auto ask = [&](const Condition& condition, const Selection& selection = {},
                       const Context& context = {}) {
    const Statements::Taken taken = statements.take(condition, context, selection);
    REQUIRE(taken.statement != nullptr);
    std::optional<Rows> found = Connection::rows(taken.statement);
    REQUIRE(found);
    std::sort(found->begin(), found->end());
    return *found;
  };
  const Condition fi = compiled(R"({"country": "FI"})");
  CHECK(ask(fi) == Rows{"1", "3"});
  CHECK(ask(compiled(R"({country: {$eq: 'FI'}})")) == Rows{"1", "3"});
  CHECK(statements.prepared() == 1);
  CHECK(ask(compiled("{}"), {.limit = 1}) == Rows{"1"});
  CHECK(ask(compiled("{}"), {.limit = 2}) == Rows{"1", "2"});
  CHECK(statements.prepared() == 2);
  CHECK(ask(fi) == Rows{"1", "3"});
  CHECK(ask(fi, {.complement = true}) == Rows{"2", "4"});
  CHECK(statements.prepared() == 3);
  CHECK(statements.size() == 2);
  CHECK(ask(fi) == Rows{"1", "3"});
  CHECK(statements.prepared() == 3);
  CHECK(ask(compiled("{}"), {.limit = 1}) == Rows{"1"});
  CHECK(statements.prepared() == 4);
  for (const std::int64_t offset : {1, 2})
    CHECK(ask(fi, {.offset = offset}) == (offset == 1 ? Rows{"3"} : Rows()));
  CHECK(statements.prepared() == 5);
}

TEST_CASE("the same statement tomorrow means tomorrow", "[sqlite]") {
  const People db;
  Statements statements(db.get());
  const Condition recent = compiled(R"({"at": {"$gt": "now-1s"}})");
  for (const auto& [now, rows] :
       {std::pair<std::int64_t, Rows>{2500, {"2", "3"}}, {3500, {"3"}}, {9000, {}}}) {
    const Statements::Taken taken = statements.take(recent, {.now_ms = now});
    REQUIRE(taken.statement != nullptr);
    CHECK(Connection::rows(taken.statement) == rows);
  }
  CHECK(statements.prepared() == 1);
}

TEST_CASE("the plan in words", "[sqlite]") {
  struct Row {
    const char* why;
    const char* statement;
    const char* words;
  };
  constexpr Row kRows[] = {
      {"a scan", "SELECT * FROM people WHERE at = 1", "reads all of `people`\n"},
      {"a search", "SELECT * FROM people WHERE land = ? AND age > ?",
       "looks up `people` by `by_land` (land=? AND age>?)\n"},
      {"the index alone", "SELECT age FROM people WHERE land = ?",
       "looks up `people` by `by_land` (land=?), in the index alone\n"},
      {"along an index", "SELECT land FROM people",
       "reads all of `people` along `by_land`, in the index alone\n"},
      {"the key", "SELECT * FROM people AS p WHERE id = 1", "looks up `p` by its key (rowid=?)\n"},
      {"the elements of an array", "SELECT * FROM json_each('[1]') AS e",
       "goes through `e`, a virtual table\n"},
      {"a subquery is indented",
       "SELECT * FROM people WHERE EXISTS (SELECT 1 FROM tags "
       "WHERE person = people.id)",
       "reads all of `people`\nCORRELATED SCALAR SUBQUERY 1\n  reads all of `tags`\n"},
  };
  const People db;
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      QueryPlan plan;
      REQUIRE(explain_plan(db.get(), row.statement, plan) == SQLITE_OK);
      CHECK(plan.in_words() == row.words);
    }
  QueryPlan plan;
  REQUIRE(explain_plan(db.get(), "SELECT 1 FROM people, tags AS t WHERE id = 1", plan) ==
          SQLITE_OK);
  CHECK(plan.reads_all_of("t"));
  CHECK_FALSE(plan.reads_all_of("people"));
  CHECK(explain_plan(db.get(), "SELECT nobody", plan) == SQLITE_ERROR);
}

}  // namespace
}  // namespace tamis::sqlite
