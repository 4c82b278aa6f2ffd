// MongoDB's recorded verdicts on a real server, where TAMIS_MONGODB_URI names one.
#include <cstdlib>

#include "tests/conformance/run_file.h"
#include "tests/support/catch.h"

namespace tamis::engines {
namespace {

constexpr const char* kFiles[] = {"mongodb-wild.jsonl", "mongodb-typed.jsonl", "mongodb-odd.jsonl"};

TEST_CASE("recorded verdicts on a server", "[conformance][server]") {
  const char* uri = std::getenv("TAMIS_MONGODB_URI");
  if (uri == nullptr || *uri == '\0') {
    WARN("skipped: no MongoDB server was asked; TAMIS_MONGODB_URI names none");
    return;
  }
  for (const char* file : kFiles) DYNAMIC_SECTION(file) {
      const ConformanceReport report =
          run_file(std::string(TAMIS_CONFORMANCE_DATA "/") + file, nullptr, "mongodb");
      INFO(to_text(report));
      CHECK(report.clean());
      REQUIRE(report.engines.size() == 1);
      CHECK(report.engines.front().agreed > report.engines.front().cases / 2);
    }
}

}  // namespace
}  // namespace tamis::engines
