// Texts sought at an end of a subject or in it, beside the standard library's search.
#include "compiler/values/text_finders.h"

#include <algorithm>
#include <random>

#include "tests/support/catch.h"

namespace tamis {
namespace {

class Texts {
 public:
  // Of two letters, so that texts repeat, overlap and are often found.
  std::string text(std::size_t least, std::size_t most) {
    std::string made(number(least, most), 'a');
    for (char& c : made) c = number(0, 1) == 0 ? 'a' : 'b';
    return made;
  }
  std::size_t number(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random_);
  }

 private:
  std::mt19937 random_{20261128};
};

TEST_CASE("texts are found where they stand", "[regex][random]") {
  Texts random;
  std::size_t inside = 0;
  std::size_t at_an_edge = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::string subject = random.text(0, 40);
    std::vector<std::string> texts(random.number(1, InnerTexts::kMostTexts));
    EdgeTexts begin(EdgeTexts::Edge::Begin);
    EdgeTexts end(EdgeTexts::Edge::End);
    bool begins = false;
    bool ends = false;
    for (std::string& text : texts) {
      text = random.text(3, 14);
      const bool whole = random.number(0, 3) == 0;
      begin.add(text, whole);
      end.add(text, whole);
      begins = begins || (whole ? subject == text : subject.starts_with(text));
      ends = ends || (whole ? subject == text : subject.ends_with(text));
    }
    const bool contained = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return subject.find(text) != std::string::npos;
    });
    const auto finder = InnerTexts::of(texts);
    REQUIRE(finder);
    const bool right = finder->found(subject) == contained && begin.found(subject) == begins &&
                       end.found(subject) == ends;
    if (!right) {
      CAPTURE(subject, texts);
      CHECK(right);
    }
    inside += contained ? 1 : 0;
    at_an_edge += begins || ends ? 1 : 0;
  }
  CHECK(inside > 20'000);
  CHECK(inside < 45'000);
  CHECK(at_an_edge > 5'000);
}

TEST_CASE("texts that are long, short or many are not for words", "[regex]") {
  CHECK(InnerTexts::of({std::string(InnerTexts::kMostBytes, 'a')}));
  CHECK_FALSE(InnerTexts::of({std::string(InnerTexts::kMostBytes + 1, 'a')}));
  CHECK_FALSE(InnerTexts::of(std::vector<std::string>(InnerTexts::kMostTexts + 1, "ab")));
  CHECK_FALSE(InnerTexts::of({"ab", "c"}));
  CHECK_FALSE(InnerTexts::of({}));
}

}  // namespace
}  // namespace tamis
