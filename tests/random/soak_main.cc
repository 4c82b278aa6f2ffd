// Random trials with ever new seeds; what is found becomes conformance cases, a few of each law.
//
//   tamis_soak [--minutes N] [--seed N] [--documents N] [--kind wild|typed] [--engine LIST]
//              [--finds FILE]
//
// With a list of engines, as `tamis conform --engine` takes it, only these are asked, and no laws.
// A signal ends it early, with its report. Exit status 1 if anything was found, 2 on wrong usage.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tests/support/equivalence/hunt.h"

namespace {

using namespace tamis;
using namespace tamis::equivalence;

volatile std::sig_atomic_t is_ended = 0;

struct Arguments {
  double minutes = 1;
  std::uint64_t seed = std::random_device{}();
  int documents = kDocuments;
  std::vector<TrialKind> kinds = {TrialKind::Wild, TrialKind::Typed};
  std::optional<std::vector<engines::EngineInfo>> engines;  // none: all, and the laws
  std::string finds = "finds.jsonl";
};

constexpr const char* kUsage =
    "usage: tamis_soak [--minutes N] [--seed N] [--documents N] [--kind wild|typed] "
    "[--engine LIST] [--finds FILE]\n";

bool choose_engines(std::string_view list, Arguments& arguments) {
  std::string unknown;
  arguments.engines = engines::select_engines(list, true, unknown);
  if (!arguments.engines) fmt::print(stderr, "tamis_soak: there is no engine `{}`\n", unknown);
  return arguments.engines.has_value();
}

bool parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    if (name == "--minutes")
      arguments.minutes = std::strtod(value, nullptr);
    else if (name == "--seed")
      arguments.seed = std::strtoull(value, nullptr, 10);
    else if (name == "--documents")
      arguments.documents = std::atoi(value);
    else if (name == "--kind" && std::string_view(value) == "wild")
      arguments.kinds = {TrialKind::Wild};
    else if (name == "--kind" && std::string_view(value) == "typed")
      arguments.kinds = {TrialKind::Typed};
    else if (name == "--finds")
      arguments.finds = value;
    else if (name != "--engine" || !choose_engines(value, arguments))
      return false;
  }
  return argc % 2 == 1 && arguments.minutes > 0 && arguments.documents > 0;
}

// Writes the first few finds of each law, made small, and counts the others.
class Finds {
 public:
  explicit Finds(std::string path) : path_(std::move(path)) {}

  void add(const Trial& trial, const Find& find, std::uint64_t seed) {
    constexpr std::size_t kOfOneLaw = 3;
    if (++by_law_[find.law] > kOfOneLaw) return;
    const Found found = made_small(trial, find);
    const std::string id = fmt::format("random-{}", seed);
    fmt::print("{}\n", describe(found, id));
    std::fflush(stdout);
    std::ofstream(path_, std::ios::app) << to_case(id, found.trial, found.find.expected) << '\n';
  }
  const std::map<std::string, std::size_t>& by_law() const { return by_law_; }

 private:
  std::string path_;
  std::map<std::string, std::size_t> by_law_;
};

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, arguments)) {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(arguments.minutes * 60));
  for (const int each : {SIGINT, SIGTERM}) std::signal(each, [](int) { is_ended = 1; });
  fmt::print("first seed {}\n", arguments.seed);
  Checker checker = arguments.engines ? Checker(*arguments.engines) : Checker();
  Finds finds(arguments.finds);
  std::uint64_t seed = arguments.seed;
  for (; is_ended == 0 && Clock::now() < end; ++seed)
    for (const TrialKind kind : arguments.kinds) {
      const Trial trial = make_trial(kind, seed, arguments.documents);
      if (const auto find = checker.check(trial)) finds.add(trial, *find, seed);
    }
  fmt::print("last seed {}\n{}", seed - 1, describe(checker.count()));
  for (const auto& [law, count] : finds.by_law()) fmt::print("{:>12} finds: {}\n", count, law);
  return finds.by_law().empty() ? 0 : 1;
}
