// predicate::Table beside what one writes by hand: tight structs, and columns.
//
//   tests/bench/workload contacts 200000 contacts.ndjson
//   tests/bench/workload conditions conditions.json
//   table_bench contacts.ndjson conditions.json [rounds]
//   table_bench_v4 contacts.ndjson conditions.json [rounds]
//
// The first is held to x86-64-v3 where that is the kind of machine, and the second to x86-64-v4:
// the table, and what is written by hand is compiled for it.
//
// Prints a table of nanoseconds of processor time for one contact, and what of it the table takes.
// All three count the same contacts, in turn; a ratio is formed within one round, and the median of
// the rounds is shown. They must count alike. Programs are made before, and patterns compiled; what
// the table finds out for one call, such as the verdicts on strings, is part of its time. Saving
// waits for the disk, so that and opening are shown in seconds that went by.
//
//   table_bench contacts.ndjson conditions.json --answer table|columns|structs
//
// answers tools/dev/bench (tests/bench/answer.h).
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/table.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>

#include "backends/predicate/table/ask.h"
#include "tests/bench/answer.h"
#include "tests/bench/rounds.h"
#include "tests/bench/table/by_hand.h"
#include "tests/support/lines.h"

namespace tamis::bench {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto kMachine = Machine::TAMIS_BENCH_MACHINE;

double seconds_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Nanoseconds for one contact; again and again until there is something to measure, of which the
// first time is to warm up.
double measure_again(std::size_t contacts, std::size_t expected, const Count& count) {
  constexpr double kLeast = 0.004;
  count();
  const std::clock_t begin = std::clock();
  std::size_t times = 0;
  do {
    if (const std::size_t found = count(); found != expected)
      stop(fmt::format("{} match, and {} did before", found, expected));
    ++times;
  } while (seconds_since(begin) < kLeast);
  return seconds_since(begin) * 1e9 / static_cast<double>(times * contacts);
}

struct Row {
  double ours, columns, structs, by_columns, by_structs;
};

Count table_count(const predicate::Table& table, const std::string& id, const Json& filter) {
  const auto condition = compile(Source(id, filter.dump()));
  if (!condition) stop(fmt::format("not a condition: {}", id));
  return [&table, program = predicate::compile(*condition)] {
    return predicate::table::count(table, program, {}, kMachine);
  };
}

ByHand known_by_hand(const World& world, const std::string& id, const Json& filter) {
  ByHand by_hand = bench::by_hand(world, id, filter);
  if (!by_hand.structs) stop(fmt::format("not known by hand: {}", id));
  return by_hand;
}

Row compare(const predicate::Table& table, const World& world, const std::string& id,
            const Json& filter, int rounds) {
  const Count count = table_count(table, id, filter);
  const ByHand by_hand = known_by_hand(world, id, filter);
  const std::size_t contacts = world.contacts.size();
  const std::size_t expected = count();
  std::vector<double> ours, columns, structs, by_columns, by_structs;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(measure_again(contacts, expected, [&] { return count(); }));
    columns.push_back(measure_again(contacts, expected, by_hand.columns));
    structs.push_back(measure_again(contacts, expected, by_hand.structs));
    by_columns.push_back(ours.back() / columns.back());
    by_structs.push_back(structs.back() / ours.back());
  }
  return {median(ours), median(columns), median(structs), median(by_columns), median(by_structs)};
}

double seconds_of(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Medians of the rounds.
void print_saving(const predicate::Table& table, int rounds) {
  const std::string path = (std::filesystem::temp_directory_path() / "tamis.table").string();
  std::uint64_t size = 0;
  std::vector<double> saving, opening;
  for (int round = 0; round < rounds; ++round) {
    auto begin = std::chrono::steady_clock::now();
    const auto saved = table.save(path);
    saving.push_back(seconds_of(begin));
    if (!saved) stop(saved.diagnostics().front().message);
    size = *saved;
    begin = std::chrono::steady_clock::now();
    const auto opened = predicate::Table::open(path);
    opening.push_back(seconds_of(begin));
    if (!opened || opened->size() != table.size()) stop("the table cannot be opened");
  }
  std::filesystem::remove(path);
  fmt::print("saved as {} bytes in {:.1f} ms, opened in {:.1f} ms\n\n", size, median(saving) * 1e3,
             median(opening) * 1e3);
}

predicate::Table table_of(const std::vector<std::string_view>& lines) {
  predicate::Table table;
  for (const std::string_view line : lines)
    if (!table.append_text(line)) stop("not a document");
  table.settle();
  return table;
}

void print_comparison(const std::string& text, const Json& conditions, int rounds) {
  const std::vector<std::string_view> lines = lines_of(text);
  const std::clock_t begin = std::clock();
  const predicate::Table table = table_of(lines);
  fmt::print(
      "{} contacts, {} bytes of NDJSON; the table takes {} bytes ({:.2f} of it) and {:.2f} s\n",
      lines.size(), text.size(), table.memory(),
      static_cast<double>(table.memory()) / static_cast<double>(text.size()), seconds_since(begin));
  print_saving(table, rounds);
  const World world = world_of(lines);

  fmt::print(
      "| Condition | Table, ns | Columns, ns | Structs, ns | Table / columns | Structs / table |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  std::vector<Row> all;
  for (const Json& entry : conditions) {
    const auto id = entry.at("id").get<std::string>();
    const Row row = compare(table, world, id, entry.at("filter"), rounds);
    fmt::print("| `{}` | {:.3f} | {:.3f} | {:.2f} | {:.2f} | {:.1f} |\n", id, row.ours, row.columns,
               row.structs, row.by_columns, row.by_structs);
    all.push_back(row);
  }
  if (all.empty()) stop("there are no conditions");
  const auto median_of = [&](double Row::* member) {
    std::vector<double> values;
    for (const Row& row : all) values.push_back(row.*member);
    return median(values);
  };
  fmt::print("| median | {:.3f} | {:.3f} | {:.2f} | {:.2f} | {:.1f} |\n", median_of(&Row::ours),
             median_of(&Row::columns), median_of(&Row::structs), median_of(&Row::by_columns),
             median_of(&Row::by_structs));
}

Run measure_again(std::size_t contacts, const Count& count) {
  const std::size_t matched = count();
  return {measure_again(contacts, matched, count), matched};
}

void answer_of_table(const std::vector<std::string_view>& lines, const Json& conditions) {
  const predicate::Table table = table_of(lines);
  answer(conditions, [&](const std::string& id, const Json& filter) {
    return measure_again(lines.size(), table_count(table, id, filter));
  });
}

void answer_by_hand(const std::vector<std::string_view>& lines, const Json& conditions,
                    Count ByHand::* layout) {
  const World world = world_of(lines);
  answer(conditions, [&](const std::string& id, const Json& filter) {
    return measure_again(lines.size(), known_by_hand(world, id, filter).*layout);
  });
}

int main_of(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) stop("usage: table_bench CONTACTS CONDITIONS [ROUNDS | --answer …]");
  if (kMachine > this_machine()) stop("this machine lacks the instructions");
  const std::string text = content_of(arguments[0]);
  const Json conditions = Json::parse(content_of(arguments[1]));
  if (arguments.size() < 4)
    print_comparison(text, conditions, arguments.size() == 3 ? std::stoi(arguments[2]) : 5);
  else if (arguments[3] == "table")
    answer_of_table(lines_of(text), conditions);
  else if (arguments[3] == "columns")
    answer_by_hand(lines_of(text), conditions, &ByHand::columns);
  else if (arguments[3] == "structs")
    answer_by_hand(lines_of(text), conditions, &ByHand::structs);
  else
    stop("--answer takes `table`, `columns` or `structs`");
  return 0;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  return tamis::bench::main_of({argv + 1, argv + argc});
}
