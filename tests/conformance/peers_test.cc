// Cases of other projects' suites, read in place when they are there.
#include <filesystem>

#include "tests/conformance/run_file.h"
#include "tests/support/catch.h"

namespace tamis::engines {
namespace {

constexpr const char* kFiles[] = {"filters.jsonl", "filters-8.2.jsonl", "shell-syntax.jsonl"};

TEST_CASE("cases of other projects", "[conformance]") {
  for (const char* file : kFiles) DYNAMIC_SECTION(file) {
      const std::string path = std::string("../shared/conformance/peers/") + file;
      if (!std::filesystem::exists(path)) {
        WARN("skipped: " << path << " is not here");
        continue;
      }
      const ConformanceReport report = run_file(path, nullptr);
      INFO(to_text(report));
      CHECK(report.clean());
      CHECK(report.without_policy.empty());
      for (const EngineCount& engine : report.engines) CHECK(engine.agreed > 0);
    }
}

}  // namespace
}  // namespace tamis::engines
