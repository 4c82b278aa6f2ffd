// Linting with every rule on, beside compiling the same text, under a schema of 100 fields.
//
//   lint_bench --benchmark_counters_tabular=true
//
// The argument is the number of leaves. The counter `ratio` of `lint` is its time over that of
// compile(), measured in the same run; `per_leaf` (in nanoseconds) shows whether it grows linearly.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <tamis/compile.h>
#include <tamis/lint.h>

#include <ctime>

namespace tamis {
namespace {

constexpr std::size_t kFields = 100;

std::string_view type_of(std::size_t field) {
  constexpr std::string_view kTypes[] = {
      R"({"bsonType": ["string", "null"], "maxLength": 100})",
      R"({"bsonType": "int", "minimum": 0, "maximum": 1000000})",
      R"({"enum": ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]})", R"({"bsonType": ["date", "null"]})",
      R"({"bsonType": "array", "items": {"bsonType": "string"}, "maxItems": 50})"};
  return kTypes[field % std::size(kTypes)];
}

std::string leaf_of(std::size_t field, std::size_t i) {
  const std::string name = fmt::format("field_{}", field);
  switch (field % 5) {
    case 0:
      return fmt::format(R"("{}": {{"$in": ["a{}", "b{}"]}})", name, i, i);
    case 1:
      return fmt::format(R"("{}": {{"$gte": {}}})", name, i % 1000);
    case 2:
      return fmt::format(R"("{}": {{"$ne": "BOUNCED"}})", name);
    case 3:
      return fmt::format(R"("{}": {{"$lt": "2026-01-{:02}"}})", name, 1 + i % 28);
    default:
      return fmt::format(R"("{}": "tag{}")", name, i);
  }
}

enum Shape : std::int64_t {
  kBranches,  // alternatives of five fields each
  kOneField,  // one conjunction, every test of the same field
  kPairs,     // a conjunction of alternatives
  kRanges,    // alternatives of one field, two bounds each
};

std::string condition_of(Shape shape, std::size_t leaves) {
  const bool is_or = shape == kBranches || shape == kRanges;
  std::string text = is_or ? R"({"$or": [)" : R"({"$and": [)";
  for (std::size_t i = 0; i < leaves;) {
    text += i == 0 ? "" : ", ";
    if (shape == kOneField) {
      text += fmt::format(R"({{"field_4": {{"$ne": "t{}"}}}})", i++);
    } else if (shape == kRanges) {
      text += fmt::format(R"({{"field_1": {{"$gte": {}, "$lt": {}}}}})", 10 * i, 10 * i + 7);
      i += 2;
    } else if (shape == kPairs) {
      text += fmt::format(R"({{"$or": [{{{}}}, {{{}}}]}})", leaf_of(i % kFields, i),
                          leaf_of((i + 1) % kFields, i));
      i += 2;
    } else {
      text += "{";
      for (std::size_t k = 0; k < 5; ++k, ++i)
        text += (k == 0 ? "" : ", ") + leaf_of(i % kFields, i);
      text += "}";
    }
  }
  return text + "]}";
}

const CompileOptions& options() {
  static const CompileOptions kOptions = [] {
    std::string schema = R"({"bsonType": "object", "properties": {)";
    for (std::size_t i = 0; i < kFields; ++i)
      schema += fmt::format(R"({}"field_{}": {})", i == 0 ? "" : ", ", i, type_of(i));
    CompileOptions made;
    made.schema = *parse_schema(Source("schema", schema + "}}"));
    return made;
  }();
  return kOptions;
}

// Of the processor: other programs on the machine do not count.
double seconds_used() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double seconds_to_compile(const Source& source) {
  constexpr int kRounds = 10;
  const double begin = seconds_used();
  for (int i = 0; i < kRounds; ++i) benchmark::DoNotOptimize(compile(source, options()).ok());
  return (seconds_used() - begin) / kRounds;
}

void lint(benchmark::State& state) {
  const auto leaves = static_cast<std::size_t>(state.range(1));
  const Source source("bench", condition_of(static_cast<Shape>(state.range(0)), leaves));
  const Condition condition = *compile(source, options());
  const double one_compile = seconds_to_compile(source);
  std::size_t findings = 0;
  const double begin = seconds_used();
  for (auto _ : state) findings = tamis::lint(condition).size();
  const double seconds = (seconds_used() - begin) / static_cast<double>(state.iterations());
  state.counters["ratio"] = seconds / one_compile;
  state.counters["per_leaf"] = seconds * 1e9 / static_cast<double>(leaves);
  state.counters["findings"] = static_cast<double>(findings);
}

BENCHMARK(lint)
    ->ArgNames({"shape", "leaves"})
    ->ArgsProduct({{kBranches, kOneField, kPairs, kRanges}, {10, 100, 1'000, 10'000}});

}  // namespace
}  // namespace tamis
