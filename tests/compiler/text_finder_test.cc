// A text sought in long subjects, beside the standard library's search.
#include "compiler/values/text_finder.h"

#include <random>

#include "tests/support/catch.h"

namespace tamis {
namespace {

TEST_CASE("a text is found wherever it stands", "[text]") {
  const std::string texts[] = {"x", "xy", "\"xx\"", "xyz \"name\": ", std::string(32, 'x')};
  for (const std::string& text : texts)
    for (std::size_t size = 0; size < 100; ++size) {
      const TextFinder finder(text);
      const std::string blank(size, '.');
      CAPTURE(text, size);
      CHECK_FALSE(finder.found(blank));
      for (std::size_t at = 0; at <= size; ++at) {
        CHECK(finder.found(std::string(blank).insert(at, text)));
        std::string nearly = std::string(blank).insert(at, text);
        nearly[at + text.size() / 2] = '!';
        CHECK_FALSE(finder.found(nearly));
      }
    }
}

TEST_CASE("a text is found as the standard library finds it", "[text][random]") {
  std::mt19937 random(20261129);
  const auto of_two_letters = [&random](std::size_t size) {
    std::string made(size, 'a');
    for (char& c : made) c = random() % 2 == 0 ? 'a' : 'b';
    return made;
  };
  std::size_t found = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = of_two_letters(1 + random() % 12);
    const std::string subject = of_two_letters(random() % 200);
    const bool contained = subject.find(text) != std::string::npos;
    const bool right = TextFinder(text).found(subject) == contained;
    if (!right) {
      CAPTURE(text, subject);
      CHECK(right);
    }
    found += contained ? 1U : 0U;
  }
  CHECK(found > 10'000);
  CHECK(found < 90'000);
}

TEST_CASE("of a long text a part is found, and of an empty one all", "[text]") {
  const std::string text(100, 'x');
  CHECK(TextFinder(text).found("." + text + "."));
  CHECK(TextFinder(text).found(std::string(60, 'x')));
  CHECK_FALSE(TextFinder(text).found(std::string(31, 'x')));
  CHECK(TextFinder("").empty());
  CHECK(TextFinder("").found(""));
  CHECK(TextFinder("").found(std::string(50, '.')));
}

}  // namespace
}  // namespace tamis
