#include <atomic>
#include <thread>
#include <vector>

#include <tamis/compile.h>
#include <tamis/document.h>
#include <tamis/predicate.h>
#include <tamis/table.h>

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

TEST_CASE("threads share names and documents", "[predicate]") {
  const predicate::FieldNames names;
  const predicate::Document shared =
      predicate::DocumentBuilder(names).build(Value::object({{"n", 7}, {"of", "all"}}));
  const auto condition = compile(Source("condition", R"({"n": 7})"));
  REQUIRE(condition);
  const predicate::Program program = predicate::compile(*condition);
  std::vector<int> matched(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < matched.size(); ++t)
    threads.emplace_back([&, t] {
      predicate::DocumentBuilder builder(names);
      predicate::Matcher matcher(program);
      for (int i = 0; i < 500; ++i) {
        const std::string own = "name " + std::to_string(i) + " of " + std::to_string(t);
        const Value value = Value::object({{own, i}, {"n", i % 10}});
        if (matcher.matches(builder.build(value)) && matcher.matches(shared)) ++matched[t];
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(matched == std::vector<int>(4, 50));
  CHECK(names.size() == 2 + 4 * 500);
}

TEST_CASE("a thread asks documents while more are put behind them", "[predicate]") {
  constexpr int kDocuments = 3'000;
  predicate::DocumentBuilder builder(predicate::FieldNames(),
                                     predicate::DocumentBuilder::Memory::Shared);
  const auto condition = compile(Source("condition", R"({"in.n": {"$lt": 7}, "tags": "x"})"));
  REQUIRE(condition);
  std::vector<predicate::Document> documents;
  documents.reserve(kDocuments);
  std::atomic<int> built = 0;
  int matched = 0;
  std::thread asks([&] {
    predicate::Matcher matcher(predicate::compile(*condition));
    for (int i = 0; i < kDocuments; ++i) {
      while (built.load(std::memory_order_acquire) <= i) std::this_thread::yield();
      if (matcher.matches(documents[static_cast<std::size_t>(i)])) ++matched;
    }
  });
  for (int i = 0; i < kDocuments; ++i) {
    const Value in = Value::object({{"n", i % 10}});
    documents.push_back(builder.build(Value::object({{"in", in}, {"tags", Array{"x", i}}})));
    built.store(i + 1, std::memory_order_release);
  }
  asks.join();
  CHECK(matched == kDocuments / 10 * 7);
}

TEST_CASE("threads ask one table", "[predicate]") {
  const auto condition =
      compile(Source("condition", R"({"n": {"$gte": 3}, "word": {"$regex": "^w.*1"}})"));
  REQUIRE(condition);
  const predicate::Program program = predicate::compile(*condition);
  predicate::Table table;
  // Some rows are in columns, and some wait for it.
  for (int i = 0; i < 5'000; ++i)
    table.append(Value::object({{"n", i % 10}, {"word", "w" + std::to_string(i % 7)}}));
  const std::uint64_t expected = table.count(program);
  REQUIRE(expected > 0);
  std::vector<int> right(4);
  std::vector<std::thread> threads;
  for (int& count : right)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        if (table.count(program) == expected) ++count;
        if (table.rows(program).size() == expected) ++count;
        if (table.document(static_cast<predicate::Table::Row>(i))) ++count;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == std::vector<int>(4, 60));
}
