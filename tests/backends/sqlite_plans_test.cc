// How SQLite runs what select() makes, in the three mappings of the benchmark with their indexes:
// the golden file sqlite_plans.txt. TAMIS_UPDATE=1 writes it; read the difference.
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/backends/sqlite_checked.h"
#include "tests/bench/sqlite/world.h"
#include "tests/support/catch.h"

namespace tamis::sqlite {
namespace {

// "columns eav: {…}" and, behind it, the plan by each mapping: those named read no table whole;
// "sorted columns eav: {…}", of rows that are sorted by the key.
struct Entry {
  std::string looked_up;
  std::string condition;
  std::string plans;
};

struct Golden {
  std::string head;  // remarks
  std::vector<Entry> entries;
};

Golden read_golden() {
  std::ifstream in(TAMIS_SQLITE_PLANS);
  REQUIRE(in);
  Golden golden;
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": {");
    if (line.starts_with("#"))
      golden.head += line + "\n";
    else if (line.starts_with("  "))
      golden.entries.back().plans += line + "\n";
    else if (colon != std::string::npos)
      golden.entries.push_back({line.substr(0, colon), line.substr(colon + 2), {}});
    else
      CHECK(line.empty());
  }
  return golden;
}

std::string plan_in_words(const engines::SqliteDatabase& db, const Entry& entry,
                          bench::Mapping mapping) {
  const Result<Condition> compiled =
      compile(Source("condition", entry.condition), {.schema = bench::schema_of(mapping)});
  REQUIRE(compiled);
  Selection selection;
  if (entry.looked_up.starts_with("sorted")) selection.by_key = Selection::ByKey::Sorted;
  const Result<SqlStatement> select = checked_select(*compiled, selection);
  REQUIRE(select);
  QueryPlan plan;
  REQUIRE(explain_plan(db.get(), select->text, plan) == SQLITE_OK);
  return plan.in_words();
}

std::string indented(const std::string& text) {
  std::string out = "    ";
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    out += text[i] == '\n' ? std::string("\n    ") : std::string(1, text[i]);
  return out + "\n";
}

void write_golden(const Golden& golden) {
  std::ofstream out(TAMIS_SQLITE_PLANS);
  out << golden.head;
  for (const Entry& entry : golden.entries)
    out << "\n" << entry.looked_up << ": " << entry.condition << "\n" << entry.plans;
}

bool reads_a_table_whole(const std::string& words) {
  return words.find("reads all of ") != std::string::npos ||
         words.find("made for this statement") != std::string::npos;
}

TEST_CASE("plans of the three mappings", "[sqlite]") {
  const engines::SqliteDatabase db = bench::empty_tables();
  Golden golden = read_golden();
  CHECK(golden.entries.size() > 20);
  for (Entry& entry : golden.entries) {
    CAPTURE(entry.condition);
    std::string plans;
    for (const bench::Mapping mapping : bench::kMappings) {
      const std::string name(bench::name_of(mapping));
      const std::string words = plan_in_words(db, entry, mapping);
      const bool is_looked_up = entry.looked_up.find(name) != std::string::npos;
      CAPTURE(name, words);
      CHECK(reads_a_table_whole(words) != is_looked_up);
      plans += "  " + name + "\n" + indented(words);
    }
    CHECK(plans == entry.plans);
    entry.plans = plans;
  }
  if (std::getenv("TAMIS_UPDATE") != nullptr) write_golden(golden);
}

}  // namespace
}  // namespace tamis::sqlite
