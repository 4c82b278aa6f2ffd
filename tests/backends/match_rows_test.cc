// A set that is asked of a table says of every row what its conditions say.
#include <tamis/condition_set.h>
#include <tamis/table.h>

#include <algorithm>
#include <map>
#include <set>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tests/support/equivalence/hunt.h"

using namespace tamis;
using predicate::ConditionSet;
using predicate::Table;

namespace {

using Id = ConditionSet::Id;
using Rows = std::vector<Table::Row>;
using RowsOf = std::map<Id, Rows>;

Value document_of(const std::string& text) {
  auto value = parse_extended_json(Source("document", text));
  INFO(text);
  REQUIRE(value);
  return *value;
}

RowsOf rows_of(const ConditionSet& set, const Table& table, const Context& context = {}) {
  RowsOf rows;
  predicate::match_rows(
      set, table,
      [&](Id id, const predicate::RowSet& held) {
        const std::size_t before = rows[id].size();
        held.append_to(rows[id]);
        CHECK(held.count() == rows[id].size() - before);
        CHECK(held.count() > 0);
      },
      context);
  return rows;
}

struct Row {
  const char* why;
  const char* condition;
  Rows rows;  // of kDocuments
};

constexpr const char* kDocuments[] = {
    R"({"s": "x", "n": 1, "o": {"a": "p"}, "l": [{"k": "a", "v": 1}, {"k": "b", "v": 9}]})",  // 0
    R"({"s": "y", "n": 2.5, "o": {"a": "q"}, "l": []})",                                      // 1
    R"({"s": ["x", "z"], "n": [1, 7], "o": {"a": ["p", "q"]}})",                              // 2
    R"({"s": null, "n": {"$numberLong": "9007199254740993"}, "o": 5})",                       // 3
    R"({"n": "1", "o": [{"a": "p"}, {"a": 3}], "l": {"k": "a", "v": 1}})",                    // 4
    R"({"s": "xy", "n": {"$date": "2024-01-31T00:00:00Z"}, "l": [{"k": "a", "v": 9}]})",      // 5
    R"({"s": {"$oid": "0123456789abcdef01234567"}, "n": {"$numberDouble": "NaN"}})",          // 6
    R"({"n": {"$numberDecimal": "-Infinity"}})",                                              // 7
};

const Row kRows[] = {
    {"an equality", R"({"s": "x"})", {0, 2}},
    {"null and what is missing", R"({"s": null})", {3, 4, 7}},
    {"a list", R"({"s": {"$in": ["y", "z"]}})", {1, 2}},
    {"a list of more than strings", R"({"s": {"$in": [null, "y"]}})", {1, 3, 4, 7}},
    {"not in a list", R"({"s": {"$nin": ["x", null]}})", {1, 5, 6}},
    {"a value of no column", R"({"s": {"$oid": "0123456789abcdef01234567"}})", {6}},
    {"a number", R"({"n": 1})", {0, 2}},
    {"above", R"({"n": {"$gt": 1}})", {1, 2, 3}},
    {"at or above", R"({"n": {"$gte": 1}})", {0, 1, 2, 3}},
    {"below", R"({"n": {"$lt": 2.5}})", {0, 2, 7}},
    {"at or below", R"({"n": {"$lte": 2.5}})", {0, 1, 2, 7}},
    {"two bounds, each by its own element", R"({"n": {"$gt": 5, "$lt": 3}})", {2}},
    {"beyond what doubles tell apart",
     R"({"n": {"$gt": {"$numberLong": "9007199254740992"}}})",
     {3}},
    {"a date", R"({"n": {"$gte": {"$date": "2024-01-31T00:00:00Z"}}})", {5}},
    {"an earlier date", R"({"n": {"$lt": {"$date": "2024-01-31T00:00:00Z"}}})", {}},
    {"through objects and arrays", R"({"o.a": "p"})", {0, 2, 4}},
    {"what is not at the end of a path", R"({"o.a": {"$exists": false}})", {3, 5, 6, 7}},
    {"a type", R"({"o": {"$type": "array"}})", {4}},
    {"elements of arrays alone", R"({"l": {"$elemMatch": {"k": "a", "v": {"$gt": 5}}}})", {5}},
    {"no such element", R"({"l": {"$not": {"$elemMatch": {"k": "a"}}}})", {1, 2, 3, 4, 6, 7}},
    {"an element that is a scalar", R"({"n": {"$elemMatch": {"$gt": 5}}})", {2}},
    {"a pattern", R"({"s": {"$regex": "^x."}})", {5}},
    {"no pattern", R"({"s": {"$not": {"$regex": "x"}}, "n": {"$gte": 1}})", {1, 3}},
    {"an alternative", R"({"$or": [{"s": "y"}, {"n": 1, "o.a": "p"}]})", {0, 1, 2}},
    {"an alternative of patterns",
     R"({"$or": [{"s": {"$regex": "y$"}}, {"n": {"$mod": [7, 0]}}]})",
     {1, 2, 5}},
    {"alternatives in alternatives",
     R"({"$or": [{"n": 2.5}, {"s": "x", "$or": [{"n": 7}, {"l.v": 9, "$or": [{"n": 3}, {"n": 1}]}]}]})",
     {0, 1, 2}},
    {"all", R"({})", {0, 1, 2, 3, 4, 5, 6, 7}},
    {"none", R"({"$nor": [{}]})", {}},
};

}  // namespace

TEST_CASE("rows that conditions of a set select", "[set][table]") {
  Table table;
  for (const char* document : kDocuments) table.append(document_of(document));
  ConditionSet set;
  for (Id id = 0; id < std::size(kRows); ++id) set.add(id, right_condition(kRows[id].condition));
  for (const char* settled : {"no", "yes"}) {
    CAPTURE(settled);
    RowsOf rows = rows_of(set, table);
    for (Id id = 0; id < std::size(kRows); ++id) {
      CAPTURE(kRows[id].why);
      CHECK(rows[id] == kRows[id].rows);
    }
    table.settle();
  }
}

TEST_CASE("an empty set, and an empty table", "[set][table]") {
  ConditionSet set;
  Table table;
  CHECK(rows_of(set, table).empty());
  set.add(1, right_condition("{}"));
  CHECK(rows_of(set, table).empty());
  table.append(Value::object({}));
  CHECK(rows_of(set, table) == RowsOf{{1, {0}}});
  table.erase(0);
  CHECK(rows_of(set, table).empty());
  CHECK(rows_of(ConditionSet(), table).empty());
}

TEST_CASE("rows that have come and gone since columns were made", "[set][table]") {
  ConditionSet set;
  set.add(1, right_condition(R"({"n": {"$gte": 60}})"));
  set.add(2, right_condition(R"({"s": null})"));
  Table table;
  for (int n = 0; n < 64; ++n)
    table.append(n % 2 == 0 ? Value::object({{"n", n}, {"s", "x"}}) : Value::object({{"n", n}}));
  table.settle();
  table.erase(table.append(Value::object({{"n", 64}})));
  table.erase(62);
  const RowsOf rows = rows_of(set, table);
  CHECK(rows.at(1) == Rows{60, 61, 63});
  CHECK(rows.at(2).size() == 32);
}

TEST_CASE("elements by the thousand", "[set][table]") {
  ConditionSet set;
  set.add(1, right_condition(R"({"l": {"$elemMatch": {"k": {"$in": [1, 2]}, "v": {"$lt": 10}}}})"));
  set.add(2, right_condition(R"({"l": {"$elemMatch": {"k": 1, "v": {"$gte": 11990}}}})"));
  Table table;
  Rows low;
  Rows high;
  for (int row = 0; row < 4000; ++row) {
    Array elements;
    for (int k = 0; k < 3; ++k) elements.push_back(Value::object({{"k", k}, {"v", 3 * row + k}}));
    table.append(Value::object({{"l", Value(std::move(elements))}}));
    if (3 * row + 1 < 10) low.push_back(static_cast<Table::Row>(row));
    if (3 * row + 1 >= 11990) high.push_back(static_cast<Table::Row>(row));
  }
  table.settle();
  CHECK(rows_of(set, table) == RowsOf{{1, low}, {2, high}});
}

TEST_CASE("a set asked of a table takes relative dates as of now", "[set][table]") {
  const Schema schema = right_schema(R"({"properties": {"at": {"bsonType": "date"}}})");
  ConditionSet set;
  set.add(1, *compile(Source("c", R"({"at": {"$gte": "now-1d"}})"), {.schema = schema}));
  Table table;
  table.append(document_of(R"({"at": {"$date": "2024-01-30T00:00:00Z"}})"));
  table.append(document_of(R"({"at": {"$date": "2024-02-02T00:00:00Z"}})"));
  constexpr std::int64_t kNoon = 1'706'702'400'000;  // of 2024-01-31, UTC
  CHECK(rows_of(set, table, {kNoon, {}}) == RowsOf{{1, {1}}});
  CHECK(rows_of(set, table, {kNoon - 86'400'000, {}}) == RowsOf{{1, {0, 1}}});
}

namespace {

// Conditions and documents of many trials together.
class Mixture {
 public:
  explicit Mixture(equivalence::TrialKind kind, std::uint64_t trials) {
    for (std::uint64_t seed = 1; seed <= trials; ++seed) {
      const equivalence::Trial trial = equivalence::make_trial(kind, seed);
      CompileOptions options;
      if (!trial.schema.empty()) options.schema = *parse_schema(Source("schema", trial.schema));
      if (auto condition =
              compile(Source("trial", equivalence::condition_text(trial.condition)), options)) {
        set_.add(seed, *condition);
        conditions_.emplace(seed, Asked{condition->canonical_text(),
                                        predicate::Matcher(predicate::compile(*condition))});
      }
      documents_.insert(documents_.end(), trial.documents.begin(), trial.documents.end());
    }
  }

  // Of more rows than one row group has, some of them gone and some changed.
  void fill() {
    for (std::size_t row = 0; row < kRows; ++row) table_.append(document(row));
    table_.settle();
    for (std::size_t row = 0; row < kRows; row += 97) table_.erase(row);
    for (std::size_t row = 5; row < kRows; row += 101)
      if (table_.update(row, document(row + 1))) changed_.insert(row);
  }

  void compare() {
    RowsOf found = rows_of(set_, table_);
    std::size_t held = 0;
    for (auto& [id, each] : conditions_) {
      CAPTURE(each.text);
      const Rows& rows = found[id];
      for (std::size_t row = 0; row < kRows; ++row) {
        const Value& document = this->document(row + changed_.count(row));
        const bool expected = table_.contains(row) && each.matcher.matches(document);
        if (std::binary_search(rows.begin(), rows.end(), row) == expected) continue;
        CAPTURE(row, expected, to_extended_json(document, ExtendedJson::Canonical));
        FAIL_CHECK("another verdict");
        break;
      }
      held += rows.size();
    }
    CHECK(held > kRows);
  }

 private:
  struct Asked {
    std::string text;
    predicate::Matcher matcher;
  };
  static constexpr std::size_t kRows = 5000;
  const Value& document(std::size_t number) const { return documents_[number % documents_.size()]; }

  ConditionSet set_;
  std::map<Id, Asked> conditions_;
  std::vector<Value> documents_;
  Table table_;
  std::set<std::size_t> changed_;
};

}  // namespace

TEST_CASE("rows of tables that have changed, and of random conditions", "[set][table]") {
  SECTION("any documents") {
    Mixture mixture(equivalence::TrialKind::Wild, 400);
    mixture.fill();
    mixture.compare();
  }
  SECTION("documents of a schema") {
    Mixture mixture(equivalence::TrialKind::Typed, 200);
    mixture.fill();
    mixture.compare();
  }
}
