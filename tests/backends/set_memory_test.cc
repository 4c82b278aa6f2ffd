// A change of a set for which memory runs out leaves the set as it was.
#include <tamis/condition_set.h>

#include <algorithm>
#include <bit>
#include <map>
#include <string>

#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include "backends/predicate/set/condition_set.h"
#include "tests/backends/allocations.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;
using predicate::ConditionSet;

namespace {

using Id = ConditionSet::Id;

// What is in use of a level of a set, and of those below.
struct Uses {
  std::size_t rules = 0, marks = 0, bounds = 0, lazies = 0, fields = 0, names = 0;
  friend bool operator==(const Uses&, const Uses&) = default;
};

Uses uses_of(const predicate::set::Level& level) {
  Uses uses{level.rules_taken(),    level.marks().taken(),
            level.bounds().taken(), level.lazies().taken(),
            level.fields().taken(), level.paths().child_count(predicate::set::PathTree::kRoot)};
  for (const predicate::set::Field& field : level.fields()) {
    if (!field.elements) continue;
    const Uses below = uses_of(*field.elements);
    uses.rules += below.rules;
    uses.marks += below.marks;
    uses.bounds += below.bounds;
    uses.lazies += below.lazies;
    uses.fields += below.fields;
    uses.names += below.names;
  }
  return uses;
}

constexpr long kEnough = 1'000'000;

// A set that is changed with memory for so many allocations. Changes say whether that was enough.
class Starved {
 public:
  explicit Starved(std::vector<Value> documents) : documents_(std::move(documents)) {}

  bool add(Id id, const Condition& condition, long allocations = kEnough) {
    const bool done = change(allocations, [&] { return set_.add(id, condition); });
    if (done) conditions_.emplace(id, predicate::Matcher(predicate::compile(condition)));
    return done;
  }
  bool replace(Id id, const Condition& condition, long allocations = kEnough) {
    const bool done = change(allocations, [&] { return set_.replace(id, condition); });
    if (done) conditions_.insert_or_assign(id, predicate::Matcher(predicate::compile(condition)));
    return done;
  }
  void remove(Id id) {
    bool removed = false;
    CHECK(test::runs_with(0, [&] { removed = set_.remove(id); }));
    CHECK(removed);
    conditions_.erase(id);
  }

  // What each condition says by itself, so that the set is not only what it was.
  void check() {
    for (const Value& document : documents_) {
      std::vector<Id> expected;
      for (auto& [id, matcher] : conditions_)
        if (matcher.matches(document)) expected.push_back(id);
      held_ += expected.size();
      REQUIRE(verdict(document) == expected);
    }
  }
  // Of what has been matched once since the set changed.
  long allocations_of_matching() {
    matcher_.match(documents_.front());
    return test::allocations_in([&] { matcher_.match(documents_.front()); });
  }
  const predicate::set::Level& root() const { return set_.data().root; }
  Uses uses() const { return uses_of(root()); }
  std::size_t held() const { return held_; }

 private:
  using Verdicts = std::vector<std::vector<Id>>;

  // Where memory is short a check would fail for that alone, so none is made inside.
  template <class Change>
  bool change(long allocations, Change make) {
    const Verdicts before = verdicts();
    const Uses used = uses();
    const std::size_t size = set_.size();
    bool made = false;
    if (test::runs_with(allocations, [&] { made = make(); })) {
      CHECK(made);
      return true;
    }
    CAPTURE(allocations);
    REQUIRE(set_.size() == size);
    REQUIRE(uses() == used);
    REQUIRE(verdicts() == before);
    return false;
  }

  std::vector<Id> verdict(const Value& document) {
    const auto ids = matcher_.match(document);
    std::vector<Id> sorted(ids.begin(), ids.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }
  Verdicts verdicts() {
    Verdicts all;
    for (const Value& document : documents_) all.push_back(verdict(document));
    return all;
  }

  std::vector<Value> documents_;
  ConditionSet set_;
  predicate::SetMatcher matcher_{set_};
  std::map<Id, predicate::Matcher> conditions_;
  std::size_t held_ = 0;
};

// Each has something that others do not have.
constexpr const char* kConditions[] = {
    R"({"country": "a text that is too long for a small string"})",
    R"({"country": {"$in": ["FI", "SE", null]}, "deep.path.to.somewhere": 1})",
    R"({"country": {"$nin": ["FI", "SE"]}, "deep.path.to.elsewhere": null})",
    R"({"deep.path": {"$exists": true}, "deep.way": {"$type": ["string", "int"]}})",
    R"({"age": {"$in": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, null]}})",
    R"({"age": {"$gte": 18, "$lt": 65}, "at": {"$lt": {"$date": "2024-01-31T00:00:00Z"}}})",
    R"({"age": {"$not": {"$gt": 18}}, "tags": {"$size": 2}})",
    R"({"age": {"$mod": [3, 1]}, "tags": ["a", "b"]})",
    R"({"name": {"$regex": "^Mac|son$|^a whole text$|inside"}})",
    R"({"name": {"$regex": "some.*text.?that"}})",
    R"({"$or": [{"country": "FI", "age": 18}, {"tags": "b"}, {"name": {"$not": {"$regex": "x+y"}}}]})",
    R"({"$or": [{"age": {"$gt": 3}}, {"at": {"$gt": {"$date": "2024-01-31T00:00:00Z"}}}]})",
    R"({"orders": {"$elemMatch": {"sku": "x", "qty": {"$gt": 1}, "parts": {"$elemMatch": {"$gt": 4}}}}})",
    R"({"orders": {"$elemMatch": {"$or": [{"sku": "y"}, {"qty": {"$mod": [2, 0]}}]}}})",
    R"({"orders": {"$not": {"$elemMatch": {"sku": "x"}}}, "a.b": null})",
    R"({"one.two.three.four.five.six.seven.eight.nine.ten": {"$ne": 1}})",
    R"({})",
};

constexpr const char* kDocuments[] = {
    R"({})",
    R"({"country": "a text that is too long for a small string", "age": 19, "tags": ["a", "b"]})",
    R"({"country": "FI", "age": 18, "name": "MacDonald", "deep": {"path": {"to": {"somewhere": 1}}}})",
    R"({"age": 4, "orders": [{"sku": "x", "qty": 2, "parts": [5]}], "deep": {"path": 1, "way": 1}})",
    R"({"name": "some of the text that", "at": {"$date": "2024-05-31T00:00:00Z"}, "tags": ["b", "c"]})",
    R"({"age": 30, "at": {"$date": "2023-05-31T00:00:00Z"}, "orders": [{"sku": "y"}]})",
};

std::vector<Value> documents_of(std::span<const char* const> texts) {
  std::vector<Value> documents;
  for (const char* text : texts)
    documents.push_back(*parse_extended_json(Source("document", text)));
  return documents;
}

// One of many on two paths, with alternatives in some.
Condition one_of_many(Id id) {
  const std::string number = std::to_string(id * 7919 % 50);
  const std::string bound =
      R"({"n": {"$gt": )" + number + R"(}, "s": "w)" + std::to_string(id % 3) + R"("})";
  if (id % 5 != 0) return right_condition(bound);
  return right_condition(R"({"$or": [)" + bound + R"(, {"s": "v)" + number + R"("}]})");
}

// All conditions but one, by their numbers.
void add_others(Starved& set, Id left_out) {
  for (Id id = 0; id < std::size(kConditions); ++id)
    if (id != left_out) set.add(id, right_condition(kConditions[id]));
}

}  // namespace

TEST_CASE("a set for which memory runs out is as it was", "[set]") {
  constexpr Id kCount = std::size(kConditions);
  const Id last = GENERATE(range(Id{0}, Id{std::size(kConditions)}));
  const Condition condition = right_condition(kConditions[last]);
  // A set that is as new each time, or what a failure has made room for would be there already.
  long allocations = 0;
  SECTION("when one is added") {
    for (bool done = false; !done; ++allocations) {
      Starved set(documents_of(kDocuments));
      add_others(set, last);
      done = set.add(last, condition, allocations);
      if (!done) continue;
      set.check();
      CHECK(set.held() > kCount);
      for (Id id = 0; id < kCount; ++id) set.remove(id);
      CHECK(set.uses() == Uses());
    }
  }
  SECTION("when one is replaced") {
    for (bool done = false; !done; ++allocations) {
      Starved set(documents_of(kDocuments));
      add_others(set, last);
      done = set.replace((last + 1) % kCount, condition, allocations);
      if (done) set.check();
    }
  }
  const bool may_need_none = last + 1 == kCount;
  CHECK((allocations > 1 || may_need_none));
}

TEST_CASE("a change that is refused leaves nothing in a set", "[set]") {
  ConditionSet set;
  set.add(1, right_condition(R"({"country": "FI", "age": {"$gte": 18}})"));
  const Uses before = uses_of(set.data().root);
  for (const char* text : kConditions) {
    CAPTURE(text);
    CHECK_FALSE(set.add(1, right_condition(text)));
    CHECK_FALSE(set.replace(2, right_condition(text)));
    CHECK(set.size() == 1);
    CHECK(uses_of(set.data().root) == before);
  }
  CHECK(set.remove(1));
  CHECK(uses_of(set.data().root) == Uses());
}

TEST_CASE("a set of many for which memory runs out is as it was", "[set]") {
  std::vector<Value> documents;
  for (std::int32_t i = 0; i < 3; ++i)
    documents.push_back(Value::object({{"n", Value(20 * i)}, {"s", "w" + std::to_string(i)}}));
  Starved set(std::move(documents));
  constexpr Id kCount = 1500;
  std::size_t failures = 0;
  const auto add = [&](Id id) {
    for (long allocations = 0; !set.add(id, one_of_many(id), allocations); ++allocations)
      ++failures;
  };
  const auto replace = [&](Id id) {
    for (long allocations = 0; !set.replace(id, one_of_many(id + 1), allocations); ++allocations)
      ++failures;
  };
  for (Id id = 0; id < kCount; ++id) add(id);
  set.check();
  for (Id id = 0; id < kCount; id += 2) replace(id);
  set.check();
  for (Id id = 0; id < kCount; ++id)
    if (id % 50 != 0) set.remove(id);
  set.check();
  for (Id id = 1; id < kCount; id += 50) add(id);
  set.check();
  CHECK(failures > kCount / 2);
  CHECK(set.held() > kCount / 2);
}

namespace {

// With their alternatives.
std::size_t rules_that_hold_somewhere(const predicate::set::Level& level) {
  std::size_t count = 0;
  for (const std::uint64_t word : level.taken())
    count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

}  // namespace

TEST_CASE("rules that were removed are soon gone", "[set]") {
  Starved set(documents_of(std::span(kDocuments).first(2)));
  constexpr Id kCount = 400;
  constexpr Id kStep = 331;
  std::size_t most = 0;
  for (Id id = 0; id < kCount; ++id) set.add(id, one_of_many(id));
  for (Id i = 0; i < 10 * kCount; ++i) {
    if (i % 3 != 0) {
      set.replace(i * kStep % kCount, one_of_many(i));
    } else {
      set.remove(i * kStep % kCount);
      set.add(i * kStep % kCount, one_of_many(i + 1));
    }
    const std::size_t rules = rules_that_hold_somewhere(set.root());
    const std::size_t removed = set.root().rules_taken() - rules;
    most = std::max(most, removed);
    REQUIRE(15 * removed <= rules);
    REQUIRE(set.allocations_of_matching() == 0);
    if (i % 100 == 0) set.check();
  }
  CHECK(15 * most > kCount / 2);
  CHECK(set.root().heads().size() * 64 < 2 * kCount);
  for (Id id = 0; id < kCount; ++id) set.remove(id);
  CHECK(set.uses() == Uses());
}
