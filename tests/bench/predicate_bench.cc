// Forty conditions of rising difficulty over contacts in memory, by form of the document.
//
//   tools/dev/generate_contacts 10000 >contacts.ndjson
//   predicate_bench contacts.ndjson tests/bench/conditions.ndjson --benchmark_counters_tabular=true
//
// `text` are the lines as they stand, parsing included; `json` are nlohmann's documents; `bson` are
// bytes. The counter `ns` is for one document, of processor time; `share` is of those that match.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <span>

namespace tamis {
namespace {

struct Contacts {
  std::vector<std::string> text;
  std::vector<nlohmann::ordered_json> json;
  std::vector<std::string> bson;
};

[[noreturn]] void stop(const std::string& why) {
  std::cerr << why << '\n';
  std::exit(2);
}

std::vector<std::string> lines_of(const char* path) {
  std::ifstream file(path);
  if (!file) stop(fmt::format("{} cannot be read", path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

Contacts load(const char* path) {
  Contacts contacts;
  contacts.text = lines_of(path);
  for (const std::string& line : contacts.text) {
    contacts.json.push_back(nlohmann::ordered_json::parse(line));
    const auto value = parse_extended_json(Source("contact", line));
    if (!value) stop(fmt::format("not a document: {}", line));
    contacts.bson.push_back(*to_bson(*value));
  }
  return contacts;
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
  using benchmark::Counter;
  state.counters["share"] = static_cast<double>(matched) / static_cast<double>(seen);
  state.counters["ns"] =
      Counter(static_cast<double>(seen) / 1e9, Counter::kIsRate | Counter::kInvert);
}

void add(const std::string& id, const predicate::Program& program, const Contacts& contacts) {
  benchmark::RegisterBenchmark((id + "/json").c_str(), [&contacts, program](auto& state) {
    run(state, program, contacts.json,
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
  for (const std::string& line : lines_of(argv[2])) {
    const auto entry = nlohmann::ordered_json::parse(line);
    const auto id = entry.at("id").get<std::string>();
    const auto condition = compile(Source(id, entry.at("condition").dump()));
    if (!condition) stop(fmt::format("not a condition: {}", line));
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
