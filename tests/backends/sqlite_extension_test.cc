// tamis_match and tamis_regex, bound from a program and as text from the loaded extension.
#include <tamis/compile.h>
#include <tamis/sqlite_extension.h>
#include <tamis/sqlite_query.h>

#include "compiler/plan/plan.h"
#include "compiler/values/date_math.h"
#include "tests/backends/sqlite_checked.h"
#include "tests/backends/sqlite_connection.h"
#include "tests/support/compile.h"

namespace tamis::sqlite {
namespace {

using Rows = std::vector<std::string>;

Pattern pattern(const std::string& text, const std::string& options = "") {
  auto program = RegexProgram::compile(text, options, RegexProfile::Linear);
  REQUIRE(std::holds_alternative<RegexProgram>(program));
  return {std::make_shared<RegexProgram>(std::get<RegexProgram>(program)), text, options};
}

// A connection on which the functions are those of a program, and one that has loaded them.
struct Linked : Connection {
  Linked() { REQUIRE(register_functions(get()) == SQLITE_OK); }
};

struct Loaded : Connection {
  Loaded() {
    REQUIRE(sqlite3_enable_load_extension(get(), 1) == SQLITE_OK);
    char* error = nullptr;
    const int code = sqlite3_load_extension(get(), TAMIS_SQLITE_MODULE, nullptr, &error);
    INFO((error == nullptr ? "" : error));
    REQUIRE(code == SQLITE_OK);
  }
};

struct CompareRow {
  const char* why;
  const char* a;  // SQL expressions
  const char* b;
  const char* result;  // null: an error
};

constexpr CompareRow kCompared[] = {
    {"numbers of any type by their values", "1", "'1.0'", "0"},
    {"a long beyond a double", "9007199254740993", "9007199254740992.0", "1"},
    {"a number is before a text", "'5'", R"('"5"')", "-1"},
    {"what `->` gives", R"('{"a": [1, 2]}' -> '$.a')", "'[1, 3]'", "-1"},
    {"dates", R"('{"$date": "2024-01-02T00:00:00Z"}')", R"('{"$date": "2024-01-01T00:00:00Z"}')",
     "1"},
    {"texts by their bytes", R"('"b"')", R"('"B"')", "1"},
    {"NULL is none", "NULL", "1", "NULL"},
    {"text is Extended JSON", "'abc'", "1", nullptr},
    {"a blob is no value", "1", "x'00'", nullptr},
};

TEST_CASE("tamis_compare", "[sqlite]") {
  const Linked linked;
  const Loaded loaded;
  for (const CompareRow& row : kCompared) DYNAMIC_SECTION(row.why) {
      const auto sql = std::string("SELECT tamis_compare(") + row.a + ", " + row.b + ")";
      for (const Connection* connection :
           {static_cast<const Connection*>(&linked), static_cast<const Connection*>(&loaded)}) {
        const std::optional<Rows> rows = Connection::rows(connection->prepare(sql).get());
        REQUIRE(rows.has_value() == (row.result != nullptr));
        if (rows) CHECK(*rows == Rows{row.result});
      }
    }
}

struct MatchRow {
  const char* why;
  const char* condition;
  const char* document;  // an SQL expression
  const char* result;    // null: an error
  const char* message;
};

constexpr MatchRow kMatches[] = {
    {"a match is 1", R"({"a": 1})", R"('{"a": 1}')", "1", ""},
    {"no match is 0", R"({"a": 1})", R"('{"a": 2}')", "0", ""},
    {"relaxed and canonical forms are read alike", R"({"a": 1})", R"('{"a": {"$numberInt": "1"}}')",
     "1", ""},
    {"without a document all is missing", R"({"a": null})", "NULL", "1", ""},
    {"so that NULL never comes out", R"({"a": 1})", "NULL", "0", ""},
    {"text after NUL counts", R"({"a": "x\u0000y"})", R"('{"a": "x\u0000y"}')", "1", ""},
    {"an object is asked for", R"({"a": 1})", "'[1]'", nullptr, "malformed document"},
    {"and named when it is malformed", R"({"a": 1})", R"('{"a": ')", nullptr, R"({"a": )"},
    {"as JSON text", R"({"a": 1})", "x'7b7d'", nullptr, "a document is JSON text"},
    {"a number is no document", R"({"a": 1})", "5", nullptr, "a document is JSON text"},
};

TEST_CASE("tamis_match", "[sqlite]") {
  const Linked linked;
  const Loaded loaded;
  for (const MatchRow& row : kMatches) DYNAMIC_SECTION(row.why) {
      const std::string call = std::string("SELECT tamis_match(") + row.document + ", ?)";
      const Statement bound = linked.prepare(call);
      const SqlFilter filter{"", {Residual{right_condition(row.condition), nullptr}}};
      REQUIRE(bind(bound.get(), filter, {}) == SQLITE_OK);
      const Statement text = loaded.prepare(call);
      sqlite3_bind_text(text.get(), 1, row.condition, -1, SQLITE_STATIC);
      for (const auto& [connection, statement] :
           {std::pair<const Connection*, sqlite3_stmt*>{&linked, bound.get()},
            {&loaded, text.get()}}) {
        const std::optional<Rows> rows = Connection::rows(statement);
        REQUIRE(rows.has_value() == (row.result != nullptr));
        if (rows)
          CHECK(*rows == Rows{row.result});
        else
          CHECK(connection->message().find(row.message) != std::string::npos);
      }
    }
}

TEST_CASE("a part of a condition", "[sqlite]") {
  const Linked db;
  const Condition condition = right_condition(R"({"a": 1, "b": {"$gt": 2}})");
  REQUIRE(condition.plan().root.children.size() == 2);
  for (std::size_t part = 0; part < 2; ++part) {
    auto plan = std::make_shared<Plan>(Plan{condition.plan().root.children[part].clone()});
    const Statement statement = db.prepare(
        R"(SELECT tamis_match(doc, ?) FROM (SELECT '{"a":1}' AS doc UNION ALL SELECT '{"b":3}'))");
    REQUIRE(bind(statement.get(), SqlFilter{"", {Residual{condition, plan}}}, {}) == SQLITE_OK);
    const bool is_a = condition.plan().root.children[part].path.text() == "a";
    CHECK(Connection::rows(statement.get()) == (is_a ? Rows{"1", "0"} : Rows{"0", "1"}));
  }
}

// Of columns, child tables and, of `doc`, whole documents, one and the same.
constexpr const char* kInlinedSchemas[] = {
    R"({"bsonType": "object", "additionalProperties": false,
        "x-tamis": {"sqlite": {"table": "t", "key": "id", "document": "doc"}}, "properties": {
          "n": {"bsonType": "int", "x-tamis": {"sqlite": {"column": "n"}}},
          "day": {"bsonType": "date"}, "tags": {"bsonType": "array", "items": {"bsonType": "string"}}}})",
    R"({"bsonType": "object", "additionalProperties": false,
        "x-tamis": {"sqlite": {"table": "t", "key": "id"}}, "properties": {
          "n": {"bsonType": "int"}, "day": {"bsonType": "date"},
          "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "x-tamis": {"sqlite":
            {"table": "tags", "key": "t", "column": "tag", "position": "pos", "empty": "missing"}}}}})"};

struct InlinedRow {
  const char* why;
  const char* condition;
  Rows ids;
};

const InlinedRow kInlined[] = {
    {"the whole", R"({"tags.1": "b"})", {"1", "2"}},
    {"a part of a conjunction", R"({"n": 1, "tags.1": "b"})", {"1"}},
    {"a part of a disjunction", R"({"$or": [{"n": 3}, {"tags.1": "b"}]})", {"1", "2", "3"}},
    {"a negated part", R"({"$nor": [{"n": 1, "tags.1": "b"}]})", {"2", "3", "4"}},
    {"a part in a negated alternative",
     R"({"n": {"$gt": 1}, "$nor": [{"n": 3}, {"n": {"$lt": 4}, "tags.1": "b"}]})",
     {"4"}},
    {"coerced literals", R"({"day": {"$lt": "1970-01-02"}, "tags.1": {"$exists": true}})", {"1"}},
};

TEST_CASE("inlined parts select what bound ones do", "[sqlite]") {
  const Loaded db;
  db.execute(R"(
    CREATE TABLE t(id INTEGER, n INTEGER, day INTEGER, doc TEXT);
    INSERT INTO t VALUES
      (1, 1, 0, '{"n": 1, "day": {"$date": {"$numberLong": "0"}}, "tags": ["a", "b"]}'),
      (2, 2, 86400000,
       '{"n": 2, "day": {"$date": {"$numberLong": "86400000"}}, "tags": ["c", "b"]}'),
      (3, 3, NULL, '{"n": 3, "tags": ["b"]}'), (4, 4, NULL, '{"n": 4}');
    CREATE TABLE tags(t INTEGER, tag TEXT, pos INTEGER);
    INSERT INTO tags VALUES (1, 'a', 0), (1, 'b', 1), (2, 'c', 0), (2, 'b', 1), (3, 'b', 0))");
  for (const char* schema : kInlinedSchemas)
    for (const InlinedRow& row : kInlined) {
      const auto condition = right_condition(row.condition, {.schema = right_schema(schema)});
      const Result<SqlFilter> filter = checked_emit(condition, {.inline_values = true});
      REQUIRE(filter);
      CAPTURE(row.why, filter->text);
      CHECK(filter->text.find("tamis_match(") != std::string::npos);
      CHECK(Connection::rows(db.prepare("SELECT id FROM t WHERE " + filter->text).get()) ==
            row.ids);
    }
}

TEST_CASE("documents that are valid are read as far as it is needed", "[sqlite]") {
  const Linked db;
  constexpr const char* kSchema = R"({"bsonType": "object",
    "properties": {"a": {"bsonType": "int"}, "b": {"bsonType": "array"}},
    "x-tamis": {"sqlite": {"table": "t", "key": "id", "document": "doc"%}}})";
  const auto schema = [&](std::string_view promise) {
    std::string text = kSchema;
    return right_schema(text.replace(text.find('%'), 1, promise).c_str());
  };
  const auto whole = schema("");
  const auto valid = schema(R"(, "valid_documents": true)");
  constexpr const char* kCondition = R"({"a": 1, "b": {"$ne": [2]}})";
  struct Row {
    const char* why;
    Condition condition;
    EmitOptions options;
    bool reads_the_rest;
  };
  const Row rows[] = {
      {"any text", right_condition(kCondition), {}, true},
      {"the column of the options", right_condition(kCondition), {.valid_documents = true}, false},
      {"the schema's", right_condition(kCondition, {.schema = whole}), {}, true},
      {"by its promise", right_condition(kCondition, {.schema = valid}), {}, false},
      {"by the options",
       right_condition(kCondition, {.schema = whole}),
       {.valid_documents = true},
       false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Result<SqlFilter> filter = checked_emit(row.condition, row.options);
      REQUIRE(filter);
      const auto selected = [&](const std::string& document) {
        const Statement statement =
            db.prepare("SELECT " + filter->text + " FROM (SELECT '" + document + "' AS doc) AS t");
        REQUIRE(bind(statement.get(), *filter, {}) == SQLITE_OK);
        return Connection::rows(statement.get());
      };
      CHECK(selected(R"({"a": 1, "b": [2], "c": 3})") == Rows{"0"});
      CHECK(selected(R"({"a": 1, "b": [3], "c": 3})") == Rows{"1"});
      CHECK(selected(R"({"a": 1, "b": [3], "c": nonsense})").has_value() != row.reads_the_rest);
    }
}

TEST_CASE("relative dates move with the binding", "[sqlite]") {
  const Schema schema =
      right_schema(R"({"bsonType": "object", "properties": {"at": {"bsonType": "date"}}})");
  const Condition recent = right_condition(R"({"at": {"$gte": "now-1d"}})", {.schema = schema});
  const Linked db;
  const Statement statement =
      db.prepare(R"(SELECT tamis_match('{"at": {"$date": "2026-01-10T00:00:00Z"}}', ?))");
  const SqlFilter filter{"", {Residual{recent, nullptr}}};
  constexpr std::int64_t kThatNoon = 1'768'046'400'000;
  REQUIRE(bind(statement.get(), filter, {.now_ms = kThatNoon}) == SQLITE_OK);
  CHECK(Connection::rows(statement.get()) == Rows{"1"});
  REQUIRE(bind(statement.get(), filter, {.now_ms = kThatNoon + 2 * 86'400'000}) == SQLITE_OK);
  CHECK(Connection::rows(statement.get()) == Rows{"0"});
}

struct RegexRow {
  const char* why;
  const char* pattern;
  const char* options;
  const char* subject;  // an SQL expression
  const char* result;
};

constexpr RegexRow kRegexes[] = {
    {"found", "b+c", "", "'abbc'", "1"},
    {"not found", "^b", "", "'abbc'", "0"},
    {"options count", "^B", "im", "'a' || char(10) || 'b'", "1"},
    {"after NUL too", "c$", "", "'a' || char(0) || 'c'", "1"},
    {"NULL holds nothing", "", "", "NULL", "0"},
    {"a number is no text", "1", "", "1", "0"},
    {"bytes are no text", "a", "", "x'61'", "0"},
};

TEST_CASE("tamis_regex", "[sqlite]") {
  const Linked linked;
  const Loaded loaded;
  for (const RegexRow& row : kRegexes) DYNAMIC_SECTION(row.why) {
      const Statement bound =
          linked.prepare(std::string("SELECT tamis_regex(") + row.subject + ", ?)");
      REQUIRE(bind(bound.get(), SqlFilter{"", {pattern(row.pattern, row.options)}}, {}) ==
              SQLITE_OK);
      CHECK(Connection::rows(bound.get()) == Rows{row.result});
      const Statement text =
          loaded.prepare(std::string("SELECT tamis_regex(") + row.subject + ", ?, ?)");
      sqlite3_bind_text(text.get(), 1, row.pattern, -1, SQLITE_STATIC);
      sqlite3_bind_text(text.get(), 2, row.options, -1, SQLITE_STATIC);
      CHECK(Connection::rows(text.get()) == Rows{row.result});
    }
}

struct RefusalRow {
  const char* why;
  bool loaded;
  const char* call;
  const char* message;
};

constexpr RefusalRow kRefusals[] = {
    {"text compiles nothing in a program", false, "tamis_match('{}', '{}')", "not bound by Tamis"},
    {"nor does a pattern", false, "tamis_regex('a', 'a')", "not bound by Tamis"},
    {"a condition's mistake is told", true, R"(tamis_match('{}', '{"a": {"$gtt": 1}}'))", "$gtt"},
    {"and a pattern's", true, "tamis_regex('a', '(')", "tamis_regex: "},
    {"look-around has match limits, and is taken", true, "tamis_regex('a', '(?=a)') = 2", ""},
};

TEST_CASE("refused arguments", "[sqlite]") {
  const Linked linked;
  const Loaded loaded;
  for (const RefusalRow& row : kRefusals) DYNAMIC_SECTION(row.why) {
      const Connection& db = row.loaded ? static_cast<const Connection&>(loaded) : linked;
      const Statement statement = db.prepare(std::string("SELECT ") + row.call);
      const std::optional<Rows> rows = Connection::rows(statement.get());
      CHECK(rows.has_value() == std::string_view(row.message).empty());
      if (!rows) CHECK(db.message().find(row.message) != std::string::npos);
    }
}

// Conditions of a table's rows are not constant, so none may be kept from row to row.
TEST_CASE("a condition for each row", "[sqlite]") {
  const Loaded db;
  db.execute("CREATE TABLE c(text); INSERT INTO c VALUES ('{\"a\":1}'), ('{\"a\":2}')");
  const Statement statement = db.prepare(R"(SELECT tamis_match('{"a":2}', text) FROM c)");
  CHECK(Connection::rows(statement.get()) == Rows{"0", "1"});
}

}  // namespace
}  // namespace tamis::sqlite
