// Patterns of `$regex` beside RE2 on the same texts, and the time that hostile ones take.
//
//   tests/bench/workload contacts 20000 contacts.ndjson
//   regex_bench contacts.ndjson [rounds]
//
// The first table: nanoseconds of processor time for one text, ours and RE2's in turns, the median
// of the rounds; the ratio is formed within one. Both find as many. The second: patterns at which
// an engine that tries one way after another takes longer than anyone waits, over texts that grow
// tenfold; nanoseconds for one byte, which stay the same where time is linear.
#include <fmt/format.h>
#include <re2/re2.h>

#include <nlohmann/json.hpp>

#include <variant>

#include "compiler/values/regex.h"
#include "tests/bench/rounds.h"
#include "tests/support/lines.h"

namespace tamis {
namespace {

using bench::measure;
using bench::median;
using bench::Run;
using bench::stop;
using Texts = std::vector<std::string>;

struct Row {
  const char* why;
  const char* field;
  const char* pattern;
};

constexpr Row kRows[] = {
    {"a text", "email", R"(gmail)"},
    {"a text that few have", "email", R"(berlin)"},
    {"a prefix", "lastName", R"(^Mac)"},
    {"a suffix", "email", R"(@gmail\.com$)"},
    {"the whole", "firstName", R"(^Maria$)"},
    {"any of three texts", "email", R"(gmail|yahoo|outlook)"},
    {"any of eight texts", "email", R"(gmail|yahoo|outlook|hotmail|icloud|proton|corp|shop)"},
    {"any of three prefixes", "lastName", R"(^(Mac|Mc|Van))"},
    {"any of four suffixes", "email", R"(@(gmail|yahoo|outlook|icloud)\.com$)"},
    {"any of three wholes", "firstName", R"(^(Maria|Anna|John)$)"},
    {"any of twenty prefixes", "email",
     R"(^(al|an|be|ch|da|de|el|em|gl|ha|jo|ka|li|lu|ma|mi|ni|oa|pa|ro))"},
};

RegexProgram program_of(const char* pattern) {
  auto compiled = RegexProgram::compile(pattern, "", RegexProfile::Linear);
  if (const auto* error = std::get_if<RegexError>(&compiled))
    stop(fmt::format("{}: {}", pattern, error->message));
  return std::get<RegexProgram>(std::move(compiled));
}

Texts texts_of(const std::vector<std::string_view>& lines, const char* field) {
  Texts texts;
  for (const std::string_view line : lines) {
    const auto contact = nlohmann::json::parse(line);
    if (const auto text = contact.find(field); text != contact.end() && text->is_string())
      texts.push_back(text->get<std::string>());
  }
  return texts;
}

template <class Search>
Run count(const Texts& texts, const Search& search) {
  constexpr std::size_t kTimes = 20;
  return measure(kTimes * texts.size(), [&] {
    std::size_t found = 0;
    for (std::size_t time = 0; time < kTimes; ++time)
      for (const std::string& text : texts) found += search(text) ? 1U : 0U;
    return found;
  });
}

void compare(const Row& row, const Texts& texts, int rounds) {
  const RegexProgram ours = program_of(row.pattern);
  const re2::RE2 theirs(row.pattern);
  std::vector<double> our_times, their_times, ratios;
  std::size_t found = 0;
  for (int round = 0; round <= rounds; ++round) {
    const Run a = count(texts, [&](const std::string& text) { return ours.search(text); });
    const Run b =
        count(texts, [&](const std::string& text) { return RE2::PartialMatch(text, theirs); });
    if (a.matched != b.matched) stop(fmt::format("{}: they find differently", row.pattern));
    found = a.matched;
    if (round == 0) continue;
    our_times.push_back(a.ns);
    their_times.push_back(b.ns);
    ratios.push_back(b.ns / a.ns);
  }
  if (found == 0) stop(fmt::format("{}: nothing is found", row.pattern));
  fmt::print("| {} | `{}` | {:.1f} | {:.1f} | {:.1f} |\n", row.why, row.pattern, median(our_times),
             median(their_times), median(ratios));
}

// Each fails, or nearly, at the end of a text of `a`.
constexpr const char* kHostile[] = {
    R"((a+)+$)",
    R"((a|a)*b)",
    R"((a|aa)+$)",
    R"((a*)*b)",
    R"((.*a){12}b)",
    R"(([a-z]+)*=)",
    R"((x+x+)+y|(a+a+)+y)",
    R"(^(([a-z])+.)+[A-Z]([a-z])+$)",
    R"((a?){20}a{20}!b)",
    R"(a.*a.*a.*a.*b)",
};

void grow(const char* pattern) {
  const RegexProgram program = program_of(pattern);
  fmt::print("| `{}` |", pattern);
  for (const std::size_t size : {1'000U, 10'000U, 100'000U, 1'000'000U}) {
    const std::string text = std::string(size - 1, 'a') + '!';
    const std::size_t times = 4'000'000 / size;
    std::vector<double> rounds;
    for (int round = 0; round < 3; ++round)
      rounds.push_back(measure(times * size, [&] {
                         std::size_t found = 0;
                         for (std::size_t time = 0; time < times; ++time)
                           found += program.search(text) ? 1U : 0U;
                         return found;
                       }).ns);
    fmt::print(" {:.2f} |", median(rounds));
  }
  fmt::print("\n");
}

int main_of(int argc, char** argv) {
  if (argc < 2) stop("usage: regex_bench CONTACTS [ROUNDS]");
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  if (rounds < 1) stop("there is nothing to measure");
  const std::string text = bench::content_of(argv[1]);
  const std::vector<std::string_view> lines = lines_of(text);
  fmt::print("| | Pattern | Ours, ns | RE2, ns | RE2 / ours |\n| --- | --- | --- | --- | --- |\n");
  for (const Row& row : kRows) compare(row, texts_of(lines, row.field), rounds);
  fmt::print("\n| Pattern | 1,000 bytes | 10,000 | 100,000 | 1,000,000 |\n");
  fmt::print("| --- | --- | --- | --- | --- |\n");
  for (const char* pattern : kHostile) grow(pattern);
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of(argc, argv);
}
