// A table gives back what was put into it, and says of every row what a Matcher says.
#include <tamis/table.h>

#include <map>
#include <nlohmann/json.hpp>

#include <tamis/extended_json.h>

#include "backends/predicate/table/ask.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tests/support/equivalence/hunt.h"

using namespace tamis;
using predicate::Table;

namespace {

Value document_of(const std::string& text) {
  INFO(text);
  auto value = parse_extended_json(Source("document", text));
  REQUIRE(value);
  return *value;
}

bool gives_back(const Table& table, Table::Row row, const Value& document) {
  const std::optional<Value> back = table.document(row);
  return back && identical(*back, document);
}

struct DocumentRow {
  const char* why;
  const char* document;
};

constexpr DocumentRow kDocuments[] = {
    {"an empty document", R"({})"},
    {"one value", R"({"a": 1})"},
    {"members in another order", R"({"b": 1, "a": 2, "c": 3})"},
    {"and in a third", R"({"c": 1, "b": 2, "a": 3})"},
    {"a name twice", R"({"a": 1, "b": 2, "a": 3})"},
    {"a name that is empty, or has dots", R"({"": {"a.b": 1, "$c": 2}})"},
    {"a whole number of any type",
     R"({"a": [1, {"$numberLong": "1"}, 1.0, {"$numberDecimal": "1"}]})"},
    {"hundredths", R"({"a": 116.06})"},
    {"a double that is no such fraction", R"({"a": 0.1234567890123})"},
    {"a long that is no double", R"({"a": {"$numberLong": "9007199254740993"}})"},
    {"the least and the greatest long",
     R"({"a": [{"$numberLong": "-9223372036854775808"}, {"$numberLong": "9223372036854775807"}]})"},
    {"zeros", R"({"a": [0, {"$numberDouble": "-0.0"}, 0.0]})"},
    {"no numbers", R"({"a": [{"$numberDouble": "NaN"}, {"$numberDouble": "-Infinity"}]})"},
    {"null", R"({"a": null, "b": [null, {"c": null}]})"},
    {"truth", R"({"a": true, "b": [false, true]})"},
    {"text", R"({"a": "x", "b": ["", "x", "ä\u0000"]})"},
    {"dates", R"({"a": {"$date": {"$numberLong": "-1"}}, "b": {"$date": "2024-02-29T00:00:00Z"}})"},
    {"arrays in arrays", R"({"a": [[], [1, [2]], {"b": [{}, {"c": []}]}]})"},
    {"arrays of objects", R"({"a": [{"b": 1, "c": "x"}, {"c": "y", "b": 2}, {"b": 3}, 4]})"},
    {"types without a column",
     R"({"a": {"$minKey": 1}, "b": {"$oid": "0123456789abcdef01234567"},
         "c": {"$regularExpression": {"pattern": "x", "options": "i"}},
         "d": {"$binary": {"base64": "AA==", "subType": "00"}},
         "e": {"$code": "f", "$scope": {"x": [1]}}, "f": {"$timestamp": {"t": 1, "i": 2}}})"},
};

// Deeper than columns go.
Value nested(int levels) {
  Value value = 1;
  for (int i = 0; i < levels; ++i)
    value = i % 3 == 0 ? Value(Array{value, "x"}) : Value::object({{"a", value}, {"b", i}});
  return Value::object({{"nested", value}});
}

std::vector<Value> documents_of_rows() {
  std::vector<Value> documents;
  for (const DocumentRow& row : kDocuments) documents.push_back(document_of(row.document));
  documents.push_back(nested(40));
  documents.push_back(Value::object({{"a", std::string(100'000, 'x')}}));
  documents.push_back(Value::object({{std::string("a\0b", 3), 1}, {"a", 2}}));
  documents.push_back(7);
  documents.push_back(Array{1, "x"});
  return documents;
}

}  // namespace

TEST_CASE("a table gives back each document", "[table]") {
  Table table;
  std::vector<Value> documents = documents_of_rows();
  for (const Value& document : documents) table.append(document);
  for (const char* settled : {"no", "yes"}) {
    CAPTURE(settled);
    CHECK(table.size() == documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i) {
      CAPTURE(i);
      CHECK(gives_back(table, i, documents[i]));
    }
    table.settle();
  }
  CHECK_FALSE(table.document(documents.size()));
}

TEST_CASE("a table of more names than it has columns", "[table]") {
  Table table(right_schema(R"({"bsonType": "object", "properties": {"known": {}}})"));
  std::vector<Value> documents;
  for (int i = 0; i < 1500; ++i)
    documents.push_back(Value::object({{"name" + std::to_string(i), i}, {"known", i}}));
  for (const Value& document : documents) table.append(document);
  table.settle();
  for (std::size_t i = 0; i < documents.size(); ++i) REQUIRE(gives_back(table, i, documents[i]));
  CHECK(table.count(predicate::compile(right_condition(R"({"known": {"$gte": 900}})"))) == 600);
  CHECK(table.rows(predicate::compile(right_condition(R"({"name1400": 1400})"))) ==
        std::vector<Table::Row>{1400});
}

TEST_CASE("rows of a table keep their numbers", "[table]") {
  Table table;
  for (int i = 0; i < 10; ++i) table.append(Value::object({{"a", i}}));
  CHECK(table.erase(3));
  CHECK_FALSE(table.erase(3));
  CHECK_FALSE(table.update(3, Value::object({})));
  CHECK(table.update(4, Value::object({{"a", 40}})));
  CHECK_FALSE(table.update(10, Value::object({})));
  CHECK(table.append(Value::object({{"a", 10}})) == 10);
  const auto above_2 = predicate::compile(right_condition(R"({"a": {"$gt": 2}})"));
  for (const char* settled : {"no", "yes"}) {
    CAPTURE(settled);
    CHECK(table.size() == 10);
    CHECK_FALSE(table.contains(3));
    CHECK_FALSE(table.document(3));
    CHECK(gives_back(table, 4, Value::object({{"a", 40}})));
    CHECK(table.rows(above_2) == std::vector<Table::Row>{4, 5, 6, 7, 8, 9, 10});
    CHECK(table.count(above_2) == 7);
    table.settle();
  }
}

TEST_CASE("a table appends nothing of what is malformed", "[table]") {
  Table table;
  CHECK(table.append_text(R"( {"a": {"$numberLong": "5"}} )").ok());
  CHECK(gives_back(table, 0, Value::object({{"a", std::int64_t{5}}})));
  const auto truncated = table.append_text(R"({"a": )");
  REQUIRE_FALSE(truncated);
  CHECK_FALSE(truncated.diagnostics().empty());
  const auto no_bson = table.append_bson({});
  REQUIRE_FALSE(no_bson);
  CHECK(no_bson.diagnostics().front().code == "E061");
  nlohmann::ordered_json nested = 1;
  for (int depth = 0; depth < 100'000; ++depth)
    nested = nlohmann::ordered_json::array({std::move(nested)});
  const auto too_deep = table.append(nlohmann::ordered_json{{"a", std::move(nested)}});
  REQUIRE_FALSE(too_deep);
  CHECK(too_deep.diagnostics().front().code == "X002");
  CHECK(table.size() == 1);
}

TEST_CASE("a table answers about the dates of a context", "[table]") {
  Table table;
  table.append(document_of(R"({"at": {"$date": "2024-01-31T00:00:00Z"}})"));
  table.append(document_of(R"({"at": {"$date": "2024-01-01T00:00:00Z"}})"));
  table.settle();
  CompileOptions options;
  options.schema =
      right_schema(R"({"bsonType": "object", "properties": {"at": {"bsonType": "date"}}})");
  const auto recent =
      predicate::compile(right_condition(R"({"at": {"$gte": "now-30d"}})", options));
  const std::int64_t day = 86'400'000;
  const std::int64_t february = 1'706'745'600'000;  // 2024-02-01
  CHECK(table.count(recent, Context{february}) == 1);
  CHECK(table.count(recent, Context{february - day}) == 2);
  CHECK(table.count(recent, Context{february + 30 * day}) == 0);
}

TEST_CASE("a table compares numbers by their exact values", "[table]") {
  const char* const kNumbers[] = {R"({"$numberDouble": "-Infinity"})",
                                  R"({"$numberLong": "-9223372036854775808"})",
                                  "-1",
                                  R"({"$numberDouble": "-0.0"})",
                                  "0",
                                  "0.1",
                                  R"({"$numberDecimal": "0.1"})",
                                  R"({"$numberLong": "9007199254740993"})",
                                  "9007199254740992.0",
                                  R"({"$numberLong": "9223372036854775807"})",
                                  R"({"$numberDecimal": "9223372036854775807.5"})",
                                  R"({"$numberDouble": "Infinity"})",
                                  R"({"$numberDecimal": "-Infinity"})",
                                  R"({"$numberDouble": "NaN"})"};
  // Of each pair a table of its own: what a column keeps depends on what comes together.
  for (const char* a : kNumbers)
    for (const char* b : kNumbers) {
      const Value documents[] = {document_of(std::string(R"({"n": )") + a + "}"),
                                 document_of(std::string(R"({"n": )") + b + "}")};
      Table table;
      for (const Value& document : documents) table.append(document);
      table.settle();
      for (const char* literal : kNumbers)
        for (const char* op : {"$eq", "$lt", "$lte", "$gt", "$gte"}) {
          const std::string text = std::string(R"({"n": {")") + op + R"(": )" + literal + "}}";
          const predicate::Program program = predicate::compile(right_condition(text));
          predicate::Matcher matcher(program);
          std::vector<Table::Row> expected;
          for (Table::Row row = 0; row < 2; ++row)
            if (matcher.matches(documents[row])) expected.push_back(row);
          CAPTURE(a, b, text);
          REQUIRE(table.rows(program) == expected);
        }
    }
}

TEST_CASE("a table finds no pattern in strings that are not UTF-8", "[table]") {
  Table table;
  for (const char* text : {"abc\xff", "abc", "\xc3",
                           "\xa4"
                           "abc",
                           "xabc"})
    table.append(Value::object({{"s", text}}));
  table.settle();
  const Result<std::string> bytes = table.to_bytes();
  REQUIRE(bytes);
  const Result<Table> saved = Table::from_bytes(*bytes);
  REQUIRE(saved);
  for (const char* pattern : {"abc", "^x?abc", "abc$", "a[bx]c"}) {
    CAPTURE(pattern);
    const std::string text = std::string(R"({"s": {"$regex": ")") + pattern + "\"}}";
    const auto program = predicate::compile(right_condition(text));
    CHECK(table.rows(program) == std::vector<Table::Row>{1, 4});
    CHECK(saved->rows(program) == std::vector<Table::Row>{1, 4});
  }
}

TEST_CASE("two elements of an array may meet the ends of a range, one number must meet both",
          "[table]") {
  Table table;
  for (int i = 0; i < 100; ++i)
    table.append(Value::object({{"a", i % 2 == 0 ? Value(i % 10) : Value(Array{1, i % 10})}}));
  table.settle();
  const auto count = [&](const char* condition) {
    return table.count(predicate::compile(right_condition(condition)));
  };
  CHECK(count(R"({"a": {"$gt": 6, "$lt": 3}})") == 20);    // [1, 7], [1, 9]
  CHECK(count(R"({"a": {"$gte": 2, "$lte": 6}})") == 70);  // 2, 4, 6, and all arrays but [1, 1]
}

TEST_CASE("a table of few rows knows the sizes of their arrays", "[table]") {
  const auto of_two = predicate::compile(right_condition(R"({"a": {"$size": 2}})"));
  Table table;
  for (Table::Row row = 0; row < 130; ++row) {
    table.append(Value::object({{"a", row % 2 == 0 ? Array{1, 2} : Array{1, 2, 3}}}));
    table.settle();
    REQUIRE(table.count(of_two) == row / 2 + 1);
  }
}

// ── against the Matcher ──────────────────────────────────────────────────────────────────────────

namespace {

struct Pool {
  std::vector<Value> documents;
  std::vector<std::pair<Condition, Context>> conditions;
};

// Documents and conditions of random trials, every document to be asked of every condition.
Pool pool_of(equivalence::TrialKind kind, std::uint64_t trials) {
  Pool pool;
  for (std::uint64_t seed = 1; seed <= trials; ++seed) {
    equivalence::Trial trial = equivalence::make_trial(kind, seed);
    CompileOptions options;
    options.time_zone = trial.time_zone;
    for (Value& document : trial.documents) pool.documents.push_back(std::move(document));
    auto condition =
        compile(Source("condition", equivalence::condition_text(trial.condition)), options);
    if (condition) pool.conditions.emplace_back(*std::move(condition), Context{trial.now_ms});
  }
  return pool;
}

constexpr std::size_t kNoDocument = SIZE_MAX;

// Row by row the documents of the pool in turn; of some rows another took the place, and some were
// erased.
std::vector<std::size_t> fill(Table& table, const Pool& pool, std::size_t rows) {
  const std::size_t count = pool.documents.size();
  std::vector<std::size_t> of_row;
  for (std::size_t row = 0; row < rows; ++row) {
    of_row.push_back(row % count);
    table.append(pool.documents[of_row.back()]);
  }
  const auto change = [&](std::size_t step) {
    for (std::size_t row = 0; row < rows; row += step) {
      of_row[row] = of_row[row] == kNoDocument ? kNoDocument : (row * 7 + step) % count;
      if (of_row[row] != kNoDocument) table.update(row, pool.documents[of_row[row]]);
    }
    for (std::size_t row = step / 2; row < rows; row += 3 * step) {
      table.erase(row);
      of_row[row] = kNoDocument;
    }
  };
  change(5);
  table.settle();
  change(37);
  return of_row;
}

// On every machine that this one is.
void check_rows(const Table& table, const predicate::Program& program, const Context& context,
                const std::vector<Table::Row>& expected) {
  for (const Machine machine : machines()) {
    CAPTURE(static_cast<int>(machine));
    CHECK(predicate::table::rows(table, program, context, machine) == expected);
    CHECK(predicate::table::count(table, program, context, machine) == expected.size());
  }
}

void check_against_matcher(equivalence::TrialKind kind, std::uint64_t trials) {
  const Pool pool = pool_of(kind, trials);
  REQUIRE(pool.conditions.size() > trials / 2);
  Table table;
  const std::vector<std::size_t> of_row = fill(table, pool, 9'000);
  std::size_t split = 0;
  for (const auto& [condition, context] : pool.conditions) {
    const predicate::Program program = predicate::compile(condition);
    predicate::Matcher matcher(program);
    std::vector<bool> matches;
    for (const Value& document : pool.documents)
      matches.push_back(matcher.matches(document, context));
    std::vector<Table::Row> expected;
    for (std::size_t row = 0; row < of_row.size(); ++row)
      if (of_row[row] != kNoDocument && matches[of_row[row]]) expected.push_back(row);
    INFO(condition.canonical_text());
    check_rows(table, program, context, expected);
    if (!expected.empty() && expected.size() < table.size()) ++split;
  }
  CHECK(split > pool.conditions.size() / 2);
}

}  // namespace

TEST_CASE("a table agrees with the Matcher on any types", "[table]") {
  check_against_matcher(equivalence::TrialKind::Wild, 60);
}

TEST_CASE("a table agrees with the Matcher on documents of schemas", "[table]") {
  check_against_matcher(equivalence::TrialKind::Typed, 60);
}

namespace {

// Thousands of distinct strings, arrays of all lengths and numbers in several widths.
Value contact(int i) {
  constexpr const char* kNames[] = {"aino", "bergson", "mäki", "son", "ö@x"};
  const std::string name = kNames[i % 5] + std::to_string(i * 7919 % 100'000);
  Object contact{{"id", std::to_string(i)},
                 {"email", name + (i % 3 == 0 ? "@example.com" : "@test.org\n")},
                 {"n", i % 11 == 0 ? Value(i) : Value(i % 1000 / 100.0)},
                 {"at", Date{1'600'000'000'000 + i * std::int64_t{86'400'000}}},
                 {"vip", i % 13 == 0}};
  if (i % 4 != 0) {
    Array tags;
    const int count = i % 500 == 1 ? 200 : i % 6;
    for (int tag = 0; tag < count; ++tag) tags.push_back("t" + std::to_string(i * tag % 60));
    contact.push_back({"tags", std::move(tags)});
  }
  Array orders;
  for (int order = 0; order < i % 5; ++order)
    orders.push_back(Value::object({{"sku", "s" + std::to_string((i + order) % 30)},
                                    {"qty", (i + order * 3) % 9},
                                    {"lines", Array{order, i % 17}}}));
  contact.push_back({"orders", std::move(orders)});
  return contact;
}

constexpr const char* kOfContacts[] = {
    R"({"id": "77"})",
    R"({"id": "no such"})",
    R"({"email": {"$regex": "@example\\.com$"}})",
    R"({"email": {"$regex": "@test\\.org$"}})",
    R"({"email": {"$regex": "son"}})",
    R"({"email": {"$regex": "^aino1"}})",
    R"c({"email": {"$regex": "(ki1|son2)"}})c",
    R"c({"email": {"$regex": "n[0-9]+@(test|example)"}})c",
    R"({"email": {"$regex": "^MÄKI", "$options": "i"}})",
    R"({"id": {"$gt": "5", "$lt": "62"}})",
    R"({"n": {"$gte": 2.5, "$lt": 7}})",
    R"({"n": {"$in": [1.25, 11, 22, 9.99]}})",
    R"({"n": {"$mod": [3, 1]}})",
    R"({"at": {"$gte": {"$date": "2030-01-01T00:00:00Z"}}})",
    R"({"tags": "t7"})",
    R"({"tags": {"$size": 3}})",
    R"({"tags": {"$size": 200}})",
    R"({"tags": {"$nin": ["t1", "t2"]}})",
    R"({"tags": {"$all": ["t1", "t2"]}})",
    R"({"tags.1": "t9"})",
    R"({"orders.qty": {"$gt": 6}})",
    R"({"orders.lines": 3})",
    R"({"orders.qty": {"$gt": 6, "$lt": 3}})",
    R"({"orders.lines": {"$elemMatch": {"$gt": 3, "$lt": 6}}})",
    R"({"orders": {"$elemMatch": {"qty": {"$gte": 2, "$lte": 4}}}})",
    R"({"at": {"$gte": {"$date": "2030-01-01T00:00:00Z"}, "$lt": {"$date": "2031-01-01T00:00:00Z"}}})",
    R"({"n": {"$gt": 2, "$lte": 9.5}, "at": {"$lt": {"$date": "2035-01-01T00:00:00Z"}}})",
    R"({"orders": {"$elemMatch": {"sku": {"$in": ["s1", "s2", "s3"]}, "qty": {"$gte": 5}}}})",
    R"({"vip": true, "n": {"$lt": 1}, "orders": {"$elemMatch": {"qty": 2}}})",
    R"({"vip": true, "n": {"$lt": 1}, "tags": {"$in": ["t1", "t3", "t5"]}})",
    R"({"vip": true, "email": {"$regex": "berg"}})",
    R"({"$or": [{"vip": true}, {"tags": "t50"}, {"email": {"$regex": "9\\d@"}}]})",
};

}  // namespace

TEST_CASE("a table agrees with the Matcher on thousands of contacts", "[table]") {
  constexpr int kContacts = 9'000;
  Table table;
  std::vector<Value> contacts;
  for (int i = 0; i < kContacts; ++i) {
    contacts.push_back(contact(i));
    table.append(contacts.back());
  }
  table.settle();
  std::string list = R"({"id": {"$in": [)";
  for (int i = 0; i < 300; ++i) list += '"' + std::to_string(i * 41) + "\", ";
  std::vector<std::string> conditions(std::begin(kOfContacts), std::end(kOfContacts));
  conditions.push_back(list + R"("x"]}})");
  for (const std::string& text : conditions) {
    CAPTURE(text);
    const predicate::Program program = predicate::compile(right_condition(text));
    predicate::Matcher matcher(program);
    std::vector<Table::Row> expected;
    for (Table::Row row = 0; row < kContacts; ++row)
      if (matcher.matches(contacts[row])) expected.push_back(row);
    check_rows(table, program, {}, expected);
    CHECK(expected.size() < kContacts);
    CHECK(expected.empty() == (text.find("no such") != std::string::npos));
  }
}
