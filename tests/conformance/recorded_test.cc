// MongoDB's recorded verdicts against every engine.
#include "tests/conformance/run_file.h"
#include "tests/support/catch.h"

namespace tamis::engines {
namespace {

struct Row {
  const char* why;
  const char* file;
  const char* schema;
  std::size_t cases;
};

constexpr Row kRows[] = {
    {"every value type, nesting, arrays of arrays", "mongodb-wild.jsonl", nullptr, 3648},
    {"what a segment's author would write", "mongodb-typed.jsonl", nullptr, 1149},
    {"a schema changes no verdict of documents that fit it", "mongodb-typed.jsonl",
     "tests/conformance/contacts.schema.json", 1149},
    {"awkward names and text, deep nesting, long lists", "mongodb-odd.jsonl", nullptr, 1775},
    {"every operator with every kind of operand", "mongodb-validity.jsonl", nullptr, 3357},
};

// Some cases have a schema, so engines that need one are asked for by name.
std::string all_engines() {
  std::string names;
  for (const EngineInfo& engine : engine_table()) names += std::string(engine.name) + ',';
  return names;
}

// Differences once met between engines, each settled by hand; in time the file fills.
TEST_CASE("finds", "[conformance]") {
  const ConformanceReport report =
      run_file("tests/conformance/finds.jsonl", nullptr, all_engines());
  INFO(to_text(report));
  CHECK(report.clean());
  CHECK(report.without_policy.empty());
}

TEST_CASE("recorded verdicts", "[conformance]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const ConformanceReport report =
          run_file(std::string(TAMIS_CONFORMANCE_DATA "/") + row.file, row.schema);
      INFO(to_text(report));
      CHECK(report.clean());
      CHECK(report.without_policy.empty());
      REQUIRE(report.engines.size() >= 1);
      for (const EngineCount& engine : report.engines) CHECK(engine.cases == row.cases);
    }
}

}  // namespace
}  // namespace tamis::engines
