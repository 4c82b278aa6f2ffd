// Texts sought in their places in a subject, beside the standard library's search.
#include "compiler/values/text_search.h"

#include <algorithm>
#include <random>

#include "tests/support/catch.h"

namespace tamis {
namespace {

using Place = LiteralPattern::Place;

constexpr std::size_t kMostInside = InnerTexts::kMostTexts;

class Texts {
 public:
  // Of two letters, so that texts repeat, overlap and are often found.
  std::string text(std::size_t least, std::size_t most) {
    std::string made(number(least, most), 'a');
    for (char& c : made) c = number(0, 1) == 0 ? 'a' : 'b';
    return made;
  }
  // Of one in a few it ends with a newline, or is not UTF-8.
  std::string subject() {
    std::string made = text(0, 80);
    if (number(0, 4) == 0) made += '\n';
    if (number(0, 9) == 0) made.insert(number(0, made.size()), "\xc3");
    return made;
  }
  std::size_t number(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random_);
  }

 private:
  std::mt19937 random_{20261128};
};

TEST_CASE("texts are found anywhere", "[regex][random]") {
  Texts random;
  std::size_t inside = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::string subject = random.text(0, 80);
    std::vector<std::string> texts(random.number(1, kMostInside));
    const std::size_t shortest = random.number(2, 7);
    for (std::string& text : texts) text = random.text(shortest, InnerTexts::kMostBytes);
    const bool contained = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return subject.find(text) != std::string::npos;
    });
    const auto finder = InnerTexts::of(texts);
    REQUIRE(finder);
    const bool right =
        finder->found(subject) == contained && finder->found_by_words(subject) == contained;
    if (!right) {
      CAPTURE(subject, texts);
      CHECK(right);
    }
    inside += contained ? 1 : 0;
  }
  CHECK(inside > 10'000);
  CHECK(inside < 45'000);
}

TEST_CASE("texts that differ in one half of a byte are told apart", "[regex]") {
  const auto finder = InnerTexts::of({"abc", "qrs"});
  REQUIRE(finder);
  for (const char* mixed : {"qbc", "arc", "abs", "qrc", "ab", "bc", "rs"})
    CHECK_FALSE(finder->found(std::string(20, '-') + mixed + std::string(20, '-')));
  for (std::size_t before = 0; before < 70; ++before)
    for (std::size_t after = 0; after < 70; ++after) {
      const std::string found = std::string(before, 'a') + "abc" + std::string(after, 'c');
      const std::string absent = std::string(before, 'a') + "bc" + std::string(after, 'c');
      const bool right = finder->found(found) && finder->found(absent) == (before > 0);
      if (!right) {
        CAPTURE(before, after);
        CHECK(right);
      }
    }
}

TEST_CASE("texts that are long, short or many are not sought together", "[regex]") {
  CHECK(InnerTexts::of({std::string(InnerTexts::kMostBytes, 'a')}));
  CHECK_FALSE(InnerTexts::of({std::string(InnerTexts::kMostBytes + 1, 'a')}));
  CHECK_FALSE(InnerTexts::of(std::vector<std::string>(kMostInside + 1, "ab")));
  CHECK_FALSE(InnerTexts::of({"ab", "c"}));
  CHECK_FALSE(InnerTexts::of({}));
}

TEST_CASE("texts are found in subjects that lie one behind the other", "[regex][random]") {
  const Machine machine = GENERATE(from_range(machines()));
  CAPTURE(static_cast<int>(machine));
  Texts random;
  std::size_t inside = 0;
  std::size_t subjects = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::vector<std::string> texts(random.number(1, kMostInside));
    const std::size_t shortest = random.number(2, 7);
    for (std::string& text : texts) text = random.text(shortest, shortest + 4);
    const auto finder = InnerTexts::of(texts);
    REQUIRE(finder);
    std::string joined;
    std::vector<std::uint32_t> ends;
    std::vector<std::uint8_t> expected;
    for (std::size_t left = random.number(0, 40); left != 0; --left) {
      const std::string subject = random.text(0, 12);
      joined += subject;
      ends.push_back(static_cast<std::uint32_t>(joined.size()));
      expected.push_back(finder->found_by_words(subject) ? 0xff : 0);
    }
    std::vector<std::uint8_t> found(ends.size(), 7);
    finder->find_each(machine, {joined.data(), ends}, found.data());
    if (found != expected) {
      CAPTURE(joined, ends, texts);
      CHECK(found == expected);
    }
    subjects += ends.size();
    inside += static_cast<std::size_t>(std::count(found.begin(), found.end(), 0xff));
  }
  CHECK(inside > subjects / 10);
  CHECK(inside < subjects / 2);
}

// All of one place, or each of its own.
std::vector<LiteralPattern> literals(Texts& random) {
  const auto place = [&] { return static_cast<Place>(random.number(0, 5)); };
  const bool is_mixed = random.number(0, 3) == 0;
  const Place of_all = place();
  std::vector<LiteralPattern> made(
      random.number(0, 2) == 0 ? 1 : random.number(1, TextSearch::kMostTexts));
  const std::size_t least = random.number(0, 12);
  for (LiteralPattern& each : made)
    each = {.place = is_mixed ? place() : of_all, .text = random.text(least, least + 6)};
  return made;
}

TEST_CASE("texts are found in their places as one by one", "[regex][random]") {
  Texts random;
  std::size_t searches = 0;
  std::size_t found = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::vector<LiteralPattern> texts = literals(random);
    const auto search = TextSearch::of(texts);
    if (!search) continue;
    for (int j = 0; j < 10; ++j) {
      // Of half the subjects one is made of a text, so that it stands at an end or is all.
      std::string subject = random.subject();
      if (const auto& near = texts[random.number(0, texts.size() - 1)]; j % 2 == 0)
        subject = random.text(0, random.number(0, 2)) + near.text +
                  random.text(0, random.number(0, 2)) + (j % 4 == 0 ? "\n" : "");
      const bool expected = search->search_one_by_one(subject);
      if (search->search(subject) != expected) {
        CAPTURE(subject, texts.size(), texts.front().text);
        CHECK(search->search(subject) == expected);
      }
      ++searches;
      found += expected ? 1 : 0;
    }
  }
  CHECK(searches > 100'000);
  CHECK(found > searches / 4);
  CHECK(found < searches * 3 / 4);
}

TEST_CASE("many texts that are sought one by one are too many", "[regex]") {
  const std::vector<LiteralPattern> short_ones(4, {.place = Place::Contains, .text = "a"});
  CHECK_FALSE(TextSearch::of(short_ones));
  CHECK(TextSearch::of({short_ones.begin(), short_ones.begin() + 3}));
  CHECK(TextSearch::of(
      std::vector<LiteralPattern>(TextSearch::kMostTexts, {.place = Place::Prefix, .text = "a"})));
  CHECK_FALSE(TextSearch::of(std::vector<LiteralPattern>(TextSearch::kMostTexts + 1,
                                                         {.place = Place::Prefix, .text = "a"})));
}

}  // namespace
}  // namespace tamis
