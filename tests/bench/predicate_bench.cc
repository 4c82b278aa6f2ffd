// Forty conditions of rising difficulty over contacts in memory, by form of the document.
//
//   tests/bench/workload contacts 1000 contacts.ndjson
//   tests/bench/workload conditions conditions.json
//   predicate_bench contacts.ndjson conditions.json --benchmark_counters_tabular=true
//
// `text` are the lines as they stand, parsing included; `json` are nlohmann's documents; `bson` are
// bytes; `document` are Documents. `build_json` and `build_text` are what it takes to make a
// Document of the one or the other. The counter `ns` is for one document, of processor time;
// `share` is of those that match.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <tamis/compile.h>
#include <tamis/document.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include <span>

#include "tests/bench/rounds.h"
#include "tests/support/lines.h"

namespace tamis {
namespace {

struct Contacts {
  std::vector<std::string> text;
  std::vector<nlohmann::ordered_json> json;
  std::vector<std::string> bson;
  std::vector<predicate::Document> documents;
};

using bench::stop;

Contacts load(const char* path) {
  Contacts contacts;
  predicate::DocumentBuilder builder{predicate::FieldNames()};
  const std::string text = bench::content_of(path);
  for (const std::string_view line : lines_of(text)) {
    contacts.text.emplace_back(line);
    contacts.json.push_back(nlohmann::ordered_json::parse(line));
    const auto value = parse_extended_json(Source("contact", std::string(line)));
    if (!value) stop(fmt::format("not a document: {}", line));
    contacts.bson.push_back(*to_bson(*value));
    contacts.documents.push_back(builder.build(*value));
  }
  return contacts;
}

void count(benchmark::State& state, std::size_t seen) {
  using benchmark::Counter;
  state.counters["ns"] =
      Counter(static_cast<double>(seen) / 1e9, Counter::kIsRate | Counter::kInvert);
}

template <class Documents, class Build>
void build(benchmark::State& state, const Documents& documents, Build build) {
  predicate::DocumentBuilder builder{predicate::FieldNames()};
  std::size_t seen = 0;
  for (auto _ : state) {
    for (const auto& document : documents) benchmark::DoNotOptimize(build(builder, document));
    seen += documents.size();
  }
  count(state, seen);
}

template <class Documents, class Matches>
void run(benchmark::State& state, const predicate::Program& program, const Documents& documents,
         Matches matches) {
  predicate::Matcher matcher(program);
  std::size_t matched = 0;
  std::size_t seen = 0;
  for (auto _ : state) {
    for (const auto& document : documents) matched += matches(matcher, document) ? 1U : 0U;
    seen += documents.size();
  }
  state.counters["share"] = static_cast<double>(matched) / static_cast<double>(seen);
  count(state, seen);
}

void add(const std::string& id, const predicate::Program& program, const Contacts& contacts) {
  benchmark::RegisterBenchmark((id + "/json").c_str(), [&contacts, program](auto& state) {
    run(state, program, contacts.json,
        [](auto& matcher, const auto& document) { return matcher.matches(document); });
  });
  benchmark::RegisterBenchmark((id + "/document").c_str(), [&contacts, program](auto& state) {
    run(state, program, contacts.documents,
        [](auto& matcher, const auto& document) { return matcher.matches(document); });
  });
  benchmark::RegisterBenchmark((id + "/bson").c_str(), [&contacts, program](auto& state) {
    run(state, program, contacts.bson, [](auto& matcher, const auto& document) {
      return matcher.matches_bson(std::as_bytes(std::span(document))).matched();
    });
  });
  benchmark::RegisterBenchmark((id + "/text").c_str(), [&contacts, program](auto& state) {
    run(state, program, contacts.text, [](auto& matcher, const auto& document) {
      return matcher.matches_text(document).matched();
    });
  });
}

int main_of(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 3) stop("usage: predicate_bench CONTACTS CONDITIONS [--benchmark_…]");
  const Contacts contacts = load(argv[1]);
  benchmark::RegisterBenchmark("build_json", [&contacts](auto& state) {
    build(state, contacts.json,
          [](auto& builder, const auto& json) { return builder.build(json); });
  });
  benchmark::RegisterBenchmark("build_text", [&contacts](auto& state) {
    build(state, contacts.text,
          [](auto& builder, const auto& text) { return builder.build_text(text).ok(); });
  });
  for (const auto& entry : nlohmann::ordered_json::parse(bench::content_of(argv[2]))) {
    const auto id = entry.at("id").get<std::string>();
    const auto condition = compile(Source(id, entry.at("filter").dump()));
    if (!condition) stop(fmt::format("not a condition: {}", id));
    add(id, predicate::compile(*condition), contacts);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of(argc, argv);
}
