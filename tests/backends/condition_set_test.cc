// A set of conditions says of every document what each condition says by itself.
#include <tamis/condition_set.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tests/support/equivalence/hunt.h"

using namespace tamis;
using predicate::ConditionSet;
using predicate::SetMatcher;

namespace {

using Id = ConditionSet::Id;
using Ids = std::vector<Id>;

Ids sorted(std::span<const Id> ids) {
  Ids result(ids.begin(), ids.end());
  std::sort(result.begin(), result.end());
  return result;
}

Value document_of(const char* text) {
  auto value = parse_extended_json(Source("document", text));
  REQUIRE(value);
  return *value;
}

// The conditions that hold, asked one by one.
Ids naive(const std::map<Id, Condition>& conditions, const Value& document,
          const Context& context) {
  Ids ids;
  for (const auto& [id, condition] : conditions)
    if (predicate::Matcher(predicate::compile(condition)).matches(document, context))
      ids.push_back(id);
  return ids;
}

constexpr const char* kConditions[] = {
    R"({"country": "FI"})",
    R"({"country": {"$in": ["FI", "SE", null]}})",
    R"({"country": {"$nin": ["FI", "SE"]}})",
    R"({"country": {"$ne": null}})",
    R"({"country": null})",
    R"({"country": {"$exists": true}, "age": {"$exists": false}})",
    R"({"age": {"$gt": 18}})",
    R"({"age": {"$gte": 18, "$lt": 65}})",
    R"({"age": {"$not": {"$gt": 18}}})",
    R"({"age": {"$lte": 18.5}, "country": "FI"})",
    R"({"age": {"$gt": {"$numberLong": "9007199254740993"}}})",
    R"({"age": {"$gte": {"$numberDecimal": "0.1"}}})",
    R"({"age": {"$lt": {"$numberDouble": "Infinity"}}})",
    R"({"age": {"$lte": {"$numberDouble": "NaN"}}})",
    R"({"at": {"$gte": {"$date": "2024-01-31T00:00:00Z"}}})",
    R"({"at": {"$lt": {"$date": "2024-01-31T00:00:00Z"}}, "age": {"$gte": 18}})",
    R"({"name": {"$regex": "^Mac"}})",
    R"({"name": {"$regex": "son$"}, "country": "SE"})",
    R"({"$or": [{"country": "FI", "age": 18}, {"country": "SE", "age": {"$gt": 30}}]})",
    R"({"$nor": [{"country": "FI"}, {"age": {"$gt": 30}}]})",
    R"({"$or": [{"country": "FI"}, {"age": {"$not": {"$lt": 5}}}]})",
    R"({"tags": {"$all": ["a", "b"]}})",
    R"({"tags": {"$size": 2}})",
    R"({"tags": {"$type": "array"}})",
    R"({"tags": ["a", "b"]})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 1}}}})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 257}}}})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 1.5}}}})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 2.5}}}})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": {"$numberLong": "9007199254740993"}}}}})",
    R"({"orders": {"$not": {"$elemMatch": {"sku": "x", "qty": {"$gt": 1}}}}})",
    R"({"orders.qty": {"$mod": [2, 0]}})",
    R"({"orders.0.sku": "x"})",
    R"({"scores": {"$elemMatch": {"$gte": 5, "$lt": 8}}})",
    R"({"scores": {"$gte": 5, "$lt": 3}})",
    R"({"scores": {"$elemMatch": {"$elemMatch": {"$gt": 4}}}})",
    R"({"a.b": null})",
    R"({})",
    R"({"$nor": [{}]})",
    R"({"x": {"$gte": {"$minKey": 1}}})",
};

constexpr const char* kDocuments[] = {
    R"({})",
    R"({"country": "FI", "age": 18, "name": "MacSon", "tags": ["a", "b"], "a": []})",
    R"({"country": "SE", "age": 31, "name": "Macson", "tags": ["b"], "a": [{}]})",
    R"({"country": ["FI", "SE"], "age": [5, 40], "tags": "a", "a": {"b": null}})",
    R"({"country": null, "age": {"$numberLong": "9007199254740993"}, "a": 4})",
    R"({"age": {"$numberDecimal": "0.1"}, "a": [1]})",
    R"({"age": 0.1, "at": {"$date": "2024-01-31T00:00:00Z"}})",
    R"({"age": {"$numberLong": "9007199254740994"}, "at": {"$date": "2023-01-31T00:00:00Z"}})",
    R"({"age": {"$numberDouble": "NaN"}, "scores": [1, 9]})",
    R"({"age": {"$numberDouble": "Infinity"}, "scores": [[5], 7]})",
    R"({"age": "18", "orders": [{"sku": "x", "qty": 1}, {"sku": "y", "qty": 2}]})",
    R"({"orders": [{"sku": "x", "qty": 2}], "x": {"$maxKey": 1}})",
    R"({"orders": {"sku": "x", "qty": 4}, "x": 3, "country": "DE"})",
    R"({"orders": [{"sku": "x", "qty": 258}]})",
    R"({"orders": [{"sku": "x", "qty": {"$numberLong": "9007199254740994"}}]})",
};

}  // namespace

TEST_CASE("a set agrees with its conditions", "[set]") {
  std::map<Id, Condition> conditions;
  ConditionSet set;
  for (const char* text : kConditions) {
    const Id id = 100 + conditions.size();
    conditions.emplace(id, right_condition(text));
    CHECK(set.add(id, conditions.at(id)));
  }
  SetMatcher matcher(set);
  Ids ever;
  for (const char* text : kDocuments) {
    const Value document = document_of(text);
    CAPTURE(text);
    const Ids expected = naive(conditions, document, {});
    CHECK(sorted(matcher.match(document)) == expected);
    CHECK(sorted(matcher.match(nlohmann::ordered_json::parse(text))) == expected);
    CHECK(sorted(matcher.match_text(text).ids()) == expected);
    const std::string bson = *to_bson(document);
    CHECK(sorted(matcher.match_bson(std::as_bytes(std::span(bson))).ids()) == expected);
    ever.insert(ever.end(), expected.begin(), expected.end());
  }
  // Every condition but the one that never holds was seen to.
  std::sort(ever.begin(), ever.end());
  ever.erase(std::unique(ever.begin(), ever.end()), ever.end());
  CHECK(ever.size() == std::size(kConditions) - 1);
}

TEST_CASE("a set says what it did", "[set]") {
  ConditionSet set;
  CHECK(set.add(7, right_condition(R"({"a": 1})")));
  CHECK_FALSE(set.add(7, right_condition(R"({"a": 2})")));
  CHECK_FALSE(set.replace(8, right_condition(R"({"a": 2})")));
  CHECK_FALSE(set.remove(8));
  CHECK(set.size() == 1);
  SetMatcher matcher(set);
  CHECK(sorted(matcher.match(document_of(R"({"a": 1})"))) == Ids{7});
  CHECK(set.replace(7, right_condition(R"({"a": 2})")));
  CHECK(matcher.match(document_of(R"({"a": 1})")).empty());
  CHECK(sorted(matcher.match(document_of(R"({"a": 2})"))) == Ids{7});
  CHECK(set.remove(7));
  CHECK_FALSE(set.contains(7));
  CHECK(matcher.match(document_of(R"({"a": 2})")).empty());
}

TEST_CASE("malformed documents are refused by a set", "[set]") {
  ConditionSet set;
  set.add(1, right_condition("{}"));
  SetMatcher matcher(set);
  CHECK(matcher.match_text("{}").ids().size() == 1);
  const auto text = matcher.match_text("{");
  CHECK_FALSE(text.ok());
  CHECK(text.ids().empty());
  CHECK_FALSE(matcher.match_bson(std::as_bytes(std::span("x", 1))).ok());
}

TEST_CASE("relative dates of a set follow the context", "[set]") {
  ConditionSet set;
  const Schema schema = right_schema(R"({"properties": {"at": {"bsonType": "date"}}})");
  const char* text = R"({"at": {"$gte": "now-1d/d"}})";
  const auto add = [&](Id id, const char* zone) {
    set.add(id, *compile(Source("c", text), {.schema = schema, .time_zone = zone}));
  };
  add(1, "UTC");
  add(2, "+12:00");
  SetMatcher matcher(set);
  const Value document = document_of(R"({"at": {"$date": "2024-01-31T00:00:00Z"}})");
  constexpr std::int64_t kDay = 86'400'000;
  constexpr std::int64_t kNoon = 1'706'702'400'000;  // of 2024-01-31, UTC
  CHECK(sorted(matcher.match(document, {kNoon, {}})) == Ids{1, 2});
  CHECK(sorted(matcher.match(document, {kNoon + kDay, {}})) == Ids{1});
  CHECK(sorted(matcher.match(document, {kNoon + kDay, "UTC"})) == Ids{1, 2});
  CHECK(sorted(matcher.match(document, {kNoon + 2 * kDay, {}})).empty());
}

namespace {

// A set that conditions come into and leave, beside a plain list of them.
class Churn {
 public:
  void run(equivalence::TrialKind kind, std::uint64_t trials) {
    for (std::uint64_t seed = 1; seed <= trials; ++seed) {
      const equivalence::Trial trial = equivalence::make_trial(kind, seed);
      change(trial, seed);
      context_.now_ms = trial.now_ms;
      for (std::size_t i = 0; i < 2 && i < trial.documents.size(); ++i) compare(trial.documents[i]);
    }
    CHECK(compared_ > trials);
    CHECK(held_ > trials);
  }

 private:
  void change(const equivalence::Trial& trial, std::uint64_t seed) {
    CompileOptions options;
    if (!trial.schema.empty()) options.schema = *parse_schema(Source("schema", trial.schema));
    options.time_zone = trial.time_zone;
    const auto condition =
        compile(Source("trial", equivalence::condition_text(trial.condition)), options);
    if (!condition) return;
    const Id id = seed * 0x9e3779b97f4a7c15U % kIds;
    const auto found = conditions_.find(id);
    if (found == conditions_.end()) {
      CHECK(set_.add(id, *condition));
      conditions_.emplace(id, predicate::Matcher(predicate::compile(*condition)));
    } else if (seed % 3 == 0) {
      CHECK(set_.remove(id));
      conditions_.erase(found);
    } else {
      CHECK(set_.replace(id, *condition));
      found->second = predicate::Matcher(predicate::compile(*condition));
    }
  }

  void compare(const Value& document) {
    Ids expected;
    for (auto& [id, matcher] : conditions_)
      if (matcher.matches(document, context_)) expected.push_back(id);
    const Ids found = sorted(matcher_.match(document, context_));
    INFO(to_extended_json(document, ExtendedJson::Canonical));
    REQUIRE(found == expected);
    compared_ += conditions_.size();
    held_ += expected.size();
  }

  static constexpr Id kIds = 500;
  ConditionSet set_;
  SetMatcher matcher_{set_};
  std::map<Id, predicate::Matcher> conditions_;
  Context context_;
  std::uint64_t compared_ = 0, held_ = 0;
};

}  // namespace

TEST_CASE("conditions that come and go leave a set right", "[set]") {
  SECTION("any documents") {
    Churn().run(equivalence::TrialKind::Wild, 3000);
  }
  SECTION("documents of a schema") {
    Churn().run(equivalence::TrialKind::Typed, 1500);
  }
}

namespace {

// One of many on two paths.
Condition random_condition(Id id) {
  const std::uint64_t random = (id + 1) * 0x9e3779b97f4a7c15U;
  const auto part = [&](unsigned shift, std::uint64_t of) {
    return std::to_string((random >> shift) % of);
  };
  const char* const operators[] = {"$gt", "$gte", "$lt", "$lte"};
  const std::string text = R"({"n": {")" + std::string(operators[random >> 62U]) + R"(": )" +
                           part(20, 300) + R"(}, "s": {"$in": ["w)" + part(32, 3) + R"(", "w)" +
                           part(40, 200) + R"("]}})";
  return right_condition(text);
}

// Of many one in `every` stays, and then `more` come.
void check_many(Id every, Id more) {
  constexpr Id kCount = 6000;
  ConditionSet set;
  std::map<Id, predicate::Matcher> conditions;
  const auto add = [&](Id id) {
    const Condition condition = random_condition(id);
    set.add(id, condition);
    conditions.emplace(id, predicate::Matcher(predicate::compile(condition)));
  };
  for (Id id = 0; id < kCount; ++id) add(id);
  for (Id id = 0; id < kCount; ++id) {
    if (id % every == 0) continue;
    CHECK(set.remove(id));
    conditions.erase(id);
  }
  for (Id id = kCount; id < kCount + more; ++id) add(id);
  SetMatcher matcher(set);
  std::size_t held = 0;
  for (int i = 0; i < 60; ++i) {
    const Value document = Value::object(
        {{"n", Value(Array{i * 5, 300 - i})}, {"s", "w" + std::to_string(i % 7 == 0 ? i : i % 3)}});
    Ids expected;
    for (auto& [id, condition] : conditions)
      if (condition.matches(document)) expected.push_back(id);
    REQUIRE(sorted(matcher.match(document)) == expected);
    held += expected.size();
  }
  CHECK(held > conditions.size());
}

}  // namespace

TEST_CASE("many conditions on few paths", "[set]") {
  SECTION("all of them") {
    check_many(1, 0);
  }
  SECTION("when most have gone") {
    check_many(40, 0);
  }
  SECTION("when others have come in place of most") {
    check_many(40, 5000);
  }
}

TEST_CASE("a change of fields concerns the conditions that read them", "[set]") {
  ConditionSet set;
  const char* conditions[] = {
      R"({"country": "FI"})",                                  // 0
      R"({"properties.plan": "pro", "age": {"$gt": 18}})",     // 1
      R"({"properties": {"plan": "pro"}})",                    // 2
      R"({"orders": {"$elemMatch": {"sku": "x"}}})",           // 3
      R"({"orders.0.price": 5})",                              // 4
      R"({"$or": [{"country": "SE"}, {"propertiesX": 1}]})",   // 5
      R"({"tags": {"$size": 2}, "score": {"$mod": [2, 1]}})",  // 6
      R"({"$or": [{"planX": 1}, {}]})"                         // 7: whatever a document has
  };
  for (Id id = 0; id < std::size(conditions); ++id) set.add(id, right_condition(conditions[id]));
  const auto affected = [&](std::initializer_list<std::string_view> fields) {
    return sorted(set.affected(std::span(fields.begin(), fields.size())));
  };

  CHECK(affected({}).empty());
  CHECK(affected({"nowhere"}).empty());
  CHECK(affected({"country"}) == Ids{0, 5});
  CHECK(affected({"country.code", "age"}) == Ids{0, 1, 5});
  CHECK(affected({"properties"}) == Ids{1, 2});
  CHECK(affected({"properties.plan"}) == Ids{1, 2});
  CHECK(affected({"properties.score"}) == Ids{2});
  CHECK(affected({"orders.price"}) == Ids{3, 4});
  CHECK(affected({"orders.7.sku"}) == Ids{3});
  CHECK(affected({"orders.1"}) == Ids{3, 4});
  CHECK(affected({"propertiesX"}) == Ids{5});
  CHECK(affected({"tags.0"}) == Ids{6});
  CHECK(affected({"score"}) == Ids{6});
  CHECK(affected({"planX"}).empty());

  set.add(8, right_condition(R"({"$jsonSchema": {"maxProperties": 3}})"));  // any field
  CHECK(affected({"nowhere"}) == Ids{8});
  set.remove(8);

  set.remove(0);
  set.replace(5, right_condition(R"({"city": "Turku"})"));
  CHECK(affected({"country"}).empty());
  CHECK(affected({"city"}) == Ids{5});
}
