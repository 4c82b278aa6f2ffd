// Every condition of one leaf, and every pair of tests on one path.
#include <fmt/format.h>

#include "tests/exhaustive/world.h"
#include "tests/support/catch.h"

namespace tamis::exhaustive {
namespace {

void check(World& world, const std::string& condition) {
  const std::string difference = world.try_out(condition);
  if (!difference.empty()) FAIL_CHECK(condition << ": " << difference);
}

// `{"$gt":1}` and `{"$lt":2}` as `{"$gt":1,"$lt":2}`.
std::string joined(const std::string& first, const std::string& second) {
  return first.substr(0, first.size() - 1) + "," + second.substr(1);
}

// Tests of the same operator cannot stand in one object.
bool may_join(const std::string& first, const std::string& second) {
  return first.substr(0, first.find(':')) != second.substr(0, second.find(':'));
}

TEST_CASE("one leaf", "[exhaustive]") {
  World world;
  REQUIRE(documents().size() >= 100);
  for (const std::string& path : paths())
    for (const std::string& test : tests()) {
      check(world, fmt::format(R"({{"{}":{}}})", path, test));
      check(world, fmt::format(R"({{"{}":{{"$not":{}}}}})", path, test));
      check(world, fmt::format(R"({{"$nor":[{{"{}":{}}}]}})", path, test));
      check(world, fmt::format(R"({{"{}":{{"$elemMatch":{}}}}})", path, test));
      check(world, fmt::format(R"({{"a":{{"$elemMatch":{{"{}":{}}}}}}})", path, test));
    }
  CHECK(world.matches() > 0);
}

TEST_CASE("two tests on one path", "[exhaustive]") {
  World world;
  for (const char* path : {"a", "a.b", "a.0"})
    for (const std::string& first : tests())
      for (const std::string& second : tests()) {
        if (!may_join(first, second)) continue;
        const std::string both = joined(first, second);
        check(world, fmt::format(R"({{"{}":{}}})", path, both));
        check(world, fmt::format(R"({{"{}":{{"$not":{}}}}})", path, both));
        check(world, fmt::format(R"({{"{}":{{"$elemMatch":{}}}}})", path, both));
      }
  CHECK(world.matches() > 0);
}

}  // namespace
}  // namespace tamis::exhaustive
