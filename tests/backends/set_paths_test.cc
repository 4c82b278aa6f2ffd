// A set finds what its conditions ask for in one walk over a document, and forgets it again.
#include <tamis/condition_set.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"

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

Value document_of(const std::string& text) {
  auto value = parse_extended_json(Source("document", text));
  REQUIRE(value);
  return *value;
}

// A set beside a list of its conditions, and whether they agree of documents.
class SetAndList {
 public:
  void add(Id id, const std::string& text) {
    const Condition condition = right_condition(text);
    REQUIRE(set_.add(id, condition));
    list_.emplace(id, predicate::compile(condition));
  }
  void remove(Id id) {
    REQUIRE(set_.remove(id));
    list_.erase(id);
  }

  // How many hold, of all documents.
  std::size_t compare(const std::vector<std::string>& documents) {
    std::size_t held = 0;
    for (const std::string& text : documents) {
      CAPTURE(text);
      const Value document = document_of(text);
      Ids expected;
      for (auto& [id, matcher] : list_)
        if (matcher.matches(document)) expected.push_back(id);
      CHECK(sorted(matcher_.match(document)) == expected);
      CHECK(sorted(matcher_.match_text(text).ids()) == expected);
      CHECK(sorted(matcher_.match(nlohmann::ordered_json::parse(text))) == expected);
      held += expected.size();
    }
    return held;
  }

 private:
  ConditionSet set_;
  SetMatcher matcher_{set_};
  std::map<Id, predicate::Matcher> list_;
};

// Each is the beginning of another, or has a part in common with one.
constexpr const char* kPaths[] = {"a", "a.b", "a.b.c", "a.c",     "a.0", "a.0.b", "a.b.0", "a.",
                                  "",  "ab",  "b",     "b.c.d.e", "b.c", ".a",    "0",     "0.b"};

const std::vector<std::string> kShapes = {
    R"({})",
    R"({"a": 1, "b": 1})",
    R"({"a": null, "b": {"c": null}})",
    R"({"a": {}, "b": []})",
    R"({"a": {"b": 1, "c": 2}, "ab": 1})",
    R"({"a": {"b": {"c": 1}}, "b": {"c": {"d": {"e": 1}}}})",
    R"({"a": [{"b": 1}, {"b": 2, "c": 1}], "b": {"c": [{"d": [{"e": 1}]}]}})",
    R"({"a": [1, 2], "b": {"c": [1]}})",
    R"({"a": [[{"b": 1}], {"0": {"b": 1}}], "b": [[1]]})",
    R"({"a": {"0": {"b": 1}, "": 1}, "": {"a": 1}, "0": {"b": 1}})",
    R"({"a": {"b": [1, {"c": 1}]}, "": 1, "0": [{"b": 1}]})",
};

// Calls use(condition) for each path and each question of it.
template <class Use>
void each_question(Use&& use) {
  for (const std::string path : kPaths)
    for (const char* test : {"1", "null", R"({"$gt": 0})", R"({"$exists": false})", R"({"$ne": 1})",
                             R"({"$size": 2})"})
      use("{\"" + path + "\": " + test + "}");
}

}  // namespace

TEST_CASE("paths that have parts in common", "[set]") {
  SetAndList both;
  const auto add_all = [&](Id first) {
    each_question([&](const std::string& text) { both.add(first++, text); });
    return first;
  };
  const Id count = add_all(0);
  const std::size_t held = both.compare(kShapes);
  CHECK(held > kShapes.size() * count / 4);
  CHECK(held < kShapes.size() * count * 3 / 4);

  SECTION("when the longer ones have gone, or the shorter") {
    const Id kept = GENERATE(Id{0}, Id{1});
    for (Id id = 0; id < count; ++id)
      if (id / 6 % 2 == kept) both.remove(id);
    CHECK(both.compare(kShapes) > 0);
  }
  SECTION("when all have gone and come again") {
    for (Id id = 0; id < count; ++id) both.remove(id);
    CHECK(both.compare(kShapes) == 0);
    add_all(0);
    CHECK(both.compare(kShapes) == held);
  }
  SECTION("of elements") {
    SetAndList elements;
    each_question([&, id = Id{0}](const std::string& text) mutable {
      elements.add(id++, R"({"x": {"$elemMatch": )" + text + "}}");
    });
    std::vector<std::string> documents;
    for (const std::string& shape : kShapes)
      documents.push_back(R"({"x": [7, )" + shape + R"(, [{"b": 1}, 1]]})");
    CHECK(elements.compare(documents) > kShapes.size() * count / 4);
  }
}

TEST_CASE("the first of repeated names counts for a set", "[set]") {
  ConditionSet set;
  set.add(1, right_condition(R"({"a": 1})"));
  set.add(2, right_condition(R"({"a": 2})"));
  set.add(3, right_condition(R"({"b.c": {"$gt": 5}})"));
  SetMatcher matcher(set);
  CHECK(sorted(matcher.match_text(R"({"a": 1, "a": 2, "b": {"c": 1}, "b": {"c": 9}})").ids()) ==
        Ids{1});
}

TEST_CASE("a set forgets the document before", "[set]") {
  SetAndList both;
  both.add(1, R"({"n": {"$gt": 5}, "$or": [{"m": {"$lt": 5}}, {"k": 1, "j": {"$exists": true}}]})");
  both.add(2, R"({"n": {"$not": {"$gt": 5}}})");
  both.add(3, R"({"m": {"$lt": 5}})");
  const std::vector<std::string> documents = {R"({"n": 9, "m": 1})", R"({"n": 9})", R"({"m": 1})",
                                              R"({"k": 1, "j": 1})", R"({})"};
  CHECK(both.compare(documents) == 6);
}

TEST_CASE("a claim that a condition makes twice", "[set]") {
  SetAndList both;
  both.add(0, R"({"$nor": [{"a": 1}, {"a": {"$in": [1, 2]}}]})");
  both.add(1, R"({"$or": [{"a": 3, "b": 1}, {"a": 3, "b": 2}], "c": 1})");
  // Among so many others that rules are a list where they were bits.
  for (Id id = 2; id < 2000; ++id) both.add(id, "{\"other\": " + std::to_string(id) + "}");
  both.add(2000, R"({"a": {"$ne": 1}})");
  const std::vector<std::string> documents = {R"({"a": 1})", R"({"a": 3, "b": 2, "c": 1})",
                                              R"({})"};
  CHECK(both.compare(documents) == 5);
  both.remove(0);
  both.remove(1);
  CHECK(both.compare(documents) == 2);
}

namespace {

// Counts how often it is asked.
class CountingObject final : public predicate::ObjectAccessor {
 public:
  bool next(const void*, std::size_t& position, std::string_view& name,
            predicate::Field& value) const override {
    constexpr std::string_view kNames[] = {"f7", "g", "f21"};
    ++asked;
    if (position == std::size(kNames)) return false;
    name = kNames[position++];
    value = 1;
    return true;
  }

  mutable int asked = 0;
};

}  // namespace

TEST_CASE("a set meets each member of a document once", "[set]") {
  ConditionSet set;
  for (Id id = 0; id < 100; ++id)
    set.add(id, right_condition("{\"f" + std::to_string(id) + "\": 1}"));
  SetMatcher matcher(set);
  const CountingObject object;
  const predicate::Field document = predicate::Field::ObjectView{nullptr, &object};
  CHECK(sorted(matcher.match(document)) == Ids{7, 21});
  CHECK(object.asked == 4);
}

TEST_CASE("many members of an object are asked for", "[set]") {
  constexpr Id kNames = 40;
  SetAndList set;
  std::string members;
  for (Id id = 0; id < kNames; ++id) {
    const std::string name = "n" + std::to_string(id);
    const std::string path = id % 3 == 0 ? name : name + (id % 3 == 1 ? ".in" : ".in.0.x");
    set.add(id, R"({")" + path + R"(": )" + std::to_string(id) + "}");
    const std::string value = std::to_string(id);
    const std::string inside = id % 3 == 1 ? value : R"([{"x": )" + value + "}]";
    members += (id == 0 ? "\"" : ", \"") + name + "\": ";
    members += id % 3 == 0 ? value : R"({"in": )" + inside + "}";
  }
  CHECK(set.compare({"{" + members + "}", R"({"n0": 0, "n39": [39], "n1": [{"in": 1}], "n2": []})",
                     R"({"n1": {"in": [2, 1]}, "n5": {"in": [{"x": [5, "text"]}]}})"}) > kNames);
}

TEST_CASE("of several bounds on one lane the least is enough", "[set]") {
  SetAndList set;
  set.add(1, R"({"$or": [{"n": {"$gt": 50}}, {"n": {"$gt": 5}}]})");
  set.add(2, R"({"$or": [{"n": {"$lt": 5}}, {"n": {"$lt": 50}}], "s": "x"})");
  CHECK(set.compare({R"({"n": 20, "s": "x"})", R"({"n": 60})", R"({"n": 3, "s": "x"})", "{}"}) ==
        4);
}
