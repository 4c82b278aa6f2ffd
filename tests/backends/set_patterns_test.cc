// Patterns of a set are sought together, and say what each says by itself.
#include <tamis/condition_set.h>
#include <tamis/table.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;
using predicate::ConditionSet;

namespace {

using Id = ConditionSet::Id;

struct Pattern {
  const char* why;
  std::string pattern;
  const char* options = "";
};

const Pattern kPatterns[] = {
    {"one byte", "a"},
    {"two bytes", "ab"},
    {"as many as a key, and fewer than twice as many", "abcd"},
    {"a key inside", "zabcdef"},
    {"more than the longest key inside", "the quick brown"},
    {"a text that others begin with", "the quick"},
    {"text of several bytes a character", "näh"},
    {"a beginning", "^the"},
    {"a longer beginning with the same key", "^they"},
    {"a beginning and its longer key", "^the quick brown fox jumps"},
    {"an end", "fox\\z"},
    {"an end before a newline, too", "fox$"},
    {"a longer end", "brown fox$"},
    {"all of it", "^fox\\z"},
    {"all of it but a newline", "^fox$"},
    {"any of some texts", "quick|lazy|^dog"},
    {"the same text twice", "^(fox|fox)$"},
    {"letters of any case", "FOX", "i"},
    {"the same with an option that says nothing", "fox$", "s"},
    {"a text that is needed", "qu.ck brown"},
    {"texts of which one is needed", "(quick|lazy).*(fox|dog)"},
    {"a text that is needed, with letters of any case", "12345.*fox", "i"},
    {"nothing that is needed", "[a-f]+[x-z]"},
    {"a short text that is needed", "a.?b"},
    {"an empty text", ""},
    {"an empty text at the end", "$"},
    {"only an empty text", "^$"},
    {"a newline", "\\n"},
};

std::vector<Value> subjects() {
  std::vector<Value> all{"",
                         "a",
                         "ab",
                         "b",
                         "xabcd",
                         "zabcdef",
                         "zabcde",
                         "the quick brown fox jumps",
                         "the quick",
                         "they",
                         "then",
                         "the quick brown fox",
                         "fox",
                         "fox\n",
                         "fox\n\n",
                         "brown fox\n",
                         "Fox",
                         "lazy dog",
                         "dog",
                         "a dog",
                         "quack brown",
                         "\n",
                         "näher",
                         "nah",
                         "12345 FOX",
                         "cax",
                         "qu\nck brown",
                         "aab",
                         Value("the quick brown fox\xff"),
                         Value("fox\xff"),
                         Value("\xc3"),
                         Value(),
                         7,
                         Symbol{"fox"},
                         Symbol{"quick"},
                         Regex{"fox$", ""},
                         Regex{"fox$", "s"},
                         Regex{"fox", "i"},
                         Regex{"qu.ck brown", ""},
                         Regex{"a", ""}};
  all.push_back(Value(Array{"they", 5, "brown fox"}));
  all.push_back(Value(Array{Regex{"^fox$", ""}, "zab"}));
  all.push_back(Value(Array{Value(Array{"fox"})}));
  return all;
}

std::string condition_text(const std::string& pattern, const char* options, bool negated) {
  Value test = Value::object({{"$regex", pattern}, {"$options", options}});
  if (negated) test = Value::object({{"$not", std::move(test)}});
  return to_extended_json(Value::object({{"s", std::move(test)}}), ExtendedJson::Canonical);
}

// A set beside its conditions, asked of subjects one by one and as rows.
class Compared {
 public:
  explicit Compared(const std::vector<Value>& subjects) {
    for (const Value& subject : subjects) {
      documents_.push_back(Value::object({{"s", subject}}));
      table_.append(documents_.back());
    }
    table_.settle();
  }

  void add(Id id, const std::string& text) {
    const Condition condition = right_condition(text);
    REQUIRE(set_.add(id, condition));
    conditions_.insert_or_assign(id, Asked{text, Matcher(predicate::compile(condition))});
  }
  void remove(Id id) {
    REQUIRE(set_.remove(id));
    conditions_.erase(id);
  }

  // How many hold, over all subjects.
  std::size_t compare() {
    std::vector<std::set<Id>> of_rows(documents_.size());
    predicate::match_rows(set_, table_, [&](Id id, const predicate::RowSet& held) {
      std::vector<predicate::Table::Row> rows;
      held.append_to(rows);
      for (const auto row : rows) of_rows[row].insert(id);
    });
    std::size_t held = 0;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const auto ids = matcher_.match(documents_[i]);
      const std::set<Id> found(ids.begin(), ids.end());
      CHECK(found.size() == ids.size());
      CAPTURE(to_extended_json(documents_[i], ExtendedJson::Canonical));
      for (auto& [id, asked] : conditions_) {
        const bool expected = asked.matcher.matches(documents_[i]);
        held += expected ? 1 : 0;
        CAPTURE(asked.text, expected);
        REQUIRE(found.contains(id) == expected);
        REQUIRE(of_rows[i].contains(id) == expected);
      }
    }
    return held;
  }

 private:
  using Matcher = predicate::Matcher;
  struct Asked {
    std::string text;
    Matcher matcher;
  };

  std::vector<Value> documents_;
  predicate::Table table_;
  ConditionSet set_;
  predicate::SetMatcher matcher_{set_};
  std::map<Id, Asked> conditions_;
};

// Texts of two letters, many of which stand in others.
std::string two_letters(std::uint64_t number, std::size_t most) {
  std::uint64_t random = (number + 1) * 0x9e3779b97f4a7c15U;
  std::string text;
  for (std::size_t left = 1 + random % most; left > 0; --left) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    text += (random >> 60U) % 3 == 0 ? 'b' : 'a';
  }
  return text;
}

std::string pattern_of_two_letters(Id id) {
  const std::string text = two_letters(id, 12);
  switch (id % 7) {
    case 0:
      return "^" + text;
    case 1:
      return text + "$";
    case 2:
      return "^" + text + "$";
    case 3:
      return text + "|" + two_letters(id + 1, 20);
    case 4:
      return text + ".+" + two_letters(id + 1, 4);
    case 5:
      return text + "\\z";
    default:
      return text;
  }
}

}  // namespace

TEST_CASE("patterns of all kinds, and their negations", "[set][table]") {
  Compared compared(subjects());
  for (const Pattern& each : kPatterns) {
    INFO(each.why);
    for (const bool negated : {false, true}) {
      const Id id = 2 * static_cast<Id>(&each - kPatterns) + (negated ? 1 : 0);
      compared.add(id, condition_text(each.pattern, each.options, negated));
      CHECK(compared.compare() > 0);
    }
  }
  // What is left is found without those that were beside it.
  for (Id id = 0; id < 2 * std::size(kPatterns); id += 3) compared.remove(id);
  compared.compare();
  for (Id id = 1; id < 2 * std::size(kPatterns); id += 3) compared.remove(id);
  CHECK(compared.compare() > 0);
}

TEST_CASE("patterns that are whole texts come and go", "[set][table]") {
  Compared compared({"fox", "fox\n", "dog", Regex{"^fox$", ""}});
  compared.add(1, condition_text("^fox$", "", false));
  compared.add(2, condition_text("^dog\\z", "", false));
  CHECK(compared.compare() == 4);
  compared.remove(1);
  CHECK(compared.compare() == 1);
  compared.remove(2);
  compared.add(3, condition_text("og|^fox\\z", "", false));
  CHECK(compared.compare() == 2);
}

TEST_CASE("many patterns that come and go", "[set][table]") {
  std::vector<Value> subjects;
  for (std::uint64_t i = 0; i < 60; ++i) subjects.emplace_back(two_letters(i + 1000, 40));
  Compared compared(subjects);
  constexpr Id kCount = 700;
  const auto add = [&](Id id) {
    compared.add(id, condition_text(pattern_of_two_letters(id), "", id % 5 == 0));
  };
  for (Id id = 0; id < kCount; ++id) add(id);
  CHECK(compared.compare() > kCount);
  for (Id id = 0; id < kCount; ++id)
    if (id % 4 != 0) compared.remove(id);
  compared.compare();
  for (Id id = kCount; id < 2 * kCount; ++id) add(id);
  CHECK(compared.compare() > kCount);
}
