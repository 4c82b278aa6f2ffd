// Emitted SQL beside SQL written by hand, in one run:
//
//   tools/dev/generate_contacts 200000 --wide > contacts.ndjson
//   build/release/tests/bench/sqlite_bench contacts.ndjson [WORD]     only cases whose name has
//   WORD
//
// Of the hand-written forms of a case the fastest counts; a case whose forms give other rows ends
// the run. Times are the least of several rounds in which the statements take turns.
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "tests/bench/sqlite/cases.h"

namespace tamis::bench {
namespace {

// Milliseconds that this thread has had a processor for, whatever else the machine does.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Run {
  engines::SqliteStatement statement;
  double best = 1e300;
  std::vector<std::int64_t> keys = {};
};

// What takes microseconds is done again until the clock can tell.
void run_once(Run& run) {
  constexpr double kLeast = 0.2;
  const double begin = processor_time();
  double spent = 0;
  for (int times = 1; spent < kLeast; ++times) {
    run.keys.clear();
    while (run.statement.step()) run.keys.push_back(sqlite3_column_int64(run.statement.get(), 0));
    run.statement.reset();
    spent = processor_time() - begin;
    if (spent >= kLeast) run.best = std::min(run.best, spent / times);
  }
}

// Statements that take turns until the rounds no longer matter.
void race(std::vector<Run>& runs) {
  constexpr double kBudget = 1500;
  constexpr int kLeast = 3, kMost = 25;
  const double begin = processor_time();
  for (int round = 0; round < kMost; ++round) {
    // Who goes first finds cold caches.
    for (std::size_t i = 0; i < runs.size(); ++i)
      run_once(runs[(i + static_cast<std::size_t>(round)) % runs.size()]);
    if (round + 1 >= kLeast && processor_time() - begin > kBudget) break;
  }
}

// Of those written by hand, which are all but the first `ours`.
const Run& fastest(const std::vector<Run>& runs, std::ptrdiff_t ours) {
  return *std::min_element(runs.begin() + ours, runs.end(),
                           [](const Run& a, const Run& b) { return a.best < b.best; });
}

void expect_same_rows(const std::string& name, std::vector<Run>& runs) {
  for (Run& run : runs) std::sort(run.keys.begin(), run.keys.end());
  for (const Run& run : runs)
    if (run.keys != runs.front().keys)
      throw std::runtime_error(fmt::format("{}: {} rows by hand, {} emitted\n  {}\n  {}", name,
                                           run.keys.size(), runs.front().keys.size(),
                                           sqlite3_sql(run.statement.get()),
                                           sqlite3_sql(runs.front().statement.get())));
}

struct Row {
  std::string name;
  double by_hand, emitted;
  double ratio() const { return emitted / by_hand; }
};

class Bench {
 public:
  explicit Bench(const std::string& file) : db_(load(file)) {
    int code = SQLITE_OK;
    statistics_ = sqlite::Statistics::read(db_.get(), code);
  }

  Row measure(const Case& asked, Mapping mapping) {
    const Result<Condition> condition =
        compile(Source("condition", asked.condition), {.schema = schema_of(mapping)});
    if (!condition) throw std::runtime_error(condition.diagnostics().front().message);
    sqlite::EmitOptions options;
    options.statistics = statistics_;
    const Result<sqlite::SqlStatement> select =
        sqlite::select(*condition, {.no_orphans = true}, options);
    if (!select) throw std::runtime_error(select.diagnostics().front().message);
    std::vector<Run> runs;
    runs.push_back({db_.prepare(select->text)});
    bind(runs.front().statement.get(), *select, {});
    for (const std::string& form : asked.by_hand[static_cast<std::size_t>(mapping)])
      runs.push_back({db_.prepare(form)});
    race(runs);
    const std::string name = fmt::format("{}: {}", name_of(mapping), asked.why);
    expect_same_rows(name, runs);
    const Run& best = fastest(runs, 1);
    fmt::print("{:<40}{:>8} rows{:>10.3f}{:>10.3f} ms{:>8.2f}\n", name, best.keys.size(), best.best,
               runs.front().best, runs.front().best / best.best);
    if (runs.front().best / best.best > 1.25)
      fmt::print("    by hand  {}\n    emitted  {}\n", sqlite3_sql(best.statement.get()),
                 select->text);
    std::fflush(stdout);
    return {name, best.best, runs.front().best};
  }

  // A whole document: tamis_match, of any text and of text that is known to be valid, against the
  // best of the forms of JSON. Rows are counted, since their way out of SQLite costs both the same,
  // and so does waiting for memory where a whole database is kept in it: this one is a file.
  void measure_match(const Case& asked) {
    const Result<Condition> condition = compile(Source("condition", asked.condition));
    constexpr int kOurs = 2;
    std::vector<std::string> selects(kOurs, "SELECT nr FROM documents WHERE tamis_match(doc, ?)");
    for (const std::string& form : asked.by_hand[static_cast<std::size_t>(Mapping::Json)])
      selects.push_back(form);
    for (std::string& select : selects)
      select.replace(select.find("documents"), sizeof "documents" - 1, "file.documents");
    std::vector<Run> listing, counting;
    for (const std::string& select : selects) {
      listing.push_back({db_.prepare(select)});
      counting.push_back({db_.prepare("SELECT count(*) FROM (" + select + ")")});
    }
    for (std::size_t i = 0; i < kOurs; ++i) {
      const bool valid = i != 0;
      const sqlite::SqlFilter filter{"", {sqlite::Residual{*condition, nullptr, valid}}};
      bind(listing[i].statement.get(), filter, {});
      bind(counting[i].statement.get(), filter, {});
    }
    for (Run& run : listing) run_once(run);
    expect_same_rows(asked.why, listing);
    race(counting);
    const double by_hand = fastest(counting, kOurs).best;
    fmt::print("{:<40}{:>23.3f}", "tamis_match: " + asked.why, by_hand);
    for (std::size_t i = 0; i < kOurs; ++i) {
      match_gains_[i].push_back(by_hand / counting[i].best);
      fmt::print("{:>10.3f} ms{:>6.2f} x faster", counting[i].best, match_gains_[i].back());
    }
    fmt::print("\n");
    std::fflush(stdout);
  }

  // Of any text, and of text that is known to be valid.
  const std::array<std::vector<double>, 2>& match_gains() const { return match_gains_; }

 private:
  engines::SqliteDatabase db_;
  std::shared_ptr<const sqlite::Statistics> statistics_;
  std::array<std::vector<double>, 2> match_gains_;
};

double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers.empty() ? 0 : numbers[numbers.size() / 2];
}

int main(const std::string& file, const std::string& word) {
  Bench bench(file);
  fmt::print("{:<53}{:>10}{:>10}{:>11}\n", "", "by hand", "emitted", "ratio");
  std::vector<double> ratios;
  for (const Mapping mapping : kMappings)
    for (const Case& asked : cases())
      if ((std::string(name_of(mapping)) + ": " + asked.why).find(word) != std::string::npos)
        ratios.push_back(bench.measure(asked, mapping).ratio());
  for (const Case& asked : cases())
    if (("tamis_match: " + asked.why).find(word) != std::string::npos) bench.measure_match(asked);
  if (!ratios.empty())
    fmt::print("{} statements: median ratio {:.2f}, worst {:.2f}\n", ratios.size(), median(ratios),
               *std::max_element(ratios.begin(), ratios.end()));
  for (const std::vector<double>& gains : bench.match_gains())
    if (!gains.empty())
      fmt::print("tamis_match{}: median {:.2f} x faster, least {:.2f}\n",
                 &gains == bench.match_gains().data() ? "" : ", valid documents", median(gains),
                 *std::min_element(gains.begin(), gains.end()));
  return 0;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "sqlite_bench CONTACTS.ndjson [WORD]\n");
    return 2;
  }
  try {
    return tamis::bench::main(argv[1], argc > 2 ? argv[2] : "");
  } catch (const std::exception& error) {
    fmt::print(stderr, "sqlite_bench: {}\n", error.what());
    return 1;
  }
}
