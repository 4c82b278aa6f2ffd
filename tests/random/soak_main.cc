// Random trials with ever new seeds; every find becomes a conformance case.
//
//   tamis_soak [--minutes N] [--seed N] [--finds FILE]
//
// Exit status 1 if anything was found, 2 on wrong usage.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "tests/support/equivalence/hunt.h"

namespace {

using namespace tamis::equivalence;

struct Arguments {
  double minutes = 1;
  std::uint64_t seed = std::random_device{}();
  std::string finds = "finds.jsonl";
};

bool parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    if (name == "--minutes")
      arguments.minutes = std::strtod(value, nullptr);
    else if (name == "--seed")
      arguments.seed = std::strtoull(value, nullptr, 10);
    else if (name == "--finds")
      arguments.finds = value;
    else
      return false;
  }
  return argc % 2 == 1 && arguments.minutes > 0;
}

// Writes a find unless one of the same law and condition was written before.
class Finds {
 public:
  explicit Finds(std::string path) : path_(std::move(path)) {}

  void add(const Found& found, std::uint64_t seed) {
    if (!seen_.insert(found.find.law + condition_text(found.trial.condition)).second) return;
    const std::string id = fmt::format("random-{}", seed);
    fmt::print("{}\n", describe(found, id));
    std::ofstream(path_, std::ios::app) << to_case(id, found.trial, found.find.expected) << '\n';
  }
  std::size_t size() const { return seen_.size(); }

 private:
  std::string path_;
  std::set<std::string> seen_;
};

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!parse(argc, argv, arguments)) {
    fmt::print(stderr, "usage: tamis_soak [--minutes N] [--seed N] [--finds FILE]\n");
    return 2;
  }
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(arguments.minutes * 60));
  fmt::print("first seed {}\n", arguments.seed);
  Checker checker;
  Finds finds(arguments.finds);
  std::uint64_t seed = arguments.seed;
  constexpr std::size_t kMostFinds = 100;
  for (; Clock::now() < end && finds.size() < kMostFinds; ++seed)
    for (const TrialKind kind : {TrialKind::Wild, TrialKind::Typed})
      if (const auto found = hunt(checker, kind, seed)) finds.add(*found, seed);
  fmt::print("last seed {}, {} finds\n{}", seed - 1, finds.size(), describe(checker.count()));
  return finds.size() == 0 ? 0 : 1;
}
