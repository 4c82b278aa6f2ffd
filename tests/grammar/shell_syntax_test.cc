// Shell text that Compass's parsers accept parses here too, but for code, which is refused by name.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include <tamis/syntax_tree.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

const std::set<std::string> kCode = {"E030", "E031", "E032", "E033"};

TEST_CASE("the shell text of peers", "[grammar][peers]") {
  std::ifstream file("../shared/conformance/peers/shell-syntax.jsonl");
  if (!file) {
    WARN("the peers' cases are not here");
    return;
  }
  int parsed = 0;
  int refused = 0;
  for (std::string line; std::getline(file, line);) {
    const auto row = nlohmann::json::parse(line);
    if (!row.at("accept").get<bool>()) continue;
    CAPTURE(row.at("id"), row.at("text"));
    const auto tree = parse_syntax(Source("test", row.at("text").get<std::string>()));
    if (tree.ok()) {
      ++parsed;
    } else {
      ++refused;
      CHECK(kCode.contains(tree.diagnostics().front().code));
      CHECK(tree.diagnostics().size() == 1);
    }
  }
  CHECK(parsed > 60);
  CHECK(refused < parsed / 2);
}

}  // namespace
}  // namespace tamis
