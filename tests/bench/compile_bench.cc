// From text to Program, schema check included, beside nlohmann's parse of the same text.
//
//   compile_bench --benchmark_counters_tabular=true
//
// Each case comes three times: `nlohmann` parses the text into a DOM, `syntax` into our tree, and
// `program` compiles it. The counter `ratio` is the time over nlohmann's, measured before and
// after.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <tamis/catalog.h>
#include <tamis/compile.h>
#include <tamis/predicate.h>
#include <tamis/syntax_tree.h>
#include <nlohmann/json.hpp>

#include <ctime>

namespace tamis {
namespace {

constexpr std::string_view kBranch =
    R"({"country": "FI", "lifetime_value": {"$gte": 100}, "tags": {"$in": ["vip", "lead"]}})";

// A disjunction of different branches, about so many bytes long.
std::string condition_of(std::size_t bytes) {
  if (bytes <= 100) return std::string(kBranch);
  std::string text = R"({"$or": [)";
  for (int i = 0; text.size() < bytes; ++i)
    text += fmt::format(
        R"({}{{"country": "C{}", "age": {{"$gte": {}}}, "orders": {{"$elemMatch": {{"sku": "S{}", "qty": {{"$gt": 2}}}}}}}})",
        i == 0 ? "" : ", ", i, i % 100, i);
  return text + "]}";
}

const CompileOptions& options() {
  static const CompileOptions kOptions = [] {
    CompileOptions made;
    made.schema = *parse_schema(example_schema());
    return made;
  }();
  return kOptions;
}

// Of the processor: other programs on the machine do not count.
double seconds_used() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// One nlohmann parse, in seconds, measured beside the benchmark at hand.
double baseline(const std::string& text) {
  const int rounds = static_cast<int>(5'000'000 / text.size()) + 1;
  const double begin = seconds_used();
  for (int i = 0; i < rounds; ++i) benchmark::DoNotOptimize(nlohmann::json::parse(text));
  return (seconds_used() - begin) / rounds;
}

template <class Work>
void run(benchmark::State& state, Work work) {
  const std::string text = condition_of(static_cast<std::size_t>(state.range(0)));
  const double parse_before = baseline(text);
  const double begin = seconds_used();
  for (auto _ : state) work(text);
  const double seconds = seconds_used() - begin;
  const double one_parse = (parse_before + baseline(text)) / 2;
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["ratio"] = seconds / static_cast<double>(state.iterations()) / one_parse;
}

void nlohmann_parse(benchmark::State& state) {
  run(state,
      [](const std::string& text) { benchmark::DoNotOptimize(nlohmann::json::parse(text)); });
}

void syntax(benchmark::State& state) {
  run(state, [](const std::string& text) {
    benchmark::DoNotOptimize(parse_syntax(Source("bench", text)).ok());
  });
}

void condition(benchmark::State& state) {
  run(state, [](const std::string& text) {
    benchmark::DoNotOptimize(compile(Source("bench", text), options()).ok());
  });
}

void program(benchmark::State& state) {
  run(state, [](const std::string& text) {
    const auto compiled = compile(Source("bench", text), options());
    benchmark::DoNotOptimize(predicate::compile(*compiled));
  });
}

BENCHMARK(nlohmann_parse)->Arg(100)->Arg(1'000)->Arg(100'000);
BENCHMARK(syntax)->Arg(100)->Arg(1'000)->Arg(100'000);
BENCHMARK(condition)->Arg(100)->Arg(1'000)->Arg(100'000);
BENCHMARK(program)->Arg(100)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

}  // namespace
}  // namespace tamis
