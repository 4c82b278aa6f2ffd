// The cache of prepared statements: what is one statement and what is two, other moments and other
// rows, and no more statements than it may keep.
#include <tamis/compile.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include <algorithm>

#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

using Rows = std::vector<std::string>;

constexpr std::int64_t kDay = 86'400'000;

Schema parsed(const std::string& dates) {
  return right_schema(R"({
    "bsonType": "object", "required": ["id"],
    "x-tamis": {"sqlite": {"table": "people", "key": "id", "document": "doc"}},
    "properties": {
      "id": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "id"}}},
      "at": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "at", "encoding": ")" +
                      dates +
                      R"("}}},
      "seen": {"bsonType": "array", "items": {"bsonType": "date"}, "x-tamis": {"sqlite":
        {"table": "seen", "key": "person", "column": "at"}}},
      "noted": {"bsonType": "date"}}})");
}

const Schema& schema() {
  static const Schema schema = parsed("epoch_ms");
  return schema;
}

Condition compiled(const std::string& text, const CompileOptions& options = {.schema = schema()}) {
  return right_condition(text, options);
}

struct People : Connection {
  People() {
    REQUIRE(register_functions(get()) == SQLITE_OK);
    execute(R"(CREATE TABLE people(id INTEGER PRIMARY KEY, at INTEGER, doc TEXT);
      CREATE TABLE seen(person INTEGER, at INTEGER))");
  }

  // Somebody whose every date is the middle of that day.
  void add(int id, int day) const {
    const std::string at = std::to_string(day * kDay + kDay / 2);
    execute("INSERT INTO people VALUES (" + std::to_string(id) + ", " + at +
            R"(, '{"noted": {"$date": {"$numberLong": ")" + at +
            R"("}}}'); INSERT INTO seen VALUES ()" + std::to_string(id) + ", " + at + ")");
  }

  int prepared_statements() const {
    int count = 0;
    for (auto* it = sqlite3_next_stmt(get(), nullptr); it != nullptr;
         it = sqlite3_next_stmt(get(), it))
      ++count;
    return count;
  }
};

Rows ask(Statements& statements, const Condition& condition, const Context& context = {},
         const Selection& selection = {}, const EmitOptions& options = {}) {
  EmitOptions bound = options;
  bound.inline_values = false;
  REQUIRE(checked_select(condition, selection, bound));
  const Statements::Taken taken = statements.take(condition, context, selection, options);
  REQUIRE(taken.statement != nullptr);
  std::optional<Rows> rows = Connection::rows(taken.statement);
  REQUIRE(rows);
  std::ranges::sort(*rows);
  return *rows;
}

struct Moment {
  const char* why;
  const char* condition;
};

constexpr Moment kMoments[] = {
    {"a column", R"({"at": {"$gte": "now/d", "$lt": "now/d+1d"}})"},
    {"rows of a child table", R"({"seen": {"$elemMatch": {"$gte": "now/d", "$lt": "now/d+1d"}}})"},
    {"the document", R"({"noted": {"$gte": "now/d", "$lt": "now/d+1d"}})"},
    {"one alternative", R"({"$or": [{"at": {"$gte": "now/d", "$lt": "now/d+1d"}}, {"id": -1}]})"},
};

TEST_CASE("one statement, another moment and other rows", "[sqlite]") {
  for (const Moment& moment : kMoments) DYNAMIC_SECTION(moment.why) {
      const People db;
      db.add(1, 10);
      db.add(2, 11);
      Statements statements(db.get());
      const Condition today = compiled(moment.condition);
      const auto asked = [&](std::int64_t ms, const char* zone = "") {
        return ask(statements, today, {.now_ms = ms, .time_zone = zone});
      };
      sqlite3_stmt* first = statements.take(today, {.now_ms = 10 * kDay}).statement;
      CHECK(asked(10 * kDay) == Rows{"1"});
      CHECK(asked(11 * kDay + 5) == Rows{"2"});
      CHECK(asked(12 * kDay).empty());
      db.add(3, 12);
      CHECK(asked(12 * kDay) == Rows{"3"});
      // East of UTC by fourteen hours the day began at our ten o'clock of the day before.
      constexpr std::int64_t kFiveOClock = 11 * kDay + kDay * 5 / 24;
      CHECK(asked(kFiveOClock, "+14:00") == Rows{"1"});
      CHECK(asked(kFiveOClock) == Rows{"2"});
      // SQLite prepares it anew by itself, and keeps what is bound.
      db.execute("CREATE INDEX people_at ON people(at); DELETE FROM people WHERE id = 3");
      CHECK(asked(12 * kDay).empty());
      CHECK(asked(10 * kDay) == Rows{"1"});
      CHECK(statements.take(today, {}).statement == first);
      CHECK(statements.prepared() == 1);
    }
}

TEST_CASE("a statement is taken again before it was read to its end", "[sqlite]") {
  const People db;
  for (int id = 1; id <= 3; ++id) db.add(id, id);
  Statements statements(db.get());
  const Condition all = compiled("{}");
  const Statements::Taken taken = statements.take(all, {});
  REQUIRE(sqlite3_step(taken.statement) == SQLITE_ROW);
  CHECK(ask(statements, all) == Rows{"1", "2", "3"});
  CHECK(statements.prepared() == 1);
}

// Whatever changes the text or what is bound is another statement; what changes neither is not.
TEST_CASE("what a statement is kept by", "[sqlite]") {
  struct Asked {
    const char* why;
    Condition condition;
    Selection selection = {};
    EmitOptions options = {};
    bool is_new = true;
  };
  const std::string text = R"({"at": {"$gt": "now-1d"}, "noted": {"$gt": "2024-01-01"}})";
  const std::string as_options = R"({at: {$gt: 'now-1d'}, noted: {$gt: ISODate('2024-01-01')}})";
  const auto statistics = [](const People& db) {
    int code = SQLITE_ERROR;
    return Statistics::read(db.get(), code);
  };
  const People db;
  const Asked kAsked[] = {
      {"the first", compiled(text)},
      {"again", compiled(text), {}, {}, false},
      {"spelt otherwise", compiled(as_options), {}, {}, false},
      {"another schema", compiled(text, {.schema = parsed("epoch_s")})},
      {"a zone of the condition's", compiled(text, {.schema = schema(), .time_zone = "+02:00"})},
      {"another condition", compiled(R"({"at": {"$gt": "now-2d"}})")},
      {"a count", compiled(text), {.what = Selection::What::Count}},
      {"columns", compiled(text), {.what = Selection::What::Columns, .columns = {"at"}}},
      {"other columns", compiled(text), {.what = Selection::What::Columns, .columns = {"doc"}}},
      {"an order", compiled(text), {.order = {{"at"}}}},
      {"the other way round", compiled(text), {.order = {{"at", true}}}},
      {"the order of the key", compiled(text), {.by_key = Selection::ByKey::Yes}},
      {"sorted by the key", compiled(text), {.by_key = Selection::ByKey::Sorted}},
      {"a page", compiled(text), {.limit = 5}},
      {"a page of another size", compiled(text), {.limit = 6}, {}, false},
      {"a page further on", compiled(text), {.limit = 6, .offset = 6}},
      {"the next", compiled(text), {.limit = 6, .offset = 12}, {}, false},
      {"after a key", compiled(text), {.limit = 6, .after = Value(3)}},
      {"after another", compiled(text), {.limit = 6, .after = Value(9)}, {}, false},
      {"the complement", compiled(text), {.complement = true}},
      {"keys that may come from child tables", compiled(text), {.no_orphans = true}},
      {"another name of the table's", compiled(text), {}, {.alias = "p"}},
      {"documents that are valid", compiled(text), {}, {.valid_documents = true}},
      {"marks that are numbered", compiled(text), {}, {.marks = {Marks::Kind::Numbered}}},
      {"counts of the database's", compiled(text), {}, {.statistics = statistics(db)}},
      {"the first once more", compiled(text), {}, {}, false},
      {"values that were to be text are bound", compiled(text), {}, {.inline_values = true}, false},
  };
  Statements statements(db.get());
  std::size_t prepared = 0;
  for (const Asked& asked : kAsked) {
    CAPTURE(asked.why);
    ask(statements, asked.condition, {}, asked.selection, asked.options);
    prepared += asked.is_new ? 1 : 0;
    CHECK(statements.prepared() == prepared);
  }
  CHECK(statements.size() == prepared);
}

TEST_CASE("no more statements than it may keep", "[sqlite]") {
  const People db;
  db.add(7, 1);
  {
    Statements statements(db.get(), 8);
    for (int round = 0; round < 3; ++round)
      for (int id = 0; id < 100; ++id) {
        const Condition one = compiled("{\"id\": " + std::to_string(id) + "}");
        CHECK(ask(statements, one) == (id == 7 ? Rows{"7"} : Rows{}));
        CHECK(statements.size() <= 8);
        CHECK(db.prepared_statements() <= 8);
      }
    CHECK(statements.prepared() == 300);
    // The eight last asked are there.
    for (int id = 92; id < 100; ++id)
      ask(statements, compiled("{\"id\": " + std::to_string(id) + "}"));
    CHECK(statements.prepared() == 300);
  }
  CHECK(db.prepared_statements() == 0);
}

// Each is another page of a statement that is kept.
TEST_CASE("a page of a kept statement", "[sqlite]") {
  using What = Selection::What;
  const People db;
  for (int id = 1; id <= 9; ++id) db.add(id, id);
  Statements statements(db.get());
  const Condition all = compiled("{}");
  for (const int after : {2, 7, 4}) {
    const std::string left = std::to_string(9 - after);
    CHECK(ask(statements, all, {}, {.what = What::Count, .after = Value(after)}) == Rows{left});
    CHECK(ask(statements, all, {}, {.limit = 1, .offset = 1, .after = Value(after)}) ==
          Rows{std::to_string(after + 2)});
  }
  CHECK(statements.prepared() == 2);
  CHECK(ask(statements, all, {}, {.limit = 1}) == Rows{"1"});
  const Statements::Taken taken = statements.take(all, {}, {.limit = -1});
  CHECK(taken.statement == nullptr);
  REQUIRE(taken.diagnostics.size() == 1);
  CHECK(taken.diagnostics.front().code == "B024");
}

TEST_CASE("what is refused is not kept", "[sqlite]") {
  const People db;
  Statements statements(db.get());
  const Condition asks_document = compiled(R"({"noted": {"$gt": "2024-01-01"}})");
  const Statements::Taken refused = statements.take(asks_document, {}, {}, {.pure_sql = true});
  CHECK(refused.statement == nullptr);
  REQUIRE_FALSE(refused.diagnostics.empty());
  CHECK(refused.diagnostics.front().code == "B001");
  db.execute("DROP TABLE people");
  CHECK(statements.take(compiled("{}"), {}).code == SQLITE_ERROR);
  CHECK(statements.size() == 0);
  CHECK(statements.prepared() == 0);
}

}  // namespace
}  // namespace tamis::sqlite
