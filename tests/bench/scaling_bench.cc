// How time grows with what a user controls: the size of a condition, of a document, of a set, of a
// table.
//
//   scaling_bench [rounds]
//
// Prints a table of nanoseconds of processor time for one item, the median of the rounds: a row
// that stays level, but for the caches that it outgrows, is one whose time is linear.
#include <fmt/format.h>

#include <tamis/compile.h>
#include <tamis/condition_set.h>
#include <tamis/predicate.h>
#include <tamis/table.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <utility>

#include "tests/bench/rounds.h"

namespace tamis {
namespace {

using bench::measure;
using bench::median;
using bench::stop;

constexpr std::size_t kSizes[] = {10, 100, 1'000, 10'000, 100'000};

// `part(i)` for i below n, with commas between.
template <class Part>
std::string list_of(std::size_t n, const Part& part) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += (i == 0 ? "" : ", ") + part(i);
  return text;
}

std::string alternatives(std::size_t n) {
  return R"({"$or": [)" +
         list_of(n,
                 [](std::size_t i) {
                   return fmt::format(R"({{"f{}": {{"$gt": {}}}, "g": {}}})", i % 10, i, i);
                 }) +
         "]}";
}

std::string one_field(std::size_t n) {
  return R"({"$and": [)" +
         list_of(n, [](std::size_t i) { return fmt::format(R"({{"f": {{"$ne": {}}}}})", i); }) +
         "]}";
}

std::string values(std::size_t n) {
  return R"({"f": {"$in": [)" +
         list_of(n, [](std::size_t i) { return fmt::format("\"v{}\"", i); }) + "]}}";
}

std::string fields(std::size_t n) {
  return "{" + list_of(n, [](std::size_t i) { return fmt::format(R"("field_{}": 1)", i); }) + "}";
}

// Nested in turn, as deep as a condition may be: the number of items is that of leaves, in stairs
// of 90 steps.
std::string stairs(std::size_t n) {
  std::string text = R"({"$or": [)";
  for (std::size_t done = 0; done < n;) {
    const std::size_t steps = std::min<std::size_t>(90, n - done);
    std::string closing;
    text += done == 0 ? "" : ", ";
    for (std::size_t i = 0; i < steps; ++i) {
      text += fmt::format(R"({{"{}": [{{"f{}": {}}}, )", i % 2 == 0 ? "$and" : "$or", i, done + i);
      closing += "]}";
    }
    text += R"({"g": 1})" + closing;
    done += steps;
  }
  return text + "]}";
}

std::string array(std::size_t n) {
  return R"({"f": [)" + list_of(n, [](std::size_t i) { return fmt::format("{}", i); }) + "]}";
}

Condition condition_of(const std::string& text) {
  auto condition = compile(Source("scaling", text));
  if (!condition) stop(condition.diagnostics().front().message);
  return *std::move(condition);
}

// Work over n items, ready to run once.
using Work = std::function<void()>;
using Shape = std::string (*)(std::size_t);

Work compiling(const std::string& condition) {
  return [condition] { predicate::compile(condition_of(condition)); };
}

Work matching(const std::string& condition, std::string document) {
  auto matcher = std::make_shared<predicate::Matcher>(predicate::compile(condition_of(condition)));
  return [matcher, document = std::move(document)] {
    if (!matcher->matches_text(document).ok()) stop("not a document");
  };
}

template <Shape kShape>
Work compile_shape(std::size_t n) {
  return compiling(kShape(n));
}

template <Shape kShape>
Work match_shape(std::size_t n) {
  return matching(kShape(n), R"({"f": "v", "g": -1, "f0": 1, "f5": 7})");
}

std::string small_document(std::size_t i) {
  return fmt::format(R"({{"country": "C{}", "score": {}, "id": {}}})", i % 60, i % 1'000, i);
}

std::vector<Condition> conditions_of(std::size_t n) {
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < n; ++i)
    conditions.push_back(
        condition_of(fmt::format(R"({{"country": "C{}", "score": {{"$gte": {}}}}})", i % 60, i)));
  return conditions;
}

Work build_set(std::size_t n) {
  return [conditions = conditions_of(n)] {
    predicate::ConditionSet set;
    for (std::size_t id = 0; id < conditions.size(); ++id) set.add(id, conditions[id]);
  };
}

Work ask_set(std::size_t n) {
  auto set = std::make_shared<predicate::ConditionSet>();
  const std::vector<Condition> conditions = conditions_of(n);
  for (std::size_t id = 0; id < n; ++id) set->add(id, conditions[id]);
  auto matcher = std::make_shared<predicate::SetMatcher>(*set);
  return [set, matcher] {
    if (!matcher->match_text(R"({"country": "C1", "score": 500})").ok()) stop("not a document");
  };
}

predicate::Table table_of(std::size_t n) {
  predicate::Table table;
  for (std::size_t i = 0; i < n; ++i)
    if (!table.append_text(small_document(i))) stop("not a document");
  table.settle();
  return table;
}

Work build_table(std::size_t n) {
  return [n] { table_of(n); };
}

Work ask_table(std::size_t n) {
  auto table = std::make_shared<predicate::Table>(table_of(n));
  const auto program = predicate::compile(
      condition_of(R"({"country": {"$in": ["C1", "C2"]}, "score": {"$gte": 500}})"));
  return [table, program] {
    if (table->count(program) > table->size()) stop("too many");
  };
}

struct Row {
  const char* what;
  const char* item;
  Work (*work)(std::size_t n);
};

constexpr Row kRows[] = {
    {"compiling `$or`", "alternative", compile_shape<alternatives>},
    {"compiling tests of one field", "test", compile_shape<one_field>},
    {"compiling `$in`", "value", compile_shape<values>},
    {"compiling tests of distinct fields", "field", compile_shape<fields>},
    {"compiling what is nested", "test", compile_shape<stairs>},
    {"matching `$or`", "alternative", match_shape<alternatives>},
    {"matching tests of one field", "test", match_shape<one_field>},
    {"matching `$in`", "value", match_shape<values>},
    {"matching as many fields as are asked for", "field",
     [](std::size_t n) { return matching(fields(n), fields(n)); }},
    {"matching an array", "element",
     [](std::size_t n) { return matching(R"({"f": {"$gt": 1e9}})", array(n)); }},
    {"building a set", "condition", build_set},
    {"asking a set", "condition", ask_set},
    {"building a table", "document", build_table},
    {"asking a table", "document", ask_table},
};

double ns_of_one(const Row& row, std::size_t n, int rounds) {
  constexpr double kLeastNs = 1e6;  // much longer than the clock's step
  const Work work = row.work(n);
  std::size_t times = 100'000 / n;
  const auto run = [&] {
    for (std::size_t time = 0; time < times; ++time) work();
    return times;
  };
  while (measure(1, run).ns < kLeastNs) times *= 2;  // and to warm up
  std::vector<double> of_rounds;
  for (int round = 0; round < rounds; ++round) of_rounds.push_back(measure(times * n, run).ns);
  return median(of_rounds);
}

int main_of(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
  if (rounds < 1) stop("there is nothing to measure");
  fmt::print("| | Item |");
  for (const std::size_t n : kSizes) fmt::print(" {} |", n);
  fmt::print("\n| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const Row& row : kRows) {
    fmt::print("| {} | {} |", row.what, row.item);
    for (const std::size_t n : kSizes) fmt::print(" {:.3g} |", ns_of_one(row, n, rounds));
    fmt::print("\n");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  return tamis::main_of(argc, argv);
}
