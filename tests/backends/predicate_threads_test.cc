#include <thread>
#include <vector>

#include <tamis/compile.h>
#include <tamis/predicate.h>

#include "tests/support/catch.h"

using namespace tamis;

TEST_CASE("one Program, a Matcher for each thread", "[predicate]") {
  const auto condition =
      compile(Source("condition", R"({"a": {"$in": ["x", "y", "z"]}, "b": {"$regex": "^b.*c"}})"));
  REQUIRE(condition);
  const predicate::Program program = predicate::compile(*condition);
  constexpr int kThreads = 4;
  std::vector<int> matched(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&program, &count = matched[static_cast<std::size_t>(t)]] {
      predicate::Matcher matcher(program);
      for (int i = 0; i < 200; ++i) {
        if (matcher.matches_text(R"({"a": "y", "b": "bbc"})").matched()) ++count;
        if (matcher.matches_text(R"({"a": "w", "b": "bbc"})").matched()) ++count;
        if (matcher.explain_text(R"({"a": "y", "b": "c"})")->verdict) ++count;
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const int count : matched) CHECK(count == 200);
}
